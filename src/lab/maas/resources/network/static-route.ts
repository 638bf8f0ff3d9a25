import { needText, numberOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch, Refusal } from '../../../refusal.js';
import { putRoute, type RouteSettings } from '../../api/routes.js';
import type { MaasCall } from '../../call.js';
import type { MaasResource } from '../../resource.js';

function settingsOf(planned: ObjectValue): RouteSettings {
  return {
    source: needText(planned, 'source'),
    destination: needText(planned, 'destination'),
    gateway: needText(planned, 'gateway_ip'),
    metric: numberOf(planned, 'metric') ?? 0,
  };
}

/** Subnets are read back by name, however they were given. */
function readRoute(call: MaasCall, id: string): ObjectValue {
  const { store } = call.maas.world;
  const found = store.get('routes', id);
  if (found === undefined) throw noSuch('StaticRoute');
  const nameOf = (subnet: number) => store.get('subnets', String(subnet))?.name ?? '';
  const { source, destination, gateway, metric } = found;
  return { source: nameOf(source), destination: nameOf(destination), gateway_ip: gateway, metric };
}

export const staticRoute: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('static_routes.create', {}, (request) =>
      putRoute(request, null, settingsOf(planned)),
    );
    return { id: String(id), ...readRoute(call, String(id)) };
  },
  read: (state, call) => readRoute(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await call.request('static_route.update', {}, (request) =>
      putRoute(request, Number(id), settingsOf(planned)),
    );
    return readRoute(call, id);
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('static_route.delete', {}, ({ world }) => {
      if (world.store.get('routes', id) === undefined) throw noSuch('StaticRoute');
      world.store.remove('routes', id);
    });
  },
  import: (id, call) => {
    if (call.maas.world.store.get('routes', id) === undefined) {
      throw new Refusal(`staticRoute (${id}) was not found`);
    }
    return { id };
  },
};
