import { spawnSync } from 'node:child_process';

/** A file as a branch has it. */
export type FileAtRef =
  | { readonly kind: 'text'; readonly text: string; readonly ref: string }
  /** The branch is there, the file is not in it. */
  | { readonly kind: 'absent'; readonly ref: string }
  /** There is no such branch to ask, or no git. */
  | { readonly kind: 'unknown'; readonly why: string };

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isMissing: boolean;
}

function git(dir: string, args: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    // A lock of 10,000 machines has a few MB; the default is one.
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '', isMissing: error !== undefined };
}

function isCommit(dir: string, ref: string): boolean {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  return git(dir, args).status === 0;
}

/**
 * The ref that stands for a branch: itself, or its copy at `origin` where it is not checked out here, or where
 * the copy has what the local branch has not.
 */
function refOf(dir: string, branch: string): string | undefined {
  const remote = `origin/${branch}`;
  const [hasLocal, hasRemote] = [isCommit(dir, branch), isCommit(dir, remote)];
  if (hasLocal && hasRemote) {
    // A local branch that was not pulled for weeks would call servers in service unknown.
    const isAhead = git(dir, ['merge-base', '--is-ancestor', remote, branch]).status === 0;
    return isAhead ? branch : remote;
  }
  return hasLocal ? branch : hasRemote ? remote : undefined;
}

/**
 * The commit where this branch and another parted; undefined where that cannot be told: no common history, or all
 * of the other is in this one already, and then nothing says which side of the merge a line came from.
 */
export function partingOf(dir: string, branch: string): string | undefined {
  const ref = branch.startsWith('-') ? undefined : refOf(dir, branch);
  if (ref === undefined) return undefined;
  const base = git(dir, ['merge-base', 'HEAD', ref]);
  const tip = git(dir, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  const commit = base.stdout.trim();
  return base.status === 0 && commit !== tip.stdout.trim() ? commit : undefined;
}

/**
 * Reads a file from a branch without touching the work tree.
 *
 * @param path relative to `dir`, with `/`
 */
export function fileAtRef(dir: string, branch: string, path: string): FileAtRef {
  if (branch.startsWith('-'))
    return { kind: 'unknown', why: `${JSON.stringify(branch)} is not a branch name` };
  const inside = git(dir, ['rev-parse', '--is-inside-work-tree']);
  if (inside.isMissing) return { kind: 'unknown', why: 'git is not installed' };
  if (inside.status !== 0) {
    const first = inside.stderr.split('\n')[0] ?? '';
    return {
      kind: 'unknown',
      why: /not a git repository/.test(first) ? 'the project is not in a git repository' : first,
    };
  }
  const ref = refOf(dir, branch);
  if (ref === undefined) {
    return { kind: 'unknown', why: `there is no branch ${JSON.stringify(branch)}, here or at origin` };
  }
  const shown = git(dir, ['show', `${ref}:./${path}`]);
  if (shown.status === 0) return { kind: 'text', text: shown.stdout, ref };
  if (/does not exist in|exists on disk, but not in/.test(shown.stderr)) return { kind: 'absent', ref };
  return { kind: 'unknown', why: shown.stderr.split('\n')[0] ?? 'git show failed' };
}
