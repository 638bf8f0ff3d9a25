import type { ObjectValue } from '../../../protocol/value.js';
import { apiRefusal } from '../../refusal.js';
import { needText, numberOf, textOf } from '../../values.js';
import { createVlan, findFabric, findVlan } from '../api/networks.js';
import type { MaasCall, Request } from '../call.js';
import type { VlanRecord } from '../records.js';
import type { MaasResource } from '../resource.js';

function readVlan(call: MaasCall, id: string): ObjectValue {
  return call.read(({ world }) => {
    const found = world.store.get('vlans', id);
    if (found === undefined) throw apiRefusal(404, 'No VLAN matches the given query.');
    return {
      name: found.name,
      mtu: found.mtu,
      dhcp_on: found.dhcpOn,
      space:
        found.space === null
          ? 'undefined'
          : (world.store.get('spaces', String(found.space))?.name ?? 'undefined'),
    };
  });
}

function settingsOf({ world }: Request, planned: ObjectValue): Partial<VlanRecord> {
  const [name, mtu, space] = [textOf(planned, 'name'), numberOf(planned, 'mtu'), textOf(planned, 'space')];
  const known = space === null ? undefined : world.store.all('spaces').find((one) => one.name === space);
  return {
    ...(name === null ? {} : { name }),
    ...(mtu === null ? {} : { mtu }),
    ...(known === undefined ? {} : { space: known.id }),
  };
}

export const vlan: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('vlans.create', {}, (request) =>
      createVlan(
        request,
        findFabric(request, needText(planned, 'fabric')),
        numberOf(planned, 'vid') ?? 0,
        settingsOf(request, planned),
      ),
    );
    return { id: String(id), ...readVlan(call, String(id)) };
  },
  read: (state, call) => readVlan(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('vlan.update', {}, (request) => {
      const found = request.world.store.get('vlans', id);
      if (found === undefined) throw apiRefusal(404, 'No VLAN matches the given query.');
      request.world.store.put('vlans', id, { ...found, ...settingsOf(request, planned) });
    });
    return readVlan(call, id);
  },
  delete: async (state, call) => {
    await call.request('vlan.delete', {}, ({ world }) => world.store.remove('vlans', needText(state, 'id')));
  },
  import: (id, call) => {
    const [fabric = '', name = ''] = id.split(':');
    return call.read((request) => {
      const found = findVlan(request, findFabric(request, fabric), name);
      return { id: String(found.id), fabric, vid: found.vid };
    });
  },
};
