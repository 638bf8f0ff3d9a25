import { expect, test } from 'vitest';
import { parseLock, printLock } from '../../src/model/lock/lock-file.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf } from '../support/site-fixture.js';

const lock = resolve(definitionOf(), { site: 'dc1', lock: null }).lock;
if (lock === null) throw new Error('the fixture has no lock');
const text = printLock(lock);
const read = (source: string) => parseLock(source, 'dc1', 'locks/dc1.yaml');
const problem = (source: string) =>
  read(source).issues.map((issue) => [issue.code, issue.position?.line, issue.message]);
const lineOf = (start: string) => text.split('\n').findIndex((line) => line.startsWith(start)) + 1;

test('what is printed is read back whole', () => {
  expect(read(text)).toEqual({ lock, issues: [] });
});

test('has one line a slot and a machine', () => {
  expect(text.split('\n').filter((line) => line.includes('"machine":'))).toHaveLength(lock.slots.length);
});

test('a checkout with other line ends is no edit', () => {
  expect(read(text.replaceAll('\n', '\r\n')).issues).toEqual([]);
});

test('a line edited by hand is named with its number, and nothing is used', () => {
  const edited = text.replace('"machine":"gpu-r1-n1"', '"machine":"gpu-r2-n1"');
  expect(read(edited).lock).toBeNull();
  expect(problem(edited)).toEqual([
    ['lock/edited', lineOf('  "train-gpu-001"'), 'the line of "train-gpu-001" was changed by hand'],
  ]);
});

test.each([
  ['slot', '  "train-gpu-002"', 'machine gpu-r1-n2 is claimed by train-gpu-002, whose line is missing'],
  ['machine', '  "gpu-r1-n2"', 'train-gpu-002 holds machine gpu-r1-n2, whose line does not say so'],
])('a %s whose line was removed by hand is noticed, never allocated anew', (_, start, message) => {
  const shorter = text
    .split('\n')
    .filter((line) => !line.startsWith(start))
    .join('\n');
  expect(read(shorter).lock).toBeNull();
  expect(problem(shorter).map(([, , said]) => said)).toEqual([message]);
});

test('markers of an unfinished merge are one problem, at their line', () => {
  const conflicted = text.replace('slots:', '<<<<<<< HEAD\nslots:');
  expect(problem(conflicted)).toEqual([
    ['lock/conflict', lineOf('slots:'), 'the lock holds the markers of an unfinished merge'],
  ]);
});

test('a clean merge that gave one machine to two slots is a conflict', () => {
  const slot = lock.slots.find((candidate) => candidate.name === 'train-gpu-001');
  if (slot === undefined) throw new Error('the fixture has no slot train-gpu-001');
  const both = printLock({
    ...lock,
    slots: [...lock.slots, { ...slot, name: 'train-gpu-009', number: 9, addresses: {} }],
  });
  expect(problem(both).map(([code, , message]) => [code, message])).toEqual([
    ['lock/conflict', 'train-gpu-009 and train-gpu-001 both hold machine gpu-r1-n1'],
    ['lock/edited', 'train-gpu-009 holds machine gpu-r1-n1, whose line does not say so'],
  ]);
});

test('a lock of a newer format asks for an update', () => {
  expect(problem(text.replace('version: 1', 'version: 2'))).toEqual([
    ['lock/newer', 3, 'the lock has format 2, and this rackform reads up to 1'],
  ]);
});

test.each([
  ['another site', text.replace('site: "dc1"', 'site: "dc2"'), 'the lock is not one of site "dc1"'],
  ['no version', text.replace('version: 1\n', ''), 'the lock names no known format version'],
  ['a section less', text.replace('tombstones:\n', ''), 'the lock has no section "tombstones"'],
  [
    'a strange line',
    text.replace('numbers:', 'numbers:\n  - 1'),
    'this line of the lock is none that rackform writes',
  ],
  ['a line twice', text.replace(/^( {2}"cpu-r1-n1".*)$/m, '$1\n$1'), '"cpu-r1-n1" stands in the lock twice'],
])('refuses a lock with %s', (_, source, message) => {
  expect(read(source).issues.map((issue) => issue.message)).toContain(message);
  expect(read(source).lock).toBeNull();
});
