import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileAtRef } from '../../src/cli/git.js';
import { folderWith } from './support.js';

function git(dir: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...identity, ...args], { cwd: dir, stdio: 'pipe' });
}

function commit(dir: string, text: string): void {
  mkdirSync(join(dir, 'project', 'locks'), { recursive: true });
  writeFileSync(join(dir, 'project', 'locks', 'dc1.yaml'), text);
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '-m', text);
}

function repository(): string {
  const dir = folderWith({});
  git(dir, 'init', '-q');
  commit(dir, 'first');
  return dir;
}

const read = (dir: string, branch = 'main') => fileAtRef(join(dir, 'project'), branch, 'locks/dc1.yaml');

test('a file is read from a branch, from a project below the root of the repository', () => {
  const dir = repository();
  git(dir, 'checkout', '-q', '-b', 'work');
  commit(dir, 'second');
  expect(read(dir)).toEqual({ kind: 'text', text: 'first', ref: 'main' });
});

test('a branch without the file is told from no branch at all', () => {
  const dir = repository();
  expect(fileAtRef(join(dir, 'project'), 'main', 'locks/dc2.yaml')).toEqual({ kind: 'absent', ref: 'main' });
  expect(read(dir, 'trunk')).toEqual({
    kind: 'unknown',
    why: 'there is no branch "trunk", here or at origin',
  });
});

test('outside of a repository there is nothing to ask', () => {
  const dir = folderWith({ 'project/x': '' });
  expect(read(dir)).toEqual({ kind: 'unknown', why: 'the project is not in a git repository' });
});

test('a name that git would take as an option is refused', () => {
  expect(read(repository(), '--output=x')).toMatchObject({ kind: 'unknown' });
});

test('the copy at origin is asked where the branch was never checked out, or is behind', () => {
  const origin = repository();
  const clone = folderWith({});
  rmSync(clone, { recursive: true });
  git(origin, 'clone', '-q', origin, clone);
  git(clone, 'checkout', '-q', '-b', 'work');
  commit(origin, 'second');
  git(clone, 'fetch', '-q');
  expect(read(clone)).toMatchObject({ text: 'second', ref: 'origin/main' });
  git(clone, 'branch', '-q', '-D', 'main');
  expect(read(clone)).toMatchObject({ text: 'second', ref: 'origin/main' });
});

test('a local branch that is ahead of its copy at origin is asked itself', () => {
  const origin = repository();
  const clone = folderWith({});
  rmSync(clone, { recursive: true });
  git(origin, 'clone', '-q', origin, clone);
  commit(clone, 'second');
  expect(read(clone)).toMatchObject({ text: 'second', ref: 'main' });
});
