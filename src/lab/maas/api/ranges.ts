import { contains, formatIp, type Ip, parseIp, parsePrefix } from '../../../model/ip.js';
import { apiRefusal, formRefusal, noSuch } from '../../refusal.js';
import type { Request } from '../call.js';
import type { RangeRecord, SubnetRecord } from '../records.js';

type Worldly = Pick<Request, 'world'>;

interface Interval {
  readonly start: Ip;
  readonly end: Ip;
}

function intervalOf({ start, end }: Pick<RangeRecord, 'start' | 'end'>): Interval | null {
  const [first, last] = [parseIp(start), parseIp(end)];
  return first === null || last === null ? null : { start: first, end: last };
}

function holds({ start, end }: Interval, ip: Ip): boolean {
  return start.family === ip.family && start.value <= ip.value && ip.value <= end.value;
}

/** The range of a kind that an address is in. */
export function rangeAt(
  { world }: Worldly,
  subnet: SubnetRecord,
  type: RangeRecord['type'],
  ip: Ip,
): RangeRecord | undefined {
  return world.by.rangesBySubnet.get(String(subnet.id)).find((range) => {
    const interval = range.type === type ? intervalOf(range) : null;
    return interval !== null && holds(interval, ip);
  });
}

/** What may be said of a range. */
export type RangeSettings = Omit<RangeRecord, 'id'>;

/** IPv6 ranges for DHCP must have as many addresses. From MAAS 3.5 `models/iprange.py`. */
const leastIpv6 = 256n;

function checkRange({ world }: Worldly, settings: RangeSettings, own: number | null): void {
  const subnet = world.store.get('subnets', String(settings.subnet));
  const prefix = subnet === undefined ? null : parsePrefix(subnet.cidr);
  const interval = intervalOf(settings);
  if (subnet === undefined || prefix === null || interval === null) throw noSuch('Subnet');
  const { start, end } = interval;
  if (!contains(prefix, start) || !contains(prefix, end)) {
    throw apiRefusal(400, `IP addresses must be within subnet: ${subnet.cidr}.`);
  }
  if (end.value < start.value) {
    throw apiRefusal(400, 'End IP address must not be less than Start IP address.');
  }
  if (settings.type === 'dynamic' && start.family === 6 && end.value - start.value + 1n < leastIpv6) {
    throw apiRefusal(400, 'IPv6 dynamic range must be at least 256 addresses in size.');
  }
  const overlaps = world.by.rangesBySubnet.get(String(subnet.id)).some((other) => {
    const taken = other.id === own ? null : intervalOf(other);
    return taken !== null && taken.start.value <= end.value && start.value <= taken.end.value;
  });
  if (overlaps) {
    throw apiRefusal(400, `Requested ${settings.type} range conflicts with an existing range.`);
  }
}

export function createRange({ world }: Worldly, settings: RangeSettings): RangeRecord {
  checkRange({ world }, settings, null);
  const range = { ...settings, id: world.nextId('ranges') };
  world.store.put('ranges', String(range.id), range);
  return range;
}

export function updateRange({ world }: Worldly, id: string, settings: RangeSettings): void {
  const found = world.store.get('ranges', id);
  if (found === undefined) throw noSuch('IPRange');
  checkRange({ world }, settings, found.id);
  world.store.put('ranges', id, { ...settings, id: found.id });
}

/** The machines, devices and records that have an address. */
function usersOf({ world }: Worldly, address: string): readonly string[] {
  return [
    ...world.by.machinesByAddress.get(address).map(({ hostname }) => hostname),
    ...world.by.devicesByAddress.get(address).map(({ hostname }) => hostname),
    ...world.by.recordsByAddress.get(address).map(({ fqdn }) => fqdn),
  ];
}

/** An address of a subnet that nobody has and that is in no range. @throws {Refusal} where there is none left */
export function takeAddress({ world }: Worldly, subnet: SubnetRecord): string {
  const prefix = parsePrefix(subnet.cidr);
  if (prefix === null) throw noSuch('Subnet');
  const isShort = prefix.last - prefix.first < 2n;
  const [first, last] = isShort ? [prefix.first, prefix.last] : [prefix.first + 1n, prefix.last - 1n];
  // Goes on where it ended before: a full subnet is not to be searched from its beginning for each machine.
  const counter = `addresses/${subnet.id}`;
  const begun = prefix.first + BigInt(world.store.get('counters', counter)?.last ?? 0) + 1n;
  const found = search(world, subnet, begun, last) ?? search(world, subnet, first, last);
  if (found === null) throw formRefusal({ subnet: `No more IPs available in subnet: ${subnet.cidr}.` });
  world.store.put('counters', counter, { last: Number(found - prefix.first) });
  return formatIp(prefix.family, found);
}

function search(world: Request['world'], subnet: SubnetRecord, first: bigint, last: bigint): bigint | null {
  const ranges = world.by.rangesBySubnet.get(String(subnet.id)).flatMap((range) => intervalOf(range) ?? []);
  const family = parsePrefix(subnet.cidr)?.family ?? 4;
  let value = first;
  while (value <= last) {
    const at = value;
    const inside = ranges.find((range) => holds(range, { family, value: at }));
    const address = formatIp(family, value);
    if (inside !== undefined) value = inside.end.value + 1n;
    else if (address === subnet.gateway || usersOf({ world }, address).length > 0) value += 1n;
    else return value;
  }
  return null;
}

/** Checks a static address as it is given to an interface. @throws {Refusal} where it cannot be had */
export function checkAddress(
  request: Worldly,
  subnet: SubnetRecord,
  address: string,
  isOwn: (user: { readonly systemId: string }) => boolean,
): void {
  const { world } = request;
  const [ip, prefix] = [parseIp(address), parsePrefix(subnet.cidr)];
  const vlan = world.store.get('vlans', String(subnet.vlan));
  if (ip === null || prefix === null || !contains(prefix, ip)) {
    throw formRefusal({
      ip_address: `IP address is not in the given subnet '${subnet.name}:${subnet.cidr}(vid=${vlan?.vid ?? 0})'.`,
    });
  }
  const range = rangeAt(request, subnet, 'dynamic', ip);
  if (range !== undefined) {
    throw formRefusal({ ip_address: `IP address is inside a dynamic range ${range.start}-${range.end}` });
  }
  const isTaken =
    world.by.machinesByAddress.get(address).some((user) => !isOwn(user)) ||
    world.by.devicesByAddress.get(address).some((user) => !isOwn(user)) ||
    world.by.recordsByAddress.get(address).length > 0;
  if (isTaken) throw formRefusal({ ip_address: 'IP address is already in use.' });
}
