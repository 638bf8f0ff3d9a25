import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InternalError } from '../../src/errors.js';
import { writeFiles } from '../../src/inventory/write.js';
import { projectFolder } from './project-folder.js';

const read = (dir: string, file: string): string => readFileSync(join(dir, file), 'utf8');

test('writes files into folders that it makes, and leaves nothing else', () => {
  const dir = projectFolder({});
  const result = writeFiles(dir, { 'a.yaml': 'a\n', 'sites/x/site.yaml': 'b\n' });
  expect(result).toEqual({ written: ['a.yaml', 'sites/x/site.yaml'], unchanged: [], issues: [] });
  expect(readdirSync(dir, { recursive: true }).map(String).sort()).toEqual([
    'a.yaml',
    'sites',
    'sites/x',
    'sites/x/site.yaml',
  ]);
  expect(read(dir, 'sites/x/site.yaml')).toBe('b\n');
});

test('a file that is there is not replaced without force, and then no other is written either', () => {
  const dir = projectFolder({ 'b.yaml': 'mine', 'd.yaml': 'mine' });
  const { written, issues } = writeFiles(dir, { 'a.yaml': '1', 'b.yaml': '2', 'c.yaml': '3', 'd.yaml': '4' });
  expect(written).toEqual([]);
  expect(issues.map(({ code, position }) => [code, position?.file])).toEqual([
    ['FILE_EXISTS', 'b.yaml'],
    ['FILE_EXISTS', 'd.yaml'],
  ]);
  expect(readdirSync(dir)).toEqual(['b.yaml', 'd.yaml']);
  expect(read(dir, 'b.yaml')).toBe('mine');
});

test('with force a file is replaced and keeps its mode', () => {
  const dir = projectFolder({ 'a.yaml': 'old', 'b.yaml': 'same' });
  chmodSync(join(dir, 'a.yaml'), 0o640);
  const result = writeFiles(dir, { 'a.yaml': 'new', 'b.yaml': 'same' }, { force: true });
  expect(result).toEqual({ written: ['a.yaml'], unchanged: ['b.yaml'], issues: [] });
  expect([read(dir, 'a.yaml'), statSync(join(dir, 'a.yaml')).mode & 0o777]).toEqual(['new', 0o640]);
  expect(readdirSync(dir)).toEqual(['a.yaml', 'b.yaml']);
});

test('a file that has these bytes already is no problem and is not touched', () => {
  const dir = projectFolder({ 'a.yaml': 'same' });
  const before = statSync(join(dir, 'a.yaml'));
  expect(writeFiles(dir, { 'a.yaml': 'same' })).toEqual({ written: [], unchanged: ['a.yaml'], issues: [] });
  expect(statSync(join(dir, 'a.yaml')).ino).toBe(before.ino);
});

test('a link to a file stays a link', () => {
  const dir = projectFolder({ 'shared/lock.yaml': 'old' });
  mkdirSync(join(dir, 'locks'));
  symlinkSync('../shared/lock.yaml', join(dir, 'locks/x.yaml'));
  writeFiles(dir, { 'locks/x.yaml': 'new' }, { force: true });
  expect(read(dir, 'shared/lock.yaml')).toBe('new');
});

test('where one file cannot be written, all are as before', () => {
  const dir = projectFolder({ 'a.yaml': 'old', 'z.yaml': 'old', blocked: 'a file where a folder is needed' });
  const { written, issues } = writeFiles(
    dir,
    { 'a.yaml': 'new', 'new.yaml': 'new', 'blocked/b.yaml': 'new' },
    { force: true },
  );
  expect([written, issues.map(({ code, position }) => [code, position?.file])]).toEqual([
    [],
    [['FILE_UNWRITABLE', 'blocked/b.yaml']],
  ]);
  expect(readdirSync(dir)).toEqual(['a.yaml', 'blocked', 'z.yaml']);
  expect(read(dir, 'a.yaml')).toBe('old');
});

test('a folder in the place of a file is refused, also with force', () => {
  const dir = projectFolder({ 'a.yaml/inside': '' });
  expect(writeFiles(dir, { 'a.yaml': 'new' }, { force: true }).issues).toMatchObject([
    { code: 'FILE_UNWRITABLE', message: 'cannot be written: it is no file' },
  ]);
});

test('nothing is ever written outside of the folder', () => {
  const dir = projectFolder({ 'inside/a': '' });
  for (const file of ['../escaped.yaml', '/tmp/rackform-escaped.yaml', 'x/../../escaped.yaml']) {
    expect(() => writeFiles(join(dir, 'inside'), { [file]: 'x' })).toThrow(InternalError);
  }
  expect(existsSync(join(dir, 'escaped.yaml'))).toBe(false);
});
