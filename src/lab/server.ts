import type { MachineModel } from '../model/types.js';
import { uuidOf } from '../protocol/uuid.js';

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

/** A machine of a site's inventory as the server that stands in the rack. @param before as the lab knew it */
export function serverRecord(
  site: string,
  { asset, rack, unit, hardware, nics, bootNic, bmc }: MachineModel,
  before: ServerRecord | undefined,
): ServerRecord {
  return {
    asset,
    site,
    rack,
    unit,
    profile: hardware.profile,
    architecture: hardware.cpu.architecture,
    cpus: hardware.cpu.sockets * hardware.cpu.coresPerSocket * hardware.cpu.threadsPerCore,
    memoryMiB: hardware.memoryGiB * 1024,
    gpus: hardware.gpus?.count ?? 0,
    bmcAddress: bmc.address,
    bootMac: nics.find(({ name }) => name === bootNic)?.mac ?? null,
    nics: nics.flatMap(({ name, mac, kind }) => (mac === null || kind !== 'ethernet' ? [] : [{ name, mac }])),
    disks: hardware.disks.map(({ name, type, sizeGB, hint }) => ({
      name,
      type,
      sizeGB,
      model: hint.model ?? `LAB ${type.toUpperCase()} ${sizeGB}`,
      serial: hint.serial ?? uuidOf('serial', asset, name).slice(0, 8).toUpperCase(),
    })),
    remains: before?.remains ?? 'nothing',
  };
}
