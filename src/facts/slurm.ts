import type { Figure } from './figure.js';
import type { GpuVendor } from './gpu-table.js';

/** Share of the memory built in that a node certainly reports: one that reports less than slurm.conf says is drained. */
const reportedMemory: Figure = {
  value: 0.96,
  unit: 'of the memory built in',
  source: 'Linux keeps 1 to 2 % for itself, firmware some more; general knowledge',
  mark: 'M',
};

/** Memory in MiB that a machine with so many GiB built in certainly reports. */
export function reportedMemoryMiB(memoryGiB: number): number {
  return Math.floor(memoryGiB * 1024 * reportedMemory.value);
}

/** Device files of the GPUs of a machine, as a bracket expression of Slurm; null where there are none of their own. */
export function gpuDeviceFiles(vendor: GpuVendor, count: number): string | null {
  const first = { nvidia: ['/dev/nvidia', 0], amd: ['/dev/dri/renderD', 128], intel: null } as const;
  const found = first[vendor];
  if (found === null) return null;
  const [prefix, from] = found;
  return count === 1 ? `${prefix}${from}` : `${prefix}[${from}-${from + count - 1}]`;
}
