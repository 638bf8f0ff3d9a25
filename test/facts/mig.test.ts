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

/** Every mix of a GPU, with one more of each profile than it takes. */
function* mixesOf({ profiles }: MigTable): Generator<readonly number[]> {
  const numbers = profiles.map(() => 0);
  for (;;) {
    yield numbers;
    let index = 0;
    while (index < numbers.length && numbers[index] === (profiles[index]?.max ?? 0) + 1) {
      numbers[index] = 0;
      index += 1;
    }
    if (index === numbers.length) return;
    numbers[index] = (numbers[index] ?? 0) + 1;
  }
}

/** Whether the published placements have room. Seven compute slices are a limit of their own, which memory does not show. */
function hasRoom({ profiles, computeSlices }: MigTable, numbers: readonly number[]): boolean {
  const compute = profiles.reduce((sum, one, index) => sum + one.computeSlices * (numbers[index] ?? 0), 0);
  const media = profiles.reduce((sum, one, index) => sum + (one.hasMedia ? (numbers[index] ?? 0) : 0), 0);
  if (compute > computeSlices || media > 1) return false;
  if (profiles.some(({ max }, index) => (numbers[index] ?? 0) > max)) return false;
  return canPlace(
    profiles.flatMap((one, index) =>
      Array.from({ length: numbers[index] ?? 0 }, () => [one.computeSlices, one.memorySlices] as const),
    ),
  );
}

describe('the sum test', () => {
  const sevens = Object.entries(migTables).filter(([, { computeSlices }]) => computeSlices === 7);

  test.each(sevens)(
    'passes of all mixes of a %s those that can be placed, and says why not of others',
    (model, table) => {
      let plain = 0;
      const wrong: unknown[] = [];
      for (const numbers of mixesOf(table)) {
        const mix = Object.fromEntries(table.profiles.map(({ name }, index) => [name, numbers[index] ?? 0]));
        const problem = migProblem(model, mix);
        const isTold = problem === null || (problem.isCertain && problem.why.includes(model));
        if (!isTold || (problem === null) !== hasRoom(table, numbers)) wrong.push({ ...mix });
        const hasMedia = table.profiles.some((one, index) => one.hasMedia && numbers[index] !== 0);
        if (problem === null && !hasMedia && numbers.some((count) => count > 0)) plain += 1;
      }
      expect(wrong).toEqual([]);
      // So many mixes have room in the published placements, media engines aside.
      expect(plain).toBe(77);
    },
  );

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
