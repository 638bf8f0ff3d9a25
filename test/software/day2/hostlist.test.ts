import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostlist } from '../../../src/software/day2/hostlist.js';

/** As Slurm reads it, for what we write. */
function expand(list: string): readonly string[] {
  return list.split(/,(?![^[]*\])/).flatMap((part) => {
    const [, prefix = part, inside] = /^(.*)\[(.*)\]$/.exec(part) ?? [];
    if (inside === undefined) return [part];
    return inside.split(',').flatMap((run) => {
      const [from = '', to = from] = run.split('-');
      return Array.from(
        { length: Number(to) - Number(from) + 1 },
        (_, index) => `${prefix}${String(Number(from) + index).padStart(from.length, '0')}`,
      );
    });
  });
}

test.each([
  [['a-001', 'a-002', 'a-003', 'a-005'], 'a-[001-003,005]'],
  [['a-001'], 'a-001'],
  [['a-999', 'a-1000'], 'a-999,a-1000'],
  [['login', 'a-010', 'b-2', 'a-011'], 'a-[010-011],b-2,login'],
])('%j is %s', (names, list) => {
  expect(hostlist(names)).toBe(list);
});

test('the names that come out are those that went in, each once', () => {
  const name = fc
    .tuple(fc.constantFrom('a-gpu-', 'a-', 'b'), fc.integer({ min: 0, max: 1200 }), fc.constantFrom(1, 3))
    .map(([prefix, number, width]) => `${prefix}${String(number).padStart(width, '0')}`);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 40 }), (names) => {
      expect([...expand(hostlist(names))].sort()).toEqual([...names].sort());
    }),
  );
});
