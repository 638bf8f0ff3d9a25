import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { causesBetween } from '../../../src/cli/review/causes.js';
import { type ChangedLines, changedLines } from '../../../src/cli/review/git-worktree.js';
import type { Side } from '../../../src/cli/review/side.js';
import { folderWith } from '../support.js';

const side: Side = {
  models: [],
  locks: [],
  baseBranch: 'main',
  unresolved: [],
  contents: {},
  issues: [],
  places: {
    'network/dc1/storage': { file: 'sites/dc1/site.yaml', line: 40, column: 3 },
    'pool/a/gpu': { file: 'clusters/a.yaml', line: 9, column: 5 },
  },
  notSynthesized: null,
};
const subject = { site: 'dc1', slots: [], machines: [], isSaid: false };
const changed = (files: Readonly<Record<string, readonly [number, number][]>>): ChangedLines =>
  new Map(
    Object.entries(files).map(([file, ranges]) => [file, ranges.map(([first, last]) => ({ first, last }))]),
  );
const causeOf = (address: string, lines: ChangedLines) =>
  causesBetween(side, side, lines)({ ...subject, addresses: [address] });

describe('the cause of a change', () => {
  test('stands at the line of its network that this change edits', () => {
    const lines = changed({
      'sites/dc1/site.yaml': [
        [12, 12],
        [44, 45],
      ],
    });
    expect(causeOf('maas_subnet.storage_main', lines).place).toMatchObject({ line: 44 });
  });

  test('of a tag is its pool, though a network may have the name of its cluster', () => {
    const lines = changed({ 'clusters/a.yaml': [[9, 9]], 'sites/dc1/site.yaml': [[1, 1]] });
    expect(causeOf('maas_tag.a_gpu', lines).place).toEqual({ file: 'clusters/a.yaml', line: 9, column: 5 });
  });

  test('is the only file that is edited, where its own is not', () => {
    const lines = changed({ 'sites/dc1/machines.csv': [[7, 7]], 'locks/dc1.yaml': [[3, 3]] });
    expect(causeOf('maas_tag.a_gpu', lines).place).toMatchObject({ file: 'sites/dc1/machines.csv', line: 7 });
  });

  test('has no place where several files might be it', () => {
    const lines = changed({ 'sites/dc1/machines.csv': [[7, 7]], 'rackform.yaml': [[3, 3]] });
    expect(causeOf('maas_tag.a_gpu', lines).place).toBeNull();
  });

  test('is another rackform where nothing but packages and the lock that follows from them differ', () => {
    const lines = changed({ 'package-lock.json': [[7, 7]], 'locks/dc1.yaml': [[3, 3]] });
    expect(causeOf('maas_tag.a_gpu', lines)).toMatchObject({ cause: 'preset' });
  });
});

test('changed lines are those of the work tree, with new files and files that are gone', () => {
  const dir = folderWith({ 'a.yaml': 'one\ntwo\nthree\n', 'b.yaml': 'one\n', 'c d.yaml': 'one\n' });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=o', '-c', 'user.email=o@example.org', ...args], { cwd: dir });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Begin');
  writeFileSync(join(dir, 'a.yaml'), 'one\n2\nthree\nfour\n');
  writeFileSync(join(dir, 'c d.yaml'), 'two\n');
  writeFileSync(join(dir, 'new.yaml'), 'one\n');
  git('rm', '--quiet', 'b.yaml');
  expect(Object.fromEntries(changedLines(dir, 'main') ?? [])).toEqual({
    'a.yaml': [
      { first: 2, last: 2 },
      { first: 4, last: 4 },
    ],
    'b.yaml': [{ first: 1, last: 1 }],
    'c d.yaml': [{ first: 1, last: 1 }],
    'new.yaml': [{ first: 1, last: Number.MAX_SAFE_INTEGER }],
  });
});
