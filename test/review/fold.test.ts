import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldNames } from '../../src/review/fold.js';

/** All names that a folded text stands for. */
function unfolded(text: string): readonly string[] {
  const [, head, list, tail] = /^([^[]*)\[([^\]]*)\](.*)$/.exec(text) ?? [];
  if (head === undefined || list === undefined || tail === undefined) return [text];
  const values = list.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) =>
      String(Number(first) + index).padStart(first.length, '0'),
    );
  });
  return values.flatMap((value) => unfolded(tail).map((rest) => `${head}${value}${rest}`));
}

test('a rack of machines is one name', () => {
  const names = ['012', '013', '014'].flatMap((rack) =>
    Array.from({ length: 8 }, (_, unit) => `gpu-r${rack}-n0${unit + 1}`),
  );
  expect(foldNames(names)).toBe('gpu-r[012-014]-n[01-08]');
});

test('numbers without leading zeros are in the order of numbers', () => {
  const names = Array.from({ length: 12 }, (_, index) => `n${index + 1}`);
  expect(foldNames(names)).toBe('n[1-9,10-12]');
});

test('what is folded stands for the names given, each once and no other', () => {
  const name = fc
    .tuple(fc.constantFrom('gpu-r', 'cpu-r'), fc.nat(12), fc.nat(12), fc.boolean())
    .map(
      ([prefix, rack, unit, isWide]) => `${prefix}${rack}-n${isWide ? String(unit).padStart(2, '0') : unit}`,
    );
  fc.assert(
    fc.property(fc.array(name, { maxLength: 60 }), (names) => {
      const text = foldNames(names);
      const all = text === '' ? [] : text.split(/, (?=\w)/).flatMap(unfolded);
      expect([...all].sort()).toEqual([...new Set(names)].sort());
    }),
  );
});
