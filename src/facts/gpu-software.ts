import type { Mark } from './figure.js';

/** A version that rackform takes where nothing is said, with where it was seen. */
export interface PinnedVersion {
  readonly version: string;
  readonly source: string;
  readonly mark: Mark;
}

/** What is installed where a definition names no version. Raised on purpose only: running machines follow it. */
export const pinned = {
  nvidiaDriver: {
    version: '580.126.20',
    source: 'packages.ubuntu.com, source package fabric-manager-580 (read)',
    mark: 'V',
  },
  cuda: { version: '13.0', source: 'NVIDIA CUDA release notes (read)', mark: 'V' },
  dcgm: { version: '4', source: 'NVIDIA DCGM, major version of its packages, general knowledge', mark: 'M' },
  nvidiaContainerToolkit: {
    version: '1.17.8',
    source: 'NVIDIA container toolkit releases, general knowledge',
    mark: 'M',
  },
  rocm: { version: '7.2.3', source: 'ROCm/amdgpu-docs, configuration of its pages (read)', mark: 'V' },
} as const satisfies Readonly<Record<string, PinnedVersion>>;

interface Sourced {
  readonly source: string;
  readonly mark: Mark;
}

const migGuide = { source: 'NVIDIA MIG user guide, driver versions (read)', mark: 'V' } as const;
const driverGuide = { source: 'NVIDIA driver installation guide, kernel modules (read)', mark: 'V' } as const;

/** What a GPU asks of its NVIDIA driver. */
export interface NvidiaGpuFacts extends Sourced {
  readonly gpus: RegExp;
  /** Oldest driver branch that knows the GPU; null where that is not of interest any more. */
  readonly firstBranch: number | null;
  /** Newest driver branch that still does; null while there is none. */
  readonly lastBranch: number | null;
  readonly modules: 'open' | 'proprietary';
}

/** The first row that fits a model counts. */
const nvidiaGpus: readonly NvidiaGpuFacts[] = [
  { gpus: /^B300|^GB300/, firstBranch: 580, lastBranch: null, modules: 'open', ...migGuide },
  { gpus: /^RTX-PRO-6000/, firstBranch: 575, lastBranch: null, modules: 'open', ...migGuide },
  { gpus: /^G?B200/, firstBranch: 570, lastBranch: null, modules: 'open', ...migGuide },
  { gpus: /^H200/, firstBranch: 550, lastBranch: null, modules: 'open', ...migGuide },
  { gpus: /^G?H[12]00/, firstBranch: 525, lastBranch: null, modules: 'open', ...migGuide },
  {
    // Maxwell, Pascal and Volta; older ones are out of every branch that rackform writes packages of.
    gpus: /^(V100|P100|P40|P4$|M\d|K\d|C\d|GTX-|TITAN-[VX]|QUADRO-(GV|GP|P\d))/,
    firstBranch: null,
    lastBranch: 580,
    modules: 'proprietary',
    ...driverGuide,
  },
];

const anyNvidia: NvidiaGpuFacts = {
  gpus: /./,
  firstBranch: null,
  lastBranch: null,
  modules: 'open',
  ...driverGuide,
};

/** What a GPU asks of its driver. */
export function nvidiaGpuFacts(model: string): NvidiaGpuFacts {
  return nvidiaGpus.find(({ gpus }) => gpus.test(model)) ?? anyNvidia;
}

/** Base boards whose GPUs are joined by NVSwitch, which only fabric manager brings up. */
export interface NvSwitchFacts extends Sourced {
  readonly gpus: RegExp;
  /** Boards with fewer have direct links. */
  readonly count: number;
  /** From NVLink 5 on the NVLink subnet manager runs beside it. */
  readonly hasSubnetManager: boolean;
}

const fabricGuide = {
  source: 'NVIDIA fabric manager user guide, by way of siderolabs/extensions pull request 717 (read)',
  mark: 'S',
} as const;

const nvSwitchBoards: readonly NvSwitchFacts[] = [
  { gpus: /^B[23]00$/, count: 8, hasSubnetManager: true, ...fabricGuide },
  { gpus: /^(A100|H[12]00)-SXM/, count: 8, hasSubnetManager: false, ...fabricGuide },
  { gpus: /^V100-SXM3/, count: 16, hasSubnetManager: false, ...fabricGuide },
];

/** How NVSwitch joins the GPUs of a machine; undefined where it does not. */
export function nvSwitchFacts(model: string, count: number): NvSwitchFacts | undefined {
  return nvSwitchBoards.find((board) => board.gpus.test(model) && count >= board.count);
}

const cudaBranches = {
  source: 'NVIDIA CUDA compatibility, minor version compatibility (read)',
  mark: 'V',
  branches: new Map([
    [11, 450],
    [12, 525],
    [13, 580],
  ]),
} as const;

/** Oldest driver branch for a CUDA toolkit, by its major version; undefined where it is not known. */
export function cudaDriverBranch(cuda: string): number | undefined {
  return cudaBranches.branches.get(Number.parseInt(cuda, 10));
}

/** What an AMD GPU asks of ROCm. */
export interface AmdGpuFacts extends Sourced {
  readonly gpus: RegExp;
  /** Oldest release, `major.minor`. */
  readonly firstRocm: string;
}

const rocmNotes = { source: 'ROCm release notes, general knowledge', mark: 'M' } as const;

const amdGpus: readonly AmdGpuFacts[] = [
  { gpus: /^MI35[05]X/, firstRocm: '7.0', ...rocmNotes },
  { gpus: /^MI325X/, firstRocm: '6.2', ...rocmNotes },
  { gpus: /^MI300[AX]/, firstRocm: '6.0', ...rocmNotes },
  { gpus: /^MI2[15]0/, firstRocm: '5.0', ...rocmNotes },
];

/** What a GPU asks of ROCm; undefined where it is not known. */
export function amdGpuFacts(model: string): AmdGpuFacts | undefined {
  return amdGpus.find(({ gpus }) => gpus.test(model));
}

/**
 * Release of the kernel driver that goes with a ROCm. From 7.0 on it has numbers of its own; before that it has
 * those of ROCm.
 *
 * Source: ROCm/amdgpu-docs, compatibility matrix (read): 30.30.3 goes with 6.3.x to 7.2.x.
 */
export function amdgpuRelease(rocm: string): string {
  return Number.parseInt(rocm, 10) >= 7 ? '30.30.3' : rocm;
}

/** Driver branch of a version: 580 of 580.126.20. */
export function driverBranch(version: string): number {
  return Number.parseInt(version, 10);
}

/** Compares versions number by number: below 0 where the first is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
