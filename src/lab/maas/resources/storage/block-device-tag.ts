import type { ObjectValue } from '../../../../protocol/value.js';
import { needText, numberOf, textOf, textsOf } from '../../../values.js';
import { changeDisk, diskById } from '../../api/disks.js';
import { findMachine, type MaasCall } from '../../call.js';
import type { DiskRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';
import { splitId } from '../machine/interface-values.js';

function diskOf(call: MaasCall, values: ObjectValue): DiskRecord {
  return diskById(call.machine(needText(values, 'machine')), String(numberOf(values, 'block_device_id')));
}

/** All tags of the disk, whoever set them. */
async function setTags(call: MaasCall, values: ObjectValue, tags: readonly string[]): Promise<void> {
  const name = needText(values, 'machine');
  await call.request('block_device.tag', { machine: call.machine(name).hostname }, (request) =>
    changeDisk(request, findMachine(request, name), diskOf(call, values).id, { tags }),
  );
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
