import { needText } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch, Refusal } from '../../../refusal.js';
import { createRange, type RangeSettings, updateRange } from '../../api/ranges.js';
import type { MaasCall, Request } from '../../call.js';
import type { RangeRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';
import { rangeSettings, rangeValues } from './ranges.js';

/** The provider looks the subnet up and goes on without looking at what it found. */
function settingsOf(call: MaasCall, { world }: Request, planned: ObjectValue): RangeSettings {
  const name = needText(planned, 'subnet');
  const found = world.store.get('subnets', name) ?? world.by.subnetsByCidr.get(name)[0];
  if (found === undefined) {
    throw call.crash(`maas_subnet_ip_range: subnet "${name}" is neither an id nor a CIDR that MAAS has`);
  }
  return rangeSettings(found.id, planned);
}

function readRange(call: MaasCall, id: string): ObjectValue {
  const found = call.maas.world.store.get('ranges', id);
  if (found === undefined) throw noSuch('IPRange');
  return rangeValues(found);
}

/** By id, or by both ends. IPv6 addresses have colons of their own, so it is compared as a whole. */
function findRange(call: MaasCall, id: string): RangeRecord {
  const { store } = call.maas.world;
  const found =
    store.get('ranges', id) ?? store.all('ranges').find(({ start, end }) => `${start}:${end}` === id);
  if (found === undefined) throw new Refusal(`IP range (${id.replace(':', '->')}) was not found`);
  return found;
}

export const subnetIpRange: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('ipranges.create', {}, (request) =>
      createRange(request, settingsOf(call, request, planned)),
    );
    return { id: String(id), ...readRange(call, String(id)) };
  },
  read: (state, call) => readRange(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('iprange.update', {}, (request) =>
      updateRange(request, id, settingsOf(call, request, planned)),
    );
    return readRange(call, id);
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('iprange.delete', {}, ({ world }) => {
      if (world.store.get('ranges', id) === undefined) throw noSuch('IPRange');
      world.store.remove('ranges', id);
    });
  },
  import: (id, call) => {
    const { id: number, subnet } = findRange(call, id);
    return { id: String(number), subnet: String(subnet) };
  },
};
