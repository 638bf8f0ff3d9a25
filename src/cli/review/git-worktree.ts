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

/** Files that differ from a commit, new ones included, relative to the project; null where git does not say. */
export function changedFiles(dir: string, commit: string): readonly string[] | null {
  const changed = git(dir, ['diff', '--name-only', '--relative', '--no-ext-diff', commit, '--', '.']);
  const added = git(dir, ['ls-files', '--others', '--exclude-standard', '--', '.']);
  if (!changed.isDone || !added.isDone) return null;
  return [...changed.out.split('\n'), ...added.out.split('\n')].filter((file) => file !== '');
}
