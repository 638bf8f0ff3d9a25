import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gpuFamilies } from '../../src/facts/gpu-table.js';
import { gpuByModel, matchGpu } from '../../src/facts/gpus.js';

const GiB = 1024 ** 3;

describe('matching of vendor names', () => {
  test.each([
    ['GA100 [A100 PCIe 80GB]', 'A100-PCIE-80GB'],
    ['GA100 [A100 SXM4 80GB]', 'A100-SXM-80GB'],
    ['A100-SXM4-40GB', 'A100-SXM-40GB'],
    ['NVIDIA A100 80GB PCIe', 'A100-PCIE-80GB'],
    ['NVIDIA H100 80GB HBM3', 'H100-SXM-80GB'],
    ['GH100 [H100 PCIe]', 'H100-PCIE-80GB'],
    ['NVIDIA H100 NVL', 'H100-NVL-94GB'],
    ['GH100 [H100L 94GB]', 'H100-NVL-94GB'],
    ['NVIDIA H200 NVL', 'H200-NVL-141GB'],
    ['NVIDIA B200', 'B200'],
    ['Tesla V100-SXM2-32GB', 'V100-SXM2-32GB'],
    ['GV100GL [Tesla V100 SXM2 32GB]', 'V100-SXM2-32GB'],
    ['GV100GL [Tesla V100 PCIe 32GB]', 'V100-PCIE-32GB'],
    ['Tesla V100-SXM3-32GB', 'V100-SXM3-32GB'],
    ['Tesla P100-PCIE-16GB', 'P100-PCIE-16GB'],
    ['GK210GL [Tesla K80]', 'K80'],
    ['TU104GL [Tesla T4]', 'T4'],
    ['NVIDIA L40S', 'L40S'],
    ['GA102GL [A40]', 'A40'],
    ['GA102GL [RTX A6000]', 'RTX-A6000'],
    ['NVIDIA RTX 6000 Ada Generation', 'RTX-6000-ADA'],
    ['Quadro RTX 8000', 'QUADRO-RTX-8000'],
    ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'RTX-PRO-6000'],
    ['GeForce GTX 1080 Ti', 'GTX-1080-TI'],
    ['GTX1080Ti', 'GTX-1080-TI'],
    ['NVIDIA GeForce RTX 2080 Ti', 'RTX-2080-TI'],
    ['Tesla M2075', 'M2075'],
    ['AMD Instinct MI300X', 'MI300X'],
    ['Aqua Vanjaram [Instinct MI300X]', 'MI300X'],
    ['Instinct MI210', 'MI210'],
    ['Arcturus GL-XL [Instinct MI100]', 'MI100'],
    ['Radeon Instinct MI50 32GB', 'MI50-32GB'],
    ['Vega 20 [Radeon Pro VII/Radeon Instinct MI50 32GB]', 'MI50-32GB'],
    ['Intel Data Center GPU Max 1550', 'MAX-1550'],
    ['Xeon Phi 7120P', 'XEON-PHI-7120P'],
  ])('%s is %s', (name, model) => {
    expect(matchGpu(name)).toMatchObject({ gpu: { model }, certainty: 'exact' });
  });

  test('memory by driver decides where the name fits several', () => {
    expect(matchGpu('GH200', { memoryBytes: 102_625_181_696 }).gpu.model).toBe('GH200-96GB');
    expect(matchGpu('Tesla M40', { memoryBytes: 23.9 * GiB })).toMatchObject({
      gpu: { model: 'M40-24GB', memoryGB: 24 },
      certainty: 'exact',
    });
    expect(matchGpu('TU102GL [Quadro RTX 6000/8000]', { memoryBytes: 48 * GiB }).gpu.model).toBe(
      'QUADRO-RTX-8000',
    );
  });

  test('ECC on an old board does not make it another one', () => {
    expect(matchGpu('Tesla M2075', { memoryBytes: 5_636_096_000 })).toMatchObject({
      gpu: { model: 'M2075', memoryGB: 6 },
      certainty: 'exact',
    });
  });

  test('the name of the machine’s kind decides what name and memory leave open, and nothing else', () => {
    const name = 'TU102GL [Quadro RTX 6000/8000]';
    expect(matchGpu(name)).toMatchObject({
      gpu: { model: 'QUADRO-RTX-6000' },
      certainty: 'ambiguous',
      candidates: ['QUADRO-RTX-6000', 'QUADRO-RTX-8000'],
    });
    expect(matchGpu(name, { words: ['gpu_rtx_8000'] })).toMatchObject({
      gpu: { model: 'QUADRO-RTX-8000' },
      certainty: 'exact',
    });
    expect(matchGpu(name, { words: ['gpu_rtx_6000'], memoryBytes: 48 * GiB }).gpu.model).toBe(
      'QUADRO-RTX-8000',
    );
    expect(matchGpu('P100', { words: ['gpu_p100_nvlink'] }).gpu.model).toBe('P100-SXM2-16GB');
  });

  test('memory that no variant has is kept as the driver says it', () => {
    expect(matchGpu('Instinct MI250X', { memoryBytes: 64 * GiB })).toMatchObject({
      gpu: { model: 'MI250X', memoryGB: 64 },
      certainty: 'ambiguous',
    });
  });

  test('an unknown GPU keeps its words and has no MIG', () => {
    expect(
      matchGpu('Acme Tensor 9000 (rev a1)', { vendor: 'NVIDIA Corporation', memoryBytes: 20 * GiB }),
    ).toEqual({
      gpu: {
        vendor: 'nvidia',
        model: 'ACME-TENSOR-9000-REV-A1',
        memoryGB: 20,
        formFactor: null,
        migCapable: false,
        watts: null,
      },
      certainty: 'unknown',
      candidates: [],
    });
    expect(matchGpu('Mystery').gpu).toMatchObject({ vendor: null, memoryGB: null });
  });

  test('never fails, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.option(fc.double({ noNaN: true, min: 1 }), { nil: undefined }),
        (name, bytes) => {
          const { gpu } = matchGpu(name, bytes === undefined ? {} : { memoryBytes: bytes });
          expect(gpu.memoryGB === null || gpu.memoryGB > 0).toBe(true);
        },
      ),
    );
  });
});

describe('the table', () => {
  const variants = gpuFamilies.flatMap((family) => family.variants.map((variant) => ({ family, variant })));

  test('has one place for each model, but for spellings of the same GPU', () => {
    const byModel = new Map(variants.map(({ variant }) => [variant.model, variant]));
    for (const { variant } of variants) expect(byModel.get(variant.model)).toEqual(variant);
  });

  test.each(variants.map(({ variant }) => [variant.model, variant.memoryGB] as const))(
    '%s is found by its own name',
    (model, memoryGB) => {
      expect(matchGpu(model, { memoryBytes: memoryGB * GiB }).gpu.model).toBe(model);
      expect(gpuByModel(model)).toMatchObject({ model, memoryGB });
    },
  );

  test('AMD GPUs, L40S, L4 and T4 have no MIG; A100 to B300 have', () => {
    for (const model of ['MI300X', 'L40S', 'L4', 'T4', 'A40', 'V100-SXM2-32GB'])
      expect(gpuByModel(model)?.migCapable).toBe(false);
    for (const model of ['A30', 'A100-SXM-40GB', 'H100-NVL-94GB', 'H200-SXM-141GB', 'B200', 'RTX-PRO-6000'])
      expect(gpuByModel(model)?.migCapable).toBe(true);
  });
});
