import type { NicRole } from '../../definition/hardware.js';

/** Hardware of one machine, as far as it is known; null where it is not. */
export interface ImportedHardware {
  readonly manufacturer: string | null;
  readonly model: string | null;
  /** Height in rack units. */
  readonly units: number | null;
  readonly weightKg: number | null;
  readonly cpu: ImportedCpu | null;
  /** What is known of the processors where that is too little for `cpu`, in words. */
  readonly cpuWords: string | null;
  readonly memoryGiB: number | null;
  readonly gpus: ImportedGpus | null;
  readonly nics: readonly ImportedNic[];
  readonly disks: readonly ImportedDisk[];
  readonly power: ImportedPower;
  readonly boot: ImportedBoot;
}

export interface ImportedPower {
  readonly psus: number | null;
  readonly psusNeeded: number | null;
  readonly psuWatts: number | null;
  readonly maxWatts: number | null;
}

export interface ImportedBoot {
  readonly mode: 'uefi' | 'bios' | null;
  readonly secureBoot: boolean | null;
}

/** Hardware of which nothing is known. */
export const noHardware: ImportedHardware = {
  manufacturer: null,
  model: null,
  units: null,
  weightKg: null,
  cpu: null,
  cpuWords: null,
  memoryGiB: null,
  gpus: null,
  nics: [],
  disks: [],
  power: { psus: null, psusNeeded: null, psuWatts: null, maxWatts: null },
  boot: { mode: null, secureBoot: null },
};

export interface ImportedCpu {
  readonly sockets: number;
  readonly coresPerSocket: number;
  /** `counted` by the inventory; by the `specification` of the CPU; `assumed` from the threads. */
  readonly coresBy: 'counted' | 'specification' | 'assumed';
  /** Null where nothing says it. */
  readonly threadsPerCore: number | null;
  readonly architecture: 'amd64' | 'arm64' | 'ppc64el' | null;
  readonly model: string | null;
}

export interface ImportedGpus {
  readonly vendor: 'amd' | 'nvidia' | 'intel' | null;
  readonly model: string;
  readonly count: number | null;
  readonly memoryGB: number | null;
  readonly formFactor: 'sxm' | 'oam' | 'pcie' | 'superchip' | null;
  readonly migCapable: boolean;
  readonly watts: number | null;
}

export interface ImportedNic {
  readonly name: string;
  readonly kind: 'ethernet' | 'infiniband';
  readonly gbps: number | null;
  readonly roles: readonly NicRole[];
  readonly rail: number | null;
  readonly mac: string | null;
  readonly switch: string | null;
  readonly port: string | null;
}

export interface ImportedDisk {
  readonly name: string;
  readonly type: 'nvme' | 'ssd' | 'hdd';
  readonly sizeGB: number | null;
  readonly role: 'root' | 'scratch' | 'data' | null;
  readonly hint: {
    readonly serial: string | null;
    readonly wwn: string | null;
    readonly model: string | null;
  };
}

/** What every reader of a part of a machine needs. */
export interface PartContext {
  readonly machine: string;
  /** Other texts about the machine: its cluster, its kind. */
  readonly words: readonly string[];
  readonly unknown: (what: string, text?: string) => void;
  readonly assumed: (what: string, text: string) => void;
}
