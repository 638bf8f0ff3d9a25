import { needText } from '../../../../protocol/attributes.js';
import { noSuch } from '../../../refusal.js';
import { createFabric, deleteFabric, findFabric, renameFabric } from '../../api/networks.js';
import type { MaasResource } from '../../resource.js';

export const fabric: MaasResource = {
  create: async (planned, call) => {
    const name = needText(planned, 'name');
    const { id } = await call.request('fabrics.create', {}, (request) => createFabric(request, name));
    return { id: String(id) };
  },
  read: (state, call) => {
    const found = call.maas.world.store.get('fabrics', needText(state, 'id'));
    if (found === undefined) throw noSuch('Fabric');
    return { name: found.name };
  },
  update: async (planned, prior, call) => {
    await call.request('fabric.update', {}, (request) =>
      renameFabric(request, needText(prior, 'id'), needText(planned, 'name')),
    );
    return {};
  },
  delete: async (state, call) => {
    await call.request('fabric.delete', {}, (request) => deleteFabric(request, needText(state, 'id')));
  },
  import: (id, call) => ({ id: String(call.read((request) => findFabric(request, id)).id) }),
};
