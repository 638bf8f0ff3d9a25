import type { Figure } from './figure.js';

type DiskType = 'nvme' | 'ssd' | 'hdd';
type EraseMode = 'secure' | 'full' | 'quick' | 'none';

/** Of a disk, what decides how long it takes to erase. */
export interface ErasableDisk {
  readonly type: DiskType;
  readonly sizeGB: number;
}

/** Of a machine, what decides how long it takes to start. */
export interface StartableHardware {
  readonly memoryGiB: number;
  readonly gpus: { readonly count: number } | null;
}

/**
 * What the estimates are made from. All are chosen on the slow side: a time limit that is too long costs nothing
 * where things go well, one that is too short leaves a server half erased and Terraform without it.
 */
export const durationFigures = {
  overwriteNvme: {
    value: 1000,
    unit: 'MB/s',
    mark: 'M',
    source: 'sustained writes of data-centre NVMe are 1,000 to 4,000 MB/s; the smallest is taken',
  },
  overwriteSsd: { value: 250, unit: 'MB/s', mark: 'M', source: 'half of what a SATA link of 6 Gb/s carries' },
  overwriteHdd: {
    value: 100,
    unit: 'MB/s',
    mark: 'M',
    source: 'mean over a whole disk: the inner tracks are half as fast as the outer',
  },
  quickErase: {
    value: 1,
    unit: 'min/disk',
    mark: 'D',
    source: 'MAAS writes the first and last 2 MiB (read)',
  },
  selfTest: { value: 5, unit: 'min', mark: 'M', source: 'firmware start of a two-socket server' },
  selfTestPerTiB: {
    value: 4,
    unit: 'min/TiB',
    mark: 'M',
    source: 'memory training; servers with 2 TiB need about ten minutes more',
  },
  selfTestManyGpus: {
    value: 5,
    unit: 'min',
    mark: 'M',
    source: 'servers with four or more GPUs start their baseboard and PCIe switches too',
  },
  networkBoot: {
    value: 5,
    unit: 'min',
    mark: 'M',
    source: 'PXE, kernel, and the image that runs from memory',
  },
  imageWrite: {
    value: 10,
    unit: 'min',
    mark: 'M',
    source: 'download, unpack and packages of a server image of a few GB on a shared rack controller',
  },
  firstBoot: { value: 10, unit: 'min', mark: 'M', source: 'cloud-init with a handful of packages' },
  inspection: {
    value: 15,
    unit: 'min',
    mark: 'M',
    source: 'MAAS commissioning scripts and smartctl-validate',
  },
  margin: { value: 1.5, unit: 'times', mark: '?', source: 'chosen' },
  least: { value: 30, unit: 'min', mark: 'V', source: 'the default of the MAAS provider (read)' },
} as const satisfies Readonly<Record<string, Figure>>;

const overwrite: Readonly<Record<DiskType, Figure>> = {
  nvme: durationFigures.overwriteNvme,
  ssd: durationFigures.overwriteSsd,
  hdd: durationFigures.overwriteHdd,
};

/**
 * How long an erase of all disks may take, in whole minutes.
 *
 * An upper estimate: MAAS erases one disk after another, and `secure` overwrites a drive that has no secure erase
 * of its own, which nobody can see from here.
 */
export function eraseMinutes(disks: readonly ErasableDisk[], mode: EraseMode): number {
  if (mode === 'none') return 0;
  if (mode === 'quick') return disks.length * durationFigures.quickErase.value;
  const seconds = disks.reduce((sum, disk) => sum + (disk.sizeGB * 1000) / overwrite[disk.type].value, 0);
  return Math.ceil(seconds / 60);
}

/** How long a release may take, in minutes: the machine boots into memory, is erased and goes off. */
export function releaseMinutes(disks: readonly ErasableDisk[], mode: EraseMode): number {
  // Release knows the disks only, so the slowest start is taken.
  const boot = startMinutes({ memoryGiB: 4096, gpus: { count: 8 } }) + durationFigures.networkBoot.value;
  return limit(mode === 'none' ? 0 : boot * durationFigures.margin.value + eraseMinutes(disks, mode));
}

/** How long a deployment may take, in minutes: start, write the image, start again, first boot. */
export function deployMinutes(hardware: StartableHardware): number {
  const { networkBoot, imageWrite, firstBoot, margin } = durationFigures;
  const steps = 2 * startMinutes(hardware) + networkBoot.value + imageWrite.value + firstBoot.value;
  return limit(steps * margin.value);
}

/** How long commissioning may take, in minutes: start, inspection and the tests that MAAS runs by default. */
export function commissioningMinutes(hardware: StartableHardware): number {
  const { networkBoot, inspection, margin } = durationFigures;
  return limit((startMinutes(hardware) + networkBoot.value + inspection.value) * margin.value);
}

/** From power on to the first byte from the network, in minutes. */
export function startMinutes({ memoryGiB, gpus }: StartableHardware): number {
  const { selfTest, selfTestPerTiB, selfTestManyGpus } = durationFigures;
  const baseboard = (gpus?.count ?? 0) >= 4 ? selfTestManyGpus.value : 0;
  return selfTest.value + (memoryGiB / 1024) * selfTestPerTiB.value + baseboard;
}

/** Never below the provider's own limit, and in steps of five so that a small change of hardware moves nothing. */
function limit(minutes: number): number {
  return Math.max(durationFigures.least.value, Math.ceil(minutes / 5) * 5);
}
