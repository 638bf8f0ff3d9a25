import { contains, parseIp, parsePrefix } from '../../../model/ip.js';
import { formRefusal, invalidChoice, noSuch } from '../../refusal.js';
import type { Request } from '../call.js';
import type { RouteRecord, SubnetRecord } from '../records.js';

type Worldly = Pick<Request, 'world'>;

/** What may be said of a static route; subnets by name, CIDR or id. */
export interface RouteSettings {
  readonly source: string;
  readonly destination: string;
  readonly gateway: string;
  readonly metric: number;
}

function subnetOf({ world }: Worldly, field: 'source' | 'destination', name: string): SubnetRecord {
  const found =
    world.by.subnetsByName.get(name)[0] ??
    world.by.subnetsByCidr.get(name)[0] ??
    world.store.get('subnets', name);
  if (found === undefined) throw formRefusal({ [field]: invalidChoice(name) });
  return found;
}

/** Enters a route, or changes the one of an id. */
export function putRoute(request: Worldly, id: number | null, settings: RouteSettings): RouteRecord {
  const { world } = request;
  if (id !== null && world.store.get('routes', String(id)) === undefined) throw noSuch('StaticRoute');
  const source = subnetOf(request, 'source', settings.source);
  const destination = subnetOf(request, 'destination', settings.destination);
  const [ip, prefix] = [parseIp(settings.gateway), parsePrefix(source.cidr)];
  if (ip === null || prefix === null || !contains(prefix, ip)) {
    throw formRefusal({ gateway_ip: `Enter an IP address in ${source.cidr}.` });
  }
  const { gateway, metric } = settings;
  const route = {
    id: id ?? world.nextId('routes'),
    source: source.id,
    destination: destination.id,
    gateway,
    metric,
  };
  world.store.put('routes', String(route.id), route);
  return route;
}
