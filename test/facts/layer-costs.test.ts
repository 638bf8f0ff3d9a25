import { expect, test } from 'vitest';
import { layerCost } from '../../src/facts/layer-costs.js';

test('bare metal costs nothing, on any GPU', () => {
  expect(layerCost('metal', 'MI300X')).toMatchObject({ from: 0, to: 0 });
});

test('slices have a figure of each GPU, and none where nobody published one', () => {
  expect(layerCost('mig', 'A100-SXM-40GB')).toMatchObject({ from: 9.25, to: 9.25, mark: 'V' });
  expect(layerCost('mig', 'H100-NVL-94GB')).toMatchObject({ from: 0, to: 15.2, mark: 'D' });
  expect(layerCost('mig', 'RTX-PRO-6000')).toMatchObject({ to: 2.1 });
  expect(layerCost('mig', 'H100-PCIE-80GB')).toBeUndefined();
  expect(layerCost('mig', 'H200-SXM-141GB')).toBeUndefined();
});

test('the figures are of different things', () => {
  const of = (['containers', 'vm', 'mig'] as const).map((runs) => layerCost(runs, 'A100-SXM-80GB')?.of);
  expect(of[0]).toBe(of[1]);
  expect(of[2]).not.toBe(of[0]);
});
