import { describe, expect, test } from 'vitest';
import { candidates, type Layer, mergeLayers, originOf } from '../../src/model/layers.js';

const layer = (name: string, data: unknown, more: Partial<Layer> = {}): Layer => ({
  name,
  at: { document: `cluster/${name}`, path: ['root'] },
  data,
  ...more,
});

describe('values of layers', () => {
  test.each<readonly [string, readonly unknown[], unknown]>([
    [
      'records merge key by key, in the order of who has a key first',
      [{ b: 1 }, { a: 2, b: 3 }],
      { b: 1, a: 2 },
    ],
    ['records in records too', [{ a: { x: 1 } }, { a: { x: 2, y: 3 } }], { a: { x: 1, y: 3 } }],
    ['a list is taken whole', [{ a: [1] }, { a: [2, 3] }], { a: [1] }],
    ['a scalar hides the record below it', [{ a: 1 }, { a: { x: 2 } }], { a: 1 }],
    [
      'and of records above it those still merge',
      [{ a: { x: 1 } }, { a: { y: 2 } }, { a: null }, { a: { z: 3 } }],
      { a: { x: 1, y: 2 } },
    ],
    ['what is undefined is not there', [undefined, { a: undefined }, { a: 4 }], { a: 4 }],
    ['one layer is itself', [{ a: { b: [] } }], { a: { b: [] } }],
    ['none is nothing', [], undefined],
  ])('%s', (_, all, merged) => {
    const result = mergeLayers(all.map((data, index) => layer(`${index}`, data)));
    expect(result).toEqual(merged);
    expect(JSON.stringify(result)).toBe(JSON.stringify(merged));
  });
});

test('candidates are all layers that have the path, with where each of them stands', () => {
  const layers = [
    layer('override', { pools: { gpu: { count: 4 } } }),
    layer('preset', { pools: { gpu: { count: 2, networks: [{ name: 'a' }] } } }, { isGenerated: true }),
    layer('default', { pools: [] }),
  ];
  expect(candidates(layers, ['pools', 'gpu', 'count'])).toEqual([
    {
      layer: 'override',
      at: { document: 'cluster/override', path: ['root', 'pools', 'gpu', 'count'] },
      value: 4,
    },
    { layer: 'preset', at: { document: 'cluster/preset', path: ['root'] }, value: 2 },
  ]);
  expect(candidates(layers, ['pools', 'gpu', 'networks', 0, 'name']).map(({ value }) => value)).toEqual([
    'a',
  ]);
  // A key of a list is its index, as a number, and what every object inherits is no key of a record.
  for (const path of [
    ['pools', 'gpu', 'networks', '0'],
    ['pools', 'length'],
    ['toString'],
    ['pools', 'gpu', 'count', 'x'],
  ])
    expect(candidates(layers, path)).toEqual([]);
});

test('what no layer has comes from where its nearest ancestor stands', () => {
  const first = layer('first', { pools: { gpu: {} } });
  const last = layer('last', { tenant: 'red' });
  const place = (name: string, ...path: readonly string[]) => ({
    document: `cluster/${name}`,
    path: ['root', ...path],
  });
  expect(originOf([first, last], ['pools', 'gpu', 'count'])).toEqual(place('first', 'pools', 'gpu'));
  expect(originOf([first, last], ['tenant'])).toEqual(place('last', 'tenant'));
  expect(originOf([first, last], ['mode'])).toEqual(place('last'));
  expect(originOf([], ['mode'])).toEqual({ document: 'project', path: [] });
});
