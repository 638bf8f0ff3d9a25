import fc from 'fast-check';
import { expect } from 'vitest';
import { Machine } from '../../src/definition/site.js';
import type { ImportResult } from '../../src/inventory/imported/output/result.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { readBack } from './reference-import.js';

/** All paths of a document, parents first. */
function pathsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

const garbage: readonly unknown[] = [
  undefined,
  null,
  '',
  'text, with "quotes"\nand lines',
  '# no comment',
  -1,
  0,
  3.7,
  1e300,
  true,
  [],
  {},
  [[]],
  [null, 1, 'x'],
  { __proto__x: 1, constructor: 2 },
  '__proto__',
  '=1+1',
  '\u2028',
];

function mutate(document: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(document)) {
    return document.map((entry, index) => (index === key ? mutate(entry, rest, value) : entry));
  }
  const map = document as Record<string, unknown>;
  return { ...map, [key]: mutate(map[key], rest, value) };
}

/**
 * Puts missing, wrong and hostile values at random places of an inventory, and imports it. Nothing may fail, every
 * file must be readable, and every row must be a machine.
 */
export function checkMutations(
  { name, json }: { readonly name: string; readonly json: string },
  runs: number,
  importOne: (text: string) => ImportResult = (text) =>
    importReferenceApi([{ name, json: text }], { site: 'x' }),
): void {
  const document: unknown = JSON.parse(json);
  const paths = pathsOf(document);
  const changes = fc.array(
    fc.record({ path: fc.constantFrom(...paths), value: fc.constantFrom(...garbage) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(changes, (made) => {
      let changed: unknown = document;
      for (const { path, value } of made) {
        if (isThere(changed, path)) changed = mutate(changed, path, value);
      }
      const text = JSON.stringify(changed) ?? '';
      const result = importOne(text);
      for (const { position } of result.issues) expect(position?.line).toBeGreaterThan(0);
      if (Object.keys(result.files).length === 0) return;
      const { machines } = readBack(result.files, 'x');
      expect(Object.keys(machines)).toHaveLength(result.summary.machines);
      for (const machine of Object.values(machines))
        expect(Machine.safeParse(machine).error?.issues).toBeUndefined();
    }),
    { numRuns: runs },
  );
}

function isThere(document: unknown, path: readonly (string | number)[]): boolean {
  let inner = document;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return false;
    inner = (inner as Record<string | number, unknown>)[key];
  }
  return true;
}
