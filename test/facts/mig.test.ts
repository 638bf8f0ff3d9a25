import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gpuByModel } from '../../src/facts/gpus.js';
import { type MigTable, migProblem, migProfileName, migTables } from '../../src/facts/mig.js';

/** Legal first memory slots, as `nvidia-smi mig -lgipp` prints them for A100 40 GB and H100 80 GB. */
const starts: Readonly<Record<string, readonly number[]>> = {
  '1/1': [0, 1, 2, 3, 4, 5, 6],
  '1/2': [0, 2, 4, 6],
  '2/2': [0, 2, 4],
  '3/4': [0, 4],
  '4/4': [0],
  '7/8': [0],
};

function canPlace(sizes: readonly (readonly [number, number])[], taken: readonly boolean[] = []): boolean {
  const [first, ...rest] = sizes;
  if (first === undefined) return true;
  return (starts[`${first[0]}/${first[1]}`] ?? []).some((start) => {
    const slots = Array.from({ length: first[1] }, (_, index) => start + index);
    if (slots.some((slot) => taken[slot] === true)) return false;
    const next = [...taken];
    for (const slot of slots) next[slot] = true;
    return canPlace(rest, next);
  });
}

describe('the sum test', () => {
  const table = migTables['H100-SXM-80GB'] as MigTable;
  const plain = table.profiles.filter((profile) => !profile.hasMedia);

  test('passes a mix of an H100 when, and only when, the published placements have room for it', () => {
    const counts = fc.tuple(...plain.map((profile) => fc.integer({ min: 0, max: profile.max })));
    fc.assert(
      fc.property(counts, (numbers) => {
        const mix = Object.fromEntries(plain.map((profile, index) => [profile.name, numbers[index] ?? 0]));
        const sizes = plain.flatMap((profile, index) =>
          Array.from(
            { length: numbers[index] ?? 0 },
            () => [profile.computeSlices, profile.memorySlices] as const,
          ),
        );
        // Seven compute slices are a limit of their own, which the slots of memory do not show.
        const compute = sizes.reduce((sum, [slices]) => sum + slices, 0);
        expect(migProblem('H100-SXM-80GB', mix) === null).toBe(compute <= 7 && canPlace(sizes));
      }),
      { numRuns: 2000 },
    );
  });

  test('says which limit a mix breaks', () => {
    expect(migProblem('H100-SXM-80GB', { '3g.40gb': 2, '1g.10gb': 1 })?.why).toBe(
      'needs 9 memory slices, and H100-SXM-80GB has 8',
    );
    expect(migProblem('A100-SXM-40GB', { '1g.10gb': 7 })?.why).toContain('takes at most 4');
    expect(migProblem('A30', { '1g.6gb+me': 1, '2g.12gb+me': 1 })?.why).toContain('takes one');
    expect(migProblem('A100-SXM-40GB', { '1g.20gb': 1 })?.why).toContain('has profile "1g.20gb"');
  });

  test('is not certain about a GPU without a table', () => {
    expect(migProblem('MI300X', { '1g.10gb': 1 })).toMatchObject({ isCertain: false });
  });
});

describe('the tables', () => {
  test.each(Object.keys(migTables))('%s is a GPU that can be cut, and fits its whole', (model) => {
    expect(gpuByModel(model)?.migCapable).toBe(true);
    const table = migTables[model] as MigTable;
    for (const { name, max } of table.profiles) expect(migProblem(model, { [name]: max })).toBeNull();
  });

  test('the same name means different maxima on different GPUs', () => {
    expect(migProblem('A100-SXM-80GB', { '1g.10gb': 7 })).toBeNull();
    expect(migProblem('A100-SXM-40GB', { '1g.10gb': 5 })).not.toBeNull();
  });
});

test('slices alone mean the plain profile of least memory of each GPU, and nothing where it has none', () => {
  expect(['A100-SXM-80GB', 'H100-NVL-94GB', 'A30'].map((model) => migProfileName(model, '1g'))).toEqual([
    '1g.10gb',
    '1g.12gb',
    '1g.6gb',
  ]);
  expect(migProfileName('RTX-PRO-6000', '2g')).toBe('2g.48gb');
  expect(migProfileName('A30', '3g')).toBe('3g');
  expect(migProfileName('MI300X', '1g')).toBe('1g');
  expect(migProfileName('A100-SXM-80GB', '1g.10gb+me')).toBe('1g.10gb+me');
});
