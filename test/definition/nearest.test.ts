import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/definition/nearest.js';

test.each([
  ['memoryGib', 'memoryGiB'],
  ['cuont', 'count'],
  ['conut', 'count'],
  ['coun', 'count'],
  ['countt', 'count'],
  ['cnunt', 'count'],
])('takes %s for %s', (typed, meant) => {
  expect(nearest(typed, ['role', 'machines', 'memoryGiB', 'count', 'spares'])).toBe(meant);
});

test('suggests nothing that is far off', () => {
  expect(nearest('gateway', ['role', 'count', 'machines'])).toBeUndefined();
  expect(nearest('x', ['role', 'count'])).toBeUndefined();
});

test('prefers the nearest, and of equally near ones the first', () => {
  expect(nearest('racks', ['tracks', 'rack', 'stacks'])).toBe('tracks');
  expect(nearest('gpu-02', ['gpu-01', 'gpu-021', 'cpu-22'])).toBe('gpu-01');
});

test('never suggests the name itself, nor anything but a candidate', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (name, candidates) => {
      const found = nearest(name, [...candidates, name]);
      expect(found === undefined || (candidates.includes(found) && found !== name)).toBe(true);
    }),
  );
});

test('compares long texts without taking long', () => {
  const candidates = Array.from({ length: 200 }, (_, index) => 'x'.repeat(50_000) + String(index));
  expect(nearest('y'.repeat(50_000), candidates)).toBeUndefined();
});
