import { describe, expect, test } from 'vitest';
import {
  hugePageOptions,
  kernelConflictsAmong,
  kernelOptionFacts,
  trainingKernelOptions,
} from '../../src/facts/kernel.js';

describe('conflicts', () => {
  test('pci=realloc and pci=realloc=off do not stand together, also inside a list', () => {
    expect(kernelConflictsAmong(['pci=realloc', 'pci=realloc=off'])).toHaveLength(1);
    expect(kernelConflictsAmong(['pci=nocrs,realloc=on', 'pci=realloc=off'])).toHaveLength(1);
    expect(kernelConflictsAmong(['pci=nocrs', 'pci=realloc=off'])).toEqual([]);
  });

  test('iommu=pt needs the IOMMU', () => {
    expect(kernelConflictsAmong(['amd_iommu=off', 'iommu=pt']).map(({ options }) => options)).toEqual([
      ['iommu=pt', 'amd_iommu=off'],
    ]);
  });

  test.each(Object.entries(trainingKernelOptions))(
    'what %s wants for training does not contradict itself',
    (_, options) => {
      expect(kernelConflictsAmong(options)).toEqual([]);
      expect(options).toEqual([...options].sort());
      const known = new Set(kernelOptionFacts.map(({ option }) => option));
      expect(options.filter((option) => !known.has(option))).toEqual([]);
    },
  );
});

test('only AMD Instinct GPUs want pci=realloc=off', () => {
  expect(
    Object.entries(trainingKernelOptions).filter(([, options]) => options.includes('pci=realloc=off')),
  ).toEqual([['amd', trainingKernelOptions.amd]]);
});

test('pages of 1 GiB are asked for as the kernel wants it, size first', () => {
  expect(hugePageOptions(64)).toEqual(['default_hugepagesz=1G', 'hugepagesz=1G', 'hugepages=64']);
  expect(hugePageOptions(0)).toEqual([]);
});
