import { needText, numberOf, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch } from '../../../refusal.js';
import { findGroup, formatted, putLogicalVolume } from '../../api/volumes.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { LogicalVolumeRecord, MachineRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';
import { formattingOf } from './members.js';
import { bytesOf, gigabytesOf } from './sizes.js';

function volumeOf({ logicalVolumes }: MachineRecord, id: string): LogicalVolumeRecord {
  const found = logicalVolumes.find((volume) => String(volume.id) === id);
  if (found === undefined) throw noSuch('BlockDevice');
  return found;
}

/** Machine and volume group are read back by id, however they were named. */
function readVolume(call: MaasCall, state: ObjectValue, id: string): ObjectValue {
  const machine = call.machine(needText(state, 'machine'));
  const group = findGroup(machine, needText(state, 'volume_group'));
  const { name, sizeBytes, filesystem } = volumeOf(machine, id);
  return {
    id,
    machine: machine.systemId,
    volume_group: String(group.id),
    name,
    size_gigabytes: gigabytesOf(sizeBytes),
    fs_type: filesystem?.type ?? '',
    mount_point: filesystem?.mountPoint ?? '',
    mount_options: filesystem?.mountOptions ?? '',
  };
}

async function put(call: MaasCall, planned: ObjectValue, id: number | null): Promise<string> {
  const name = needText(planned, 'machine');
  const subject = { machine: call.machine(name).hostname };
  const made = await call.request('volume_group.create_logical_volume', subject, (request) => {
    const machine = findMachine(request, name);
    return putLogicalVolume(request, machine, id, {
      name: needText(planned, 'name'),
      group: findGroup(machine, needText(planned, 'volume_group')).id,
      sizeBytes: bytesOf(numberOf(planned, 'size_gigabytes') ?? 0),
    });
  });
  await call.request('block_device.format', subject, (request) => {
    const machine = findMachine(request, name);
    const filesystem = formatted(machine, made.filesystem, formattingOf(planned));
    request.world.updateMachine(machine.systemId, {
      logicalVolumes: machine.logicalVolumes.map((one) =>
        one.id === made.id ? { ...one, filesystem } : one,
      ),
    });
  });
  return String(made.id);
}

export const logicalVolume: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  create: async (planned, call) => readVolume(call, planned, await put(call, planned, null)),
  read: (state, call) => readVolume(call, state, needText(state, 'id')),
  update: async (planned, prior, call) =>
    readVolume(call, planned, await put(call, planned, Number(needText(prior, 'id')))),
  delete: async (state, call) => {
    const name = needText(state, 'machine');
    await call.request(
      'volume_group.delete_logical_volume',
      { machine: call.machine(name).hostname },
      (request) => {
        const machine = findMachine(request, name);
        const { id } = volumeOf(machine, needText(state, 'id'));
        request.world.updateMachine(machine.systemId, {
          logicalVolumes: machine.logicalVolumes.filter((one) => one.id !== id),
        });
      },
    );
  },
};
