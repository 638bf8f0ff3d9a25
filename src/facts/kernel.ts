import type { Mark } from './figure.js';

type GpuVendor = 'amd' | 'nvidia' | 'intel';

/** A kernel option that matters to GPU machines. */
export interface KernelOptionFact {
  readonly option: string;
  readonly purpose: string;
  readonly appliesTo: string;
  readonly source: string;
  readonly mark: Mark;
}

const rocm = 'AMD ROCm guide for MI300X (read)';

/** Options for the command line, with what each is for. */
export const kernelOptionFacts: readonly KernelOptionFact[] = [
  {
    option: 'iommu=pt',
    purpose: 'no DMA translation for devices of the host',
    appliesTo: 'GPU machines on AMD and Intel hosts',
    source: `${rocm}; package nv-iommu-pt of DGX OS (read)`,
    mark: 'V',
  },
  {
    option: 'intel_iommu=on',
    purpose: 'switches the IOMMU on, which iommu=pt alone does not on Intel hosts; others ignore it',
    appliesTo: 'GPU machines on Intel hosts',
    source: 'Linux kernel parameters, general knowledge',
    mark: 'M',
  },
  {
    option: 'pci=realloc=off',
    purpose: 'keeps Linux from moving the memory windows of the GPUs',
    appliesTo: 'AMD Instinct only',
    source: rocm,
    mark: 'V',
  },
  {
    option: 'pci=realloc',
    purpose: 'has Linux give large memory windows out that the firmware left unassigned',
    appliesTo: 'firmware that does so, with NVIDIA or SR-IOV devices',
    source: 'general knowledge',
    mark: 'M',
  },
  {
    option: 'transparent_hugepage=madvise',
    purpose: 'fewer TLB misses for those who ask for it',
    appliesTo: 'training; some prefer always or never',
    source: 'DGX OS ships nv-hugepage (read); a Dell tuning note disagrees',
    mark: 'S',
  },
  {
    option: 'default_hugepagesz=1G',
    purpose: 'pages of 1 GiB, given by the kernel at boot only',
    appliesTo: 'pools with hugePages1GiB',
    source: 'Linux kernel parameters, general knowledge',
    mark: 'M',
  },
];

/** Two options of which one machine can have only one. */
export interface KernelConflict {
  readonly options: readonly [string, string];
  readonly why: string;
  readonly source: string;
  readonly mark: Mark;
}

/** Pairs that contradict each other. */
export const kernelConflicts: readonly KernelConflict[] = [
  {
    options: ['pci=realloc', 'pci=realloc=off'],
    why: 'one asks Linux to move the memory windows of devices, the other forbids it',
    source: rocm,
    mark: 'V',
  },
  {
    options: ['iommu=pt', 'iommu=off'],
    why: 'passing through needs the IOMMU on; without it hosts of 256 threads and more fall back to 255',
    source: rocm,
    mark: 'V',
  },
  {
    options: ['iommu=pt', 'amd_iommu=off'],
    why: 'passing through needs the IOMMU on',
    source: rocm,
    mark: 'V',
  },
  {
    options: ['iommu=pt', 'intel_iommu=off'],
    why: 'passing through needs the IOMMU on',
    source: 'Linux kernel parameters, general knowledge',
    mark: 'M',
  },
  {
    options: ['transparent_hugepage=always', 'transparent_hugepage=never'],
    why: 'the last one wins, and which is last depends on the names of tags',
    source: 'MAAS joins the options of tags in the order of their names (read)',
    mark: 'V',
  },
];

/** Contradictions among options, in the order of the table. `pci=` takes a list, so its parts are looked at. */
export function kernelConflictsAmong(options: readonly string[]): readonly KernelConflict[] {
  const parts = new Set(options.flatMap(partsOf));
  return kernelConflicts.filter(({ options: [one, other] }) => parts.has(one) && parts.has(other));
}

function partsOf(option: string): readonly string[] {
  if (!option.startsWith('pci=')) return [option];
  return option
    .slice('pci='.length)
    .split(',')
    .map((part) => (part === 'realloc=on' ? 'pci=realloc' : `pci=${part}`));
}

const common = ['intel_iommu=on', 'iommu=pt', 'transparent_hugepage=madvise'] as const;

/** Options that training on the metal wants, by GPU vendor; sorted, for hosts of either CPU vendor. */
export const trainingKernelOptions: Readonly<Record<GpuVendor, readonly string[]>> = {
  amd: ['intel_iommu=on', 'iommu=pt', 'pci=realloc=off', 'transparent_hugepage=madvise'],
  nvidia: common,
  intel: common,
};

/** Options for machines whose GPUs are given to containers, by GPU vendor: DMA of the host's own devices, no more. */
export const hostDeviceOptions: Readonly<Record<GpuVendor, readonly string[]>> = {
  amd: ['intel_iommu=on', 'iommu=pt', 'pci=realloc=off'],
  nvidia: ['intel_iommu=on', 'iommu=pt'],
  intel: ['intel_iommu=on', 'iommu=pt'],
};

/** Options that set aside pages of 1 GiB; none for none. */
export function hugePageOptions(pages: number): readonly string[] {
  return pages === 0 ? [] : ['default_hugepagesz=1G', 'hugepagesz=1G', `hugepages=${pages}`];
}
