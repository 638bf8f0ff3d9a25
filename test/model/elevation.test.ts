import { expect, test } from 'vitest';
import { elevationOf } from '../../src/model/elevation.js';

const at = (unit: number | null, units: number | null, name = '') => ({ name, unit, units });

test('machines stand at their units, read from the top; one of unknown height takes one unit', () => {
  const { placed } = elevationOf(42, [at(1, 2, 'low'), at(40, null, 'high')]);
  expect(placed).toMatchObject([
    { machine: { name: 'high' }, bottom: 40, height: 1, lane: 0, lanes: 1 },
    { machine: { name: 'low' }, bottom: 1, height: 2, lane: 0, lanes: 1 },
  ]);
});

test('machines of one chassis stand beside each other, and those above and below alone', () => {
  const { placed } = elevationOf(42, [at(1, 2), at(3, 2, 'a'), at(3, 2, 'b'), at(3, 1, 'c'), at(5, 1)]);
  expect(placed.map(({ bottom, lane, lanes }) => [bottom, lane, lanes])).toEqual([
    [5, 0, 1],
    [3, 0, 3],
    [3, 1, 3],
    [3, 2, 3],
    [1, 0, 1],
  ]);
});

test('a lane is used again above a machine that ends earlier', () => {
  const { placed } = elevationOf(42, [at(1, 4, 'tall'), at(1, 1, 'low'), at(3, 1, 'over')]);
  expect(placed.map(({ machine, lane, lanes }) => [machine.name, lane, lanes])).toEqual([
    ['over', 1, 2],
    ['tall', 0, 2],
    ['low', 1, 2],
  ]);
});

test('a machine above the top makes the drawing higher, and one without a unit is loose', () => {
  const { units, placed, loose } = elevationOf(10, [at(10, 4), at(null, 1, 'somewhere')]);
  expect(units).toBe(13);
  expect(placed).toHaveLength(1);
  expect(loose).toMatchObject([{ name: 'somewhere' }]);
});
