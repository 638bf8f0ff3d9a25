import type { Mark } from '../figure.js';

type NicRole = 'boot' | 'management' | 'storage' | 'front-end' | 'rail';

/** A NIC of a profile. */
export interface NicFacts {
  gbps?: number;
  kind?: 'ethernet' | 'infiniband';
  roles?: NicRole[];
  rail?: number;
}

/** A disk of a profile. */
export interface DiskFacts {
  type: 'nvme' | 'ssd' | 'hdd';
  sizeGB: number;
  role?: 'root' | 'scratch' | 'data';
}

/** Where a figure comes from. */
export interface SourceFact {
  source: string;
  mark: Mark;
}

/**
 * What one model of server is, in the shape of a hardware profile that a user could write. Facts know nothing of
 * the definition, so the shape is restated here; a test holds every entry against the schema.
 */
export interface ProfileFacts {
  manufacturer: string;
  model: string;
  units: number;
  weightKg?: number;
  cpu: {
    sockets: number;
    coresPerSocket: number;
    threadsPerCore?: number;
    architecture?: 'amd64' | 'arm64' | 'ppc64el';
    model?: string;
  };
  memoryGiB: number;
  gpus?: {
    vendor: 'amd' | 'nvidia' | 'intel';
    model: string;
    count: number;
    memoryGB: number;
    formFactor?: 'sxm' | 'oam' | 'pcie' | 'superchip';
    migCapable?: boolean;
    watts?: number;
  };
  nics: Record<string, NicFacts>;
  disks: Record<string, DiskFacts>;
  power?: { psus?: number; psusNeeded?: number; psuWatts?: number; maxWatts?: number };
  bmc?: { protocol?: 'redfish' | 'ipmi' | 'manual' };
  boot?: { mode?: 'uefi' | 'bios'; secureBoot?: boolean };
  /** By field; `*` for all the rest. */
  sources: Record<string, SourceFact>;
}
