import { needText, numberOf, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { changeDisk, diskById } from '../../api/disks.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { DiskRecord, MachineRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';
import { splitId } from '../machine/interface-values.js';

function diskIn(machine: MachineRecord, values: ObjectValue): DiskRecord {
  return diskById(machine, String(numberOf(values, 'block_device_id')));
}

function diskOf(call: MaasCall, values: ObjectValue): DiskRecord {
  return diskIn(call.machine(needText(values, 'machine')), values);
}

/** All tags of the disk, whoever set them. */
async function setTags(call: MaasCall, values: ObjectValue, tags: readonly string[]): Promise<void> {
  const name = needText(values, 'machine');
  await call.request('block_device.tag', { machine: call.machine(name).hostname }, (request) => {
    const machine = findMachine(request, name);
    changeDisk(request, machine, diskIn(machine, values).id, { tags });
  });
}

export const blockDeviceTag: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  create: async (planned, call) => {
    const { id } = diskOf(call, planned);
    await setTags(call, planned, textsOf(planned, 'tags') ?? []);
    return { id: `${call.machine(needText(planned, 'machine')).systemId}/${id}` };
  },
  read: (state, call) => ({ tags: diskOf(call, state).tags }),
  update: async (planned, _prior, call) => {
    await setTags(call, planned, textsOf(planned, 'tags') ?? []);
    return { tags: diskOf(call, planned).tags };
  },
  delete: async (state, call) => {
    const own = new Set(textsOf(state, 'tags') ?? []);
    await setTags(
      call,
      state,
      diskOf(call, state).tags.filter((tag) => !own.has(tag)),
    );
  },
  import: (id, call) => {
    const [machine, number] = splitId(id, '/', 'SYSTEM_ID/BLOCK_DEVICE_ID');
    diskById(call.machine(machine), number);
    return { id, machine, block_device_id: Number(number) };
  },
};
