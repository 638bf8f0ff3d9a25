import { reportedMemory } from '../../../facts/slurm.js';
import type { DiskModel, NicModel, SlotModel } from '../../../model/types.js';
import type { Node } from '../node.js';

/** A NIC as a machine must show it. Null: not asked for. */
export interface ExpectedNic {
  readonly name: string;
  readonly mac: string;
  readonly mbps: number | null;
  /** Null for a NIC that nothing is put on: it may be down. */
  readonly mtu: number | null;
  readonly rail: number | null;
  readonly switch: string | null;
  readonly port: string | null;
}

/** What a machine must have, by the model: the text of `expected.json` on it. */
export interface Expected {
  readonly slot: string;
  readonly asset: string;
  /** At least. */
  readonly memoryMiB: number;
  readonly gpus: { readonly vendor: string; readonly model: string; readonly count: number } | null;
  readonly nics: readonly ExpectedNic[];
  readonly disks: readonly {
    readonly name: string;
    readonly kind: DiskModel['type'];
    readonly bytes: number;
  }[];
  readonly mounts: readonly string[];
}

/** What a machine must have in its slot. */
export function expectedOf({ slot, machine, cluster }: Node): Expected {
  const { memoryGiB, gpus, disks } = machine.hardware;
  const { scratch } = slot.storage;
  const scratchMounts =
    scratch === null || scratch.disks.length === 0
      ? []
      : scratch.stripe || scratch.disks.length === 1
        ? [scratch.mount]
        : scratch.disks.map(({ name }) => `${scratch.mount}/${name}`);
  return {
    slot: slot.name,
    asset: slot.asset,
    memoryMiB: Math.floor(memoryGiB * 1024 * reportedMemory.value),
    gpus: gpus === null ? null : { vendor: gpus.vendor, model: gpus.model, count: gpus.count },
    nics: machine.nics.flatMap((nic) => nicOf(nic, slot)),
    disks: disks.map(({ name, type, sizeGB, hint }) => ({
      name,
      kind: type,
      bytes: (hint.sizeGB ?? sizeGB) * 1e9,
    })),
    mounts: [...scratchMounts, ...cluster.software.mounts.map(({ path }) => path)],
  };
}

function nicOf(nic: NicModel, slot: SlotModel): readonly ExpectedNic[] {
  if (nic.mac === null) return [];
  const rail = slot.rails.find((one) => one.nic === nic.name);
  const port = slot.ports.find(({ nics }) => nics.some(({ name }) => name === nic.name));
  return [
    {
      name: nic.name,
      mac: nic.mac,
      mbps: nic.gbps === null ? null : nic.gbps * 1000,
      mtu: rail?.mtu ?? port?.mtu ?? null,
      rail: rail?.rail ?? null,
      switch: nic.switch,
      port: nic.port,
    },
  ];
}
