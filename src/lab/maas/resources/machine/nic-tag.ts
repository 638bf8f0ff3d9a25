import { needText, numberOf, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { interfaceById, ownerOf } from '../../api/interfaces.js';
import type { MaasCall } from '../../call.js';
import type { MaasResource } from '../../resource.js';
import type { InterfaceOwner } from '../../world.js';
import { splitId } from './interface-values.js';

function nameOf(values: ObjectValue): { readonly machine: string } | { readonly device: string } {
  const machine = textOf(values, 'machine');
  return machine ? { machine } : { device: needText(values, 'device') };
}

function owner(call: MaasCall, values: ObjectValue): InterfaceOwner {
  return call.read((request) => ownerOf(request, nameOf(values)));
}

/** All tags of the interface, whoever set them. */
async function setTags(call: MaasCall, values: ObjectValue, tags: readonly string[]): Promise<void> {
  const { hostname } = owner(call, values);
  await call.request('interface.tag', { machine: hostname }, (request) => {
    const node = ownerOf(request, nameOf(values));
    const one = interfaceById(node, String(numberOf(values, 'interface_id')));
    request.world.updateInterface(node, one.id, { tags });
  });
}

function readTags(call: MaasCall, state: ObjectValue): ObjectValue {
  return { tags: interfaceById(owner(call, state), String(numberOf(state, 'interface_id'))).tags };
}

export const nicTag: MaasResource = {
  machineOf: (values) => textOf(values, 'machine') ?? textOf(values, 'device'),
  create: async (planned, call) => {
    await setTags(call, planned, textsOf(planned, 'tags') ?? []);
    const { systemId } = owner(call, planned);
    return { id: `${systemId}/${numberOf(planned, 'interface_id')}`, ...readTags(call, planned) };
  },
  read: (state, call) => readTags(call, state),
  update: async (planned, _prior, call) => {
    await setTags(call, planned, textsOf(planned, 'tags') ?? []);
    return readTags(call, planned);
  },
  delete: async (state, call) => {
    const own = new Set(textsOf(state, 'tags') ?? []);
    const { tags } = interfaceById(owner(call, state), String(numberOf(state, 'interface_id')));
    await setTags(
      call,
      state,
      tags.filter((tag) => !own.has(tag)),
    );
  },
  import: (id, call) => {
    const [systemId, number] = splitId(id, '/', 'SYSTEM_ID/INTERFACE_ID');
    const isDevice = call.maas.world.store.get('devices', systemId) !== undefined;
    const name = isDevice ? { device: systemId } : { machine: systemId };
    interfaceById(
      call.read((request) => ownerOf(request, name)),
      number,
    );
    return { id, ...name, interface_id: Number(number) };
  },
};
