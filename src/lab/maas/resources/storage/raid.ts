import { needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import {
  changeVolume,
  createVolume,
  deleteVolume,
  formatted,
  type Members,
  refuseBootDisk,
  sizeOf,
  volumeById,
} from '../../api/volumes.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { MachineRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';
import { formattingOf, idsOf } from './members.js';
import { gigabytesOf } from './sizes.js';

function membersOf(planned: ObjectValue): Members {
  return {
    disks: idsOf(planned, 'block_devices'),
    partitions: idsOf(planned, 'partitions'),
    spareDisks: idsOf(planned, 'spare_devices'),
    sparePartitions: idsOf(planned, 'spare_partitions'),
  };
}

const leastMembers: Readonly<Record<string, readonly [number, string]>> = {
  '5': [3, 'three'],
  '6': [4, 'four'],
  '10': [3, 'three'],
};

/** What the provider checks before it asks MAAS. */
function checkMembers(machine: MachineRecord, level: string, members: Members): void {
  const disks = [...members.disks, ...members.spareDisks];
  refuseBootDisk(machine, disks, 'RAID');
  const parted = machine.disks.find(({ id, partitions }) => disks.includes(id) && partitions.length > 0);
  if (parted !== undefined) {
    throw new Refusal(
      `cannot create a RAID from a block device with partitions, supply the partitions for ${parted.name} instead`,
    );
  }
  const count = members.disks.length + members.partitions.length;
  if (count <= 1) throw new Refusal('RAIDs require at least two active disks');
  const [least, word] = leastMembers[level] ?? [2, 'two'];
  if (count < least) throw new Refusal(`RAID level ${level} requires at least ${word} active disks`);
}

/** The machine is read back as its system id, however it was named. */
function readRaid(call: MaasCall, machineName: string, id: string): ObjectValue {
  const machine = call.machine(machineName);
  const raid = volumeById(machine, 'raid', id);
  return {
    id,
    machine: machine.systemId,
    name: raid.name,
    level: raid.level,
    block_devices: raid.disks.map(String),
    partitions: raid.partitions.map(String),
    spare_devices: raid.spareDisks.map(String),
    spare_partitions: raid.sparePartitions.map(String),
    fs_type: raid.filesystem?.type ?? '',
    mount_point: raid.filesystem?.mountPoint ?? '',
    mount_options: raid.filesystem?.mountOptions ?? '',
    size_gigabytes: gigabytesOf(sizeOf(machine, raid)),
  };
}

async function format(call: MaasCall, machineName: string, id: number, planned: ObjectValue): Promise<void> {
  await call.request('block_device.format', { machine: call.machine(machineName).hostname }, (request) => {
    const machine = findMachine(request, machineName);
    const raid = volumeById(machine, 'raid', String(id));
    const filesystem = formatted(machine, raid.filesystem, formattingOf(planned));
    request.world.updateMachine(machine.systemId, {
      volumes: machine.volumes.map((one) => (one.id === id ? { ...one, filesystem } : one)),
    });
  });
}

export const raid: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  create: async (planned, call) => {
    const name = needText(planned, 'machine');
    const members = membersOf(planned);
    const level = needText(planned, 'level');
    checkMembers(call.machine(name), level, members);
    const { id } = await call
      .request('raids.create', { machine: call.machine(name).hostname }, (request) =>
        createVolume(request, findMachine(request, name), {
          ...members,
          kind: 'raid',
          level,
          name: needText(planned, 'name'),
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(`Could not create RAID: ${error.message}`, { cause: error });
      });
    // Not recorded yet: where the file system is refused, the RAID stays in MAAS and no state has it.
    await format(call, name, id, planned);
    return readRaid(call, name, String(id));
  },
  read: (state, call) => readRaid(call, needText(state, 'machine'), needText(state, 'id')),
  update: async (planned, prior, call) => {
    const [name, id] = [needText(prior, 'machine'), needText(prior, 'id')];
    const members = membersOf(planned);
    checkMembers(call.machine(name), needText(planned, 'level'), members);
    await call.request('raid.update', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      // The level is not among what an update sends.
      changeVolume(request, machine, volumeById(machine, 'raid', id), {
        ...members,
        name: needText(planned, 'name'),
      });
    });
    await format(call, name, Number(id), planned);
    return readRaid(call, name, id);
  },
  delete: async (state, call) => {
    const name = needText(state, 'machine');
    await call.request('raid.delete', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      deleteVolume(request, machine, volumeById(machine, 'raid', needText(state, 'id')));
    });
  },
};
