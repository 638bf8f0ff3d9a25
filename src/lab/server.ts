/** A server as it stands in the rack. */
export interface ServerRecord {
  readonly asset: string;
  readonly site: string;
  readonly rack: string | null;
  readonly unit: number | null;
  readonly profile: string;
  readonly architecture: string;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly gpus: number;
  readonly bmcAddress: string | null;
  readonly bootMac: string | null;
  readonly nics: readonly { readonly name: string; readonly mac: string }[];
  readonly disks: readonly ServerDisk[];
  /** How its disks were left by the last release: what a next tenant would find on them. */
  readonly remains: 'nothing' | 'data';
}

export interface ServerDisk {
  readonly name: string;
  readonly type: 'nvme' | 'ssd' | 'hdd';
  readonly sizeGB: number;
  readonly model: string;
  readonly serial: string;
}
