import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CliError } from '../cli-error.js';
import { repositoryRoot } from '../project-dir.js';

/** A project as a commit has it, checked out beside. */
export interface BaseTree {
  /** The project's folder in it. */
  readonly dir: string;
  readonly commit: string;
  remove(): void;
}

function git(cwd: string, args: readonly string[]) {
  // No hook of the repository: it would run with the caller's environment.
  const { status, stdout, stderr, error } = spawnSync('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
    cwd,
    encoding: 'utf8',
    // An inventory of 10,000 machines that changes has a few MB; the default is one.
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined) throw new CliError('git cannot be run', 'install it', { cause: error });
  return { isDone: status === 0, out: stdout.trim(), err: stderr.trim().split('\n').at(-1) ?? '' };
}

/**
 * Checks out what a branch and the work tree have in common, so that what the branch got since does not show as
 * taken back.
 *
 * @param folder where to; must not be there
 * @throws {CliError} where there is no such ref, or the project is not in it
 */
export function checkOutBase(dir: string, ref: string, folder: string): BaseTree {
  const found = ref.startsWith('-')
    ? { isDone: false, out: '' }
    : git(dir, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (!found.isDone) {
    throw new CliError(
      `--base ${ref}: there is no such branch or commit here`,
      'fetch it first; a shallow clone needs its history too (actions/checkout: fetch-depth: 0)',
    );
  }
  const common = git(dir, ['merge-base', 'HEAD', found.out]);
  const commit = common.isDone ? common.out : found.out;
  // Of a review that was killed, git still knows the folder.
  git(dir, ['worktree', 'prune']);
  const added = git(dir, ['worktree', 'add', '--quiet', '--detach', folder, commit]);
  if (!added.isDone) throw new CliError(`--base ${ref}: cannot check it out: ${added.err}`);
  const remove = () => {
    git(dir, ['worktree', 'remove', '--force', folder]);
  };
  const project = join(folder, relative(repositoryRoot(dir), dir));
  if (!existsSync(project)) {
    remove();
    throw new CliError(`--base ${ref}: the project is not in it`, 'there is nothing to compare with');
  }
  const modules = join(dir, 'node_modules');
  if (existsSync(modules) && !existsSync(join(project, 'node_modules'))) {
    symlinkSync(modules, join(project, 'node_modules'));
  }
  return { dir: project, commit, remove };
}

/** Lines of a file that differ, as they are now. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What differs by file, relative to the project; where files are gone or binary, without lines. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

/** Lines that differ from a commit, new files included; null where git does not say. */
export function changedLines(dir: string, commit: string): ChangedLines | null {
  const plain = ['--no-color', '--no-ext-diff', '--no-renames', '--src-prefix=a/', '--dst-prefix=b/'];
  const changed = git(dir, [
    '-c',
    'core.quotePath=false',
    'diff',
    '-U0',
    ...plain,
    '--relative',
    commit,
    '--',
    '.',
  ]);
  const added = git(dir, ['ls-files', '-z', '--others', '--exclude-standard', '--', '.']);
  if (!changed.isDone || !added.isDone) return null;
  const files = new Map<string, LineRange[]>();
  let lines: LineRange[] = [];
  for (const text of changed.out.split('\n')) {
    const [, file] = /^(?:---|\+\+\+) [ab]\/(.*?)\t?$/.exec(text) ?? [];
    const [, at, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(text) ?? [];
    if (file !== undefined) {
      lines = files.get(file) ?? [];
      files.set(file, lines);
    } else if (at !== undefined) {
      const first = Math.max(1, Number(at));
      lines.push({ first, last: Math.max(first, first + Number(count) - 1) });
    }
  }
  for (const file of added.out.split('\0')) {
    if (file !== '') files.set(file, [{ first: 1, last: Number.MAX_SAFE_INTEGER }]);
  }
  return files;
}
