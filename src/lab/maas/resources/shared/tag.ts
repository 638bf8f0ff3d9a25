import { needText, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch, Refusal } from '../../../refusal.js';
import { createTag, type TagSettings, tagMachines, updateTag } from '../../api/tags.js';
import type { MaasCall } from '../../call.js';
import type { MaasResource } from '../../resource.js';

function settingsOf(planned: ObjectValue): TagSettings {
  return {
    comment: textOf(planned, 'comment') ?? '',
    definition: textOf(planned, 'definition') ?? '',
    kernelOpts: textOf(planned, 'kernel_opts') ?? '',
  };
}

/** The machines are not read back. */
function readTag(call: MaasCall, name: string): ObjectValue {
  const found = call.maas.world.store.get('tags', name);
  if (found === undefined) throw noSuch('Tag');
  return { comment: found.comment, definition: found.definition, kernel_opts: found.kernelOpts };
}

/** An empty list changes nothing: the provider then sends none. */
async function setMachines(call: MaasCall, name: string, planned: ObjectValue): Promise<void> {
  const machines = textsOf(planned, 'machines') ?? [];
  if (machines.length === 0) return;
  await call.request('tag.update_nodes', {}, (request) => tagMachines(request, name, machines));
}

export const tag: MaasResource = {
  /** One that is there is taken over as it is, whoever made it. */
  create: async (planned, call, record) => {
    const name = needText(planned, 'name');
    if (call.maas.world.store.get('tags', name) === undefined) {
      await call.request('tags.create', {}, (request) => createTag(request, name, settingsOf(planned)));
    }
    record({ id: name });
    await setMachines(call, name, planned);
    return readTag(call, name);
  },
  read: (state, call) => readTag(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const name = needText(prior, 'id');
    const [before, after] = [prior, planned].map((values) => JSON.stringify(settingsOf(values)));
    if (before !== after) {
      await call.request('tag.update', {}, (request) => updateTag(request, name, settingsOf(planned)));
    }
    await setMachines(call, name, planned);
    return readTag(call, name);
  },
  delete: async (state, call) => {
    const name = needText(state, 'id');
    await call.request('tag.delete', {}, ({ world }) => {
      if (world.store.get('tags', name) === undefined) throw noSuch('Tag');
      world.store.remove('tags', name);
    });
  },
  import: (id, call) => {
    const found = call.maas.world.store.get('tags', id);
    if (found === undefined) throw new Refusal(`tag (${id}) was not found`);
    return { id, name: id, machines: found.machines };
  },
};
