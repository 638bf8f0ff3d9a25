import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectGolden } from './golden.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('an absent golden file fails and is not written', () => {
  const name = join(folder, 'network');
  expect(() => expectGolden(name, { vlan: 7 }, 'none')).toThrow('network.snap has no such entry');
  expect(existsSync(`${name}.snap`)).toBe(false);
});

test('an updated golden file is accepted afterwards', () => {
  const name = join(folder, 'network');
  expectGolden(name, { vlan: 7, tricky: '`${a}` \\n "b"' }, 'all');
  expectGolden(name, { vlan: 7, tricky: '`${a}` \\n "b"' }, 'none');
});

test('a changed value fails with a diff and leaves the file alone', () => {
  const name = join(folder, 'network');
  expectGolden(name, { mtu: 1500, vlan: 7 }, 'all');
  const before = readFileSync(`${name}.snap`, 'utf8');

  const failure = failureOf(() => expectGolden(name, { mtu: 1500, vlan: 8 }, 'none'));

  expect(failure.message).toContain('network.snap differs');
  expect(failure.expected).toContain('"vlan": 7');
  expect(failure.actual).toContain('"vlan": 8');
  expect(readFileSync(`${name}.snap`, 'utf8')).toBe(before);
});

test('an entry of another name fails the comparison, and an update drops it', () => {
  const name = join(folder, 'network');
  expectGolden(name, 7, 'all');
  writeFileSync(`${name}.snap`, readFileSync(`${name}.snap`, 'utf8').replace('network 1', 'old 1'));
  expect(() => expectGolden(name, 7, 'none')).toThrow('has no such entry');
  expectGolden(name, 7, 'all');
  expect(readFileSync(`${name}.snap`, 'utf8')).not.toContain('old');
});

/** What vitest's diff reporter reads from an assertion error. */
function failureOf(action: () => void): { message: string; expected: string; actual: string } {
  try {
    action();
  } catch (error) {
    return error as { message: string; expected: string; actual: string };
  }
  throw new Error('nothing failed');
}
