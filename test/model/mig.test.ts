import { describe, expect, test } from 'vitest';
import { migOf } from '../../src/model/allocation/mig.js';
import type { HardwareModel } from '../../src/model/types.js';

const gpus = { model: 'A100-SXM-80GB', count: 4 } as unknown as HardwareModel['gpus'];
type Input = Parameters<typeof migOf>[0];

describe('how the GPUs of a machine are cut', () => {
  test('an entry without devices cuts those that no other names', () => {
    const layout = [{ devices: [0, 2], slices: { '3g.40gb': 2 } }, { slices: { '1g': 7 } }];
    expect(migOf({ layout } as Input, gpus)).toEqual({
      strategy: 'mixed',
      layout: [
        { devices: [0, 2], instances: [{ profile: '3g.40gb', count: 2 }] },
        { devices: [1, 3], instances: [{ profile: '1g.10gb', count: 7 }] },
      ],
    });
  });

  test.each<readonly [string, NonNullable<Input>['layout'], string]>([
    ['single, where all are cut into one profile', [{ slices: { '1g.10gb': 7 } }], 'single'],
    [
      'single, also by several entries',
      [{ devices: [0], slices: { '1g.10gb': 7 } }, { slices: { '1g.10gb': 4 } }],
      'single',
    ],
    ['mixed, where there are two profiles', [{ slices: { '1g.10gb': 4, '3g.40gb': 1 } }], 'mixed'],
    ['mixed, where one GPU is left whole', [{ devices: [0, 1, 2], slices: { '1g.10gb': 7 } }], 'mixed'],
    [
      'mixed, where an entry cuts nothing',
      [{ slices: { '1g.10gb': 7 } }, { devices: [0, 1, 2, 3], slices: {} }],
      'mixed',
    ],
    ['mixed, where nothing is cut', [], 'mixed'],
  ])('by itself the strategy is %s', (_, layout, strategy) => {
    expect(migOf({ layout } as Input, gpus)?.strategy).toBe(strategy);
  });

  test('the strategy that is written is taken', () => {
    expect(
      migOf({ strategy: 'mixed', layout: [{ slices: { '1g.10gb': 7 } }] } as Input, gpus)?.strategy,
    ).toBe('mixed');
  });

  test('is not said of a pool that says nothing, or a machine without GPUs', () => {
    expect(migOf(undefined, gpus)).toBeNull();
    expect(migOf({ layout: [{ slices: { '1g.10gb': 7 } }] } as Input, null)).toBeNull();
    expect(migOf({} as Input, gpus)).toEqual({ strategy: 'mixed', layout: [] });
  });
});
