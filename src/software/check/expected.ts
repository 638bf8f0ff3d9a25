import { reportedMemoryMiB } from '../../facts/slurm.js';
import type { ClusterModel, DiskModel, MachineModel, NicModel, SlotModel } from '../../model/types.js';

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

/** What a machine must have by its hardware alone, in whatever slot it is. */
export function expectedOfMachine(machine: MachineModel): Omit<Expected, 'slot'> {
  const { memoryGiB, gpus, disks } = machine.hardware;
  return {
    asset: machine.asset,
    memoryMiB: reportedMemoryMiB(memoryGiB),
    gpus: gpus === null ? null : { vendor: gpus.vendor, model: gpus.model, count: gpus.count },
    nics: machine.nics.flatMap((nic) => nicOf(nic, null)),
    disks: disks.map(({ name, type, sizeGB, hint }) => ({
      name,
      kind: type,
      bytes: (hint.sizeGB ?? sizeGB) * 1e9,
    })),
    mounts: [],
  };
}

/** What a machine must have in its slot from its first boot on: all that its hardware and its slot fix. */
export function expectedAtFirstBoot(slot: SlotModel, machine: MachineModel): Expected {
  return {
    slot: slot.name,
    ...expectedOfMachine(machine),
    nics: machine.nics.flatMap((nic) => nicOf(nic, slot)),
    mounts: scratchMounts(slot),
  };
}

/** What a machine must have in its slot once its software is on it too. */
export function expectedOf({ slot, machine, cluster }: ExpectedOf): Expected {
  const first = expectedAtFirstBoot(slot, machine);
  return { ...first, mounts: [...first.mounts, ...cluster.software.mounts.map(({ path }) => path)] };
}

interface ExpectedOf {
  readonly slot: SlotModel;
  readonly machine: MachineModel;
  readonly cluster: ClusterModel;
}

/** Text of `expected.json`: a line for each NIC and disk, so that a diff names what changed. */
export function expectedText(expected: Expected): string {
  const fields = Object.entries(expected).map(([key, value]) => {
    const isLong = Array.isArray(value) && value.length > 0;
    const items = isLong ? value.map((item) => `  ${JSON.stringify(item)}`).join(',\n') : '';
    return ` ${JSON.stringify(key)}: ${isLong ? `[\n${items}\n ]` : JSON.stringify(value)}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

function scratchMounts({ storage: { scratch } }: SlotModel): readonly string[] {
  if (scratch === null || scratch.disks.length === 0) return [];
  return scratch.stripe || scratch.disks.length === 1
    ? [scratch.mount]
    : scratch.disks.map(({ name }) => `${scratch.mount}/${name}`);
}

function nicOf(nic: NicModel, slot: SlotModel | null): readonly ExpectedNic[] {
  if (nic.mac === null) return [];
  const rail = slot?.rails.find((one) => one.nic === nic.name);
  const port = slot?.ports.find(({ nics }) => nics.some(({ name }) => name === nic.name));
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
