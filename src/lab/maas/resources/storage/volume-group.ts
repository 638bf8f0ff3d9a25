import { needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import {
  changeVolume,
  createVolume,
  deleteVolume,
  findGroup,
  type Members,
  refuseBootDisk,
  sizeOf,
  volumeById,
} from '../../api/volumes.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { MaasResource } from '../../resource.js';
import { splitId } from '../machine/interface-values.js';
import { idsOf } from './members.js';
import { gigabytesOf } from './sizes.js';

function membersOf(planned: ObjectValue): Members {
  return {
    disks: idsOf(planned, 'block_devices'),
    partitions: idsOf(planned, 'partitions'),
    spareDisks: [],
    sparePartitions: [],
  };
}

/** The machine is read back as its system id, however it was named. */
function readGroup(call: MaasCall, machineName: string, id: string): ObjectValue {
  const machine = call.machine(machineName);
  const group = volumeById(machine, 'volume-group', id);
  return {
    id,
    machine: machine.systemId,
    name: group.name,
    uuid: group.uuid,
    block_devices: group.disks.map(String),
    partitions: group.partitions.map(String),
    size_gigabytes: gigabytesOf(sizeOf(machine, group)),
  };
}

export const volumeGroup: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  create: async (planned, call) => {
    const name = needText(planned, 'machine');
    const members = membersOf(planned);
    refuseBootDisk(call.machine(name), members.disks, 'volume group');
    const { id } = await call
      .request('volume_groups.create', { machine: call.machine(name).hostname }, (request) =>
        createVolume(request, findMachine(request, name), {
          ...members,
          kind: 'volume-group',
          level: null,
          name: needText(planned, 'name'),
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(`Could not create volume group: ${error.message}`, { cause: error });
      });
    return readGroup(call, name, String(id));
  },
  read: (state, call) => readGroup(call, needText(state, 'machine'), needText(state, 'id')),
  update: async (planned, prior, call) => {
    const [name, id] = [needText(prior, 'machine'), needText(prior, 'id')];
    const members = membersOf(planned);
    refuseBootDisk(call.machine(name), members.disks, 'volume group');
    await call.request('volume_group.update', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      changeVolume(request, machine, volumeById(machine, 'volume-group', id), {
        ...members,
        name: needText(planned, 'name'),
      });
    });
    return readGroup(call, name, id);
  },
  delete: async (state, call) => {
    const name = needText(state, 'machine');
    await call.request('volume_group.delete', { machine: call.machine(name).hostname }, (request) => {
      const machine = findMachine(request, name);
      deleteVolume(request, machine, volumeById(machine, 'volume-group', needText(state, 'id')));
    });
  },
  import: (id, call) => {
    const [name, group] = splitId(id, '/', 'MACHINE/VOLUME_GROUP');
    const machine = call.machine(name);
    return { id: String(findGroup(machine, group).id), machine: machine.systemId };
  },
};
