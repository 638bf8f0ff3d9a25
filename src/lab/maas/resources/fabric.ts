import { apiRefusal } from '../../refusal.js';
import { needText } from '../../values.js';
import { createFabric, findFabric } from '../api/networks.js';
import type { MaasResource } from '../resource.js';

export const fabric: MaasResource = {
  create: async (planned, call) => {
    const name = needText(planned, 'name');
    const { id } = await call.request('fabrics.create', {}, (request) => createFabric(request, name));
    return { id: String(id) };
  },
  read: (state, call) => {
    const found = call.read(({ world }) => world.store.get('fabrics', needText(state, 'id')));
    if (found === undefined) throw apiRefusal(404, 'No Fabric matches the given query.');
    return { name: found.name };
  },
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('fabric.update', {}, (request) => {
      request.world.store.put('fabrics', id, { ...findFabric(request, id), name: needText(planned, 'name') });
    });
    return {};
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('fabric.delete', {}, ({ world }) => {
      const vlans = world.store.all('vlans').filter((vlan) => String(vlan.fabric) === id);
      const ids = new Set(vlans.map((vlan) => vlan.id));
      const isConnected = world.store
        .all('machines')
        .some(({ interfaces }) => interfaces.some(({ vlan }) => vlan !== null && ids.has(vlan)));
      if (isConnected)
        throw apiRefusal(400, "Can't delete fabric; the following interfaces are still connected");
      for (const vlan of vlans) world.store.remove('vlans', String(vlan.id));
      world.store.remove('fabrics', id);
    });
  },
  import: (id, call) => ({ id: String(call.read((request) => findFabric(request, id)).id) }),
};
