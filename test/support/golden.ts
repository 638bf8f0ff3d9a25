import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';
import { type SnapshotFormat, SnapshotState } from 'jest-snapshot';
import { expect } from 'vitest';
import { checkScript } from '../../src/software/check/script.js';
import { fromRoot } from './project-root.js';

/** `none` compares and never writes; `all` writes what is new or changed. */
export type GoldenUpdate = 'none' | 'all';

// Writing takes a deliberate `npm run test:golden`, and a CI run never writes: a file that is absent there
// would otherwise be made from the very output it should check.
const defaultUpdate: GoldenUpdate =
  process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined ? 'all' : 'none';

const snapshotFormat: SnapshotFormat = { escapeString: false, printBasicPrototype: false };

const indented = (text: string) => text.replace(/^(?=.)/gm, '      ');
/** Scripts that are the same on every machine and have tests of their own, by what a golden says in their place. */
const longTexts: ReadonlyMap<string, string> = new Map([
  [indented(checkScript), '      (text of the acceptance check)\n'],
  [checkScript, '(text of the acceptance check)\n'],
]);

function shortened(value: unknown): unknown {
  if (typeof value === 'string')
    return [...longTexts].reduce((text, [long, short]) => text.replace(long, short), value);
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shortened(child)]));
}

/**
 * Compares a value with the golden file that was reviewed and committed, by jest-snapshot. One file, one value.
 *
 * @param name of the file below test/golden, e.g. `two-racks/network`; an absolute path is taken as it is
 * @throws {Error} when the file is absent, or with a diff when the value changed
 */
export function expectGolden(name: string, received: unknown, update = defaultUpdate): void {
  const file = `${isAbsolute(name) ? name : fromRoot('test', 'golden', name)}.snap`;
  const state = new SnapshotState(file, {
    updateSnapshot: update,
    snapshotFormat,
    rootDir: fromRoot(),
    prettierPath: null,
  });
  const result = state.match({
    testName: basename(name),
    received: shortened(received),
    isInline: false,
  });
  // Only then: `save` rewrites a file that holds an entry of another name in any mode.
  if (update === 'all') {
    state.removeUncheckedKeys();
    state.save();
  }
  if (result.pass) return;
  if (result.expected === undefined) throw new Error(`${file} has no such entry: run npm run test:golden`);
  expect(result.actual, `${file} differs: run npm run test:golden if this is meant`).toBe(result.expected);
}

/**
 * Compares a text with the golden file that was reviewed and committed. The file is the text itself, for people to read.
 *
 * @param name of the file below test/golden, with its ending; an absolute path is taken as it is
 */
export function expectGoldenText(name: string, received: string, update = defaultUpdate): void {
  const file = isAbsolute(name) ? name : fromRoot('test', 'golden', name);
  if (update === 'all') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, received);
  }
  if (!existsSync(file)) throw new Error(`${file} is not there: run npm run test:golden`);
  expect(received, `${file} differs: run npm run test:golden if this is meant`).toBe(
    readFileSync(file, 'utf8'),
  );
}
