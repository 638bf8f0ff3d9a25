import { gpuDeviceFiles, reportedMemoryMiB } from '../../facts/slurm.js';
import type { ParsedPool } from '../clusters/clusters.js';
import { byName } from '../order.js';
import type { MountModel, SlurmModel, SlurmNodeModel } from '../software-types.js';
import type { MachineModel, SlotModel } from '../types.js';

/** Roles whose machines run jobs. */
export function runsJobs({ role }: SlotModel): boolean {
  return role === 'gpu' || role === 'cpu';
}

const usualStateDir = '/var/spool/slurmctld';

/** What Slurm is told of a cluster. */
export function slurmOf(
  slots: readonly SlotModel[],
  machines: ReadonlyMap<string, MachineModel>,
  pools: ReadonlyMap<string, ParsedPool>,
  mounts: readonly MountModel[],
  stateDir: string = usualStateDir,
): SlurmModel {
  const named = (role: SlotModel['role']) =>
    slots
      .filter((slot) => slot.role === role)
      .map(({ name }) => name)
      .sort(byName);
  const isShared = mounts.some(({ path }) => stateDir === path || stateDir.startsWith(`${path}/`));
  const nodes = slots.filter(runsJobs).flatMap((slot) => nodeOf(slot, machines.get(slot.asset), pools));
  const partitions = [...new Set(nodes.map(({ partition }) => partition))].sort(byName);
  const byDefault = partitions.find((name) => pools.get(name)?.role === 'gpu') ?? partitions[0];
  return {
    stateDir,
    // A second controller takes over with the state of the first, which it must be able to read.
    controllers: named('control').slice(0, isShared ? undefined : 1),
    login: named('login'),
    nodes,
    partitions: partitions.map((name) => ({ name, isDefault: name === byDefault })),
  };
}

function nodeOf(
  slot: SlotModel,
  machine: MachineModel | undefined,
  pools: ReadonlyMap<string, ParsedPool>,
): readonly SlurmNodeModel[] {
  if (machine === undefined) return [];
  const { cpu, memoryGiB, gpus } = machine.hardware;
  const files = gpus === null || slot.mig !== null ? null : gpuDeviceFiles(gpus.vendor, gpus.count);
  return [
    {
      slot: slot.name,
      partition: slot.pool,
      address: slot.dnsAddress,
      sockets: cpu.sockets,
      coresPerSocket: cpu.coresPerSocket,
      threadsPerCore: cpu.threadsPerCore,
      memoryMiB: reportedMemoryMiB(memoryGiB),
      reservedMiB: (pools.get(slot.pool)?.kernel?.hugePages1GiB ?? 0) * 1024,
      gpus:
        gpus === null || files === null
          ? null
          : { type: gpus.model.toLowerCase().replace(/[^a-z0-9_]+/g, '_'), count: gpus.count, files },
      isLeaving: slot.phase === 'releasing',
    },
  ];
}
