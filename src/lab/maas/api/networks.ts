import { contains, parseIp, parsePrefix } from '../../../model/ip.js';
import { apiRefusal, formRefusal, noSuch, Refusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { addUntaggedVlan } from '../inspection.js';
import type { FabricRecord, SubnetRecord, VlanRecord } from '../records.js';
import { checkDhcp } from './dhcp.js';

type Worldly = Pick<Request, 'world'>;

/** By id or name. @throws {Refusal} where there is none */
export function findFabric({ world }: Worldly, name: string): FabricRecord {
  const found = world.store.get('fabrics', name) ?? world.by.fabricsByName.get(name)[0];
  if (found === undefined) throw new Refusal(`fabric (${name}) was not found`);
  return found;
}

/** By number or database id in a fabric. @throws {Refusal} where there is none */
export function findVlan({ world }: Worldly, fabric: FabricRecord, name: string): VlanRecord {
  const byId = world.store.get('vlans', name);
  const found =
    world.by.vlansByNumber.get(`${fabric.id}/${name}`)[0] ?? (byId?.fabric === fabric.id ? byId : undefined);
  if (found === undefined) throw new Refusal(`vlan (${name}) was not found`);
  return found;
}

/** By CIDR or id; not by name. @throws {Refusal} where there is none */
export function findSubnet({ world }: Worldly, name: string): SubnetRecord {
  const found = world.store.get('subnets', name) ?? world.by.subnetsByCidr.get(name)[0];
  if (found === undefined) throw new Refusal(`subnet (${name}) was not found`);
  return found;
}

export function createFabric({ world }: Worldly, name: string): FabricRecord {
  checkFabricName({ world }, name);
  const fabric = { id: world.nextId('fabrics'), name };
  world.store.put('fabrics', String(fabric.id), fabric);
  addUntaggedVlan(world, fabric.id);
  return fabric;
}

function checkFabricName({ world }: Worldly, name: string): void {
  if (world.by.fabricsByName.get(name).length === 0) return;
  throw formRefusal({ name: 'Fabric with this Name already exists.' });
}

export function renameFabric({ world }: Worldly, id: string, name: string): void {
  const fabric = world.store.get('fabrics', id);
  if (fabric === undefined) throw noSuch('Fabric');
  if (fabric.name === name) return;
  checkFabricName({ world }, name);
  world.store.put('fabrics', id, { ...fabric, name });
}

/** Deletes a fabric with all in it. @throws {Refusal} where an interface is on any of its VLANs */
export function deleteFabric({ world }: Worldly, id: string): void {
  if (world.store.get('fabrics', id) === undefined) throw noSuch('Fabric');
  const vlans = world.by.vlansByFabric.get(id);
  const connected = vlans.flatMap((vlan) =>
    world.by.machinesByVlan
      .get(String(vlan.id))
      .flatMap(({ hostname, interfaces }) =>
        interfaces.filter((one) => one.vlan === vlan.id).map(({ name }) => `${name} on ${hostname}`),
      ),
  );
  if (connected.length > 0) {
    const some = connected.slice(0, 5).join(', ');
    throw apiRefusal(
      400,
      `Can't delete fabric; the following interfaces are still connected: ${some}${connected.length > 5 ? ', ...' : ''}`,
    );
  }
  for (const vlan of vlans) {
    for (const subnet of world.by.subnetsByVlan.get(String(vlan.id)))
      deleteSubnet({ world }, String(subnet.id));
    world.store.remove('vlans', String(vlan.id));
  }
  world.store.remove('fabrics', id);
}

/** What may be said of a VLAN. */
export type VlanSettings = Partial<Pick<VlanRecord, 'name' | 'mtu' | 'space' | 'dhcpOn'>>;

function checkVlan(vid: number, { mtu }: VlanSettings): void {
  if (vid < 0 || vid > 4094) throw formRefusal({ vid: 'VID must be between 0 and 4094.' });
  if (mtu === undefined) return;
  if (mtu < 552) throw formRefusal({ mtu: 'Ensure this value is greater than or equal to 552.' });
  if (mtu > 65_535) throw formRefusal({ mtu: 'Ensure this value is less than or equal to 65535.' });
}

export function createVlan(
  { world }: Worldly,
  fabric: FabricRecord,
  vid: number,
  settings: VlanSettings,
): VlanRecord {
  checkVlan(vid, settings);
  if (world.by.vlansByNumber.get(`${fabric.id}/${vid}`).length > 0) {
    throw formRefusal({ __all__: 'A VLAN with the specified VID already exists in the destination fabric.' });
  }
  const vlan: VlanRecord = {
    id: world.nextId('vlans'),
    fabric: fabric.id,
    vid,
    name: settings.name ?? '',
    mtu: settings.mtu ?? 1500,
    space: settings.space ?? null,
    dhcpOn: settings.dhcpOn ?? false,
    primaryRack: null,
    secondaryRack: null,
    relayVlan: null,
  };
  checkDhcp({ world }, vlan);
  world.store.put('vlans', String(vlan.id), vlan);
  return vlan;
}

export function updateVlan({ world }: Worldly, id: string, settings: VlanSettings): void {
  const found = world.store.get('vlans', id);
  if (found === undefined) throw noSuch('VLAN');
  checkVlan(found.vid, settings);
  const next = { ...found, ...settings };
  checkDhcp({ world }, next);
  world.store.put('vlans', id, next);
}

/** Deletes a VLAN without protest: what stood on it falls to the untagged VLAN of its fabric. */
export function deleteVlan({ world }: Worldly, id: string): void {
  const found = world.store.get('vlans', id);
  if (found === undefined) throw noSuch('VLAN');
  const untagged = world.by.vlansByNumber.get(`${found.fabric}/0`)[0];
  if (untagged === undefined || untagged.id === found.id) {
    throw apiRefusal(400, 'This VLAN is the default VLAN in the fabric, it cannot be deleted.');
  }
  for (const { systemId, interfaces } of world.by.machinesByVlan.get(id)) {
    world.setInterfaces(
      systemId,
      interfaces.map((one) => (one.vlan === found.id ? { ...one, vlan: untagged.id } : one)),
    );
  }
  for (const subnet of world.by.subnetsByVlan.get(id)) {
    world.store.put('subnets', String(subnet.id), { ...subnet, vlan: untagged.id });
  }
  world.store.remove('vlans', id);
}

/** What may be said of a subnet. */
export type SubnetSettings = Omit<SubnetRecord, 'id'>;

/** Enters a subnet. MAAS takes one that lies inside another. */
export function createSubnet({ world }: Worldly, settings: SubnetSettings): SubnetRecord {
  checkSubnet(settings);
  checkCidr({ world }, settings.cidr);
  const subnet = { ...settings, id: world.nextId('subnets') };
  world.store.put('subnets', String(subnet.id), subnet);
  return subnet;
}

export function updateSubnet({ world }: Worldly, id: string, settings: SubnetSettings): void {
  const found = world.store.get('subnets', id);
  if (found === undefined) throw noSuch('Subnet');
  checkSubnet(settings);
  if (settings.cidr !== found.cidr) checkCidr({ world }, settings.cidr);
  world.store.put('subnets', id, { ...found, ...settings });
}

function checkCidr({ world }: Worldly, cidr: string): void {
  if (world.by.subnetsByCidr.get(cidr).length === 0) return;
  throw formRefusal({ cidr: 'Subnet with this Cidr already exists.' });
}

function checkSubnet({ cidr, gateway }: SubnetSettings): void {
  const prefix = parsePrefix(cidr);
  if (prefix === null) throw formRefusal({ cidr: 'Required format: <network>/<prefixlen>.' });
  if (gateway === null) return;
  const ip = parseIp(gateway);
  if (ip === null || !contains(prefix, ip)) {
    throw formRefusal({ gateway_ip: 'Gateway IP must be within CIDR range.' });
  }
}

/**
 * Deletes a subnet with its ranges and routes, and without protest the links to it.
 *
 * @throws {Refusal} where DHCP serves one of its ranges
 */
export function deleteSubnet({ world }: Worldly, id: string): void {
  const found = world.store.get('subnets', id);
  if (found === undefined) throw noSuch('Subnet');
  const ranges = world.by.rangesBySubnet.get(id);
  const isServed = world.store.get('vlans', String(found.vlan))?.dhcpOn === true;
  if (isServed && ranges.some(({ type }) => type === 'dynamic')) {
    const why = 'Cannot delete a subnet that is actively servicing a dynamic IP range.';
    throw apiRefusal(400, `${why} (Delete the dynamic range or disable DHCP first.)`);
  }
  for (const range of ranges) world.store.remove('ranges', String(range.id));
  for (const route of world.store.all('routes')) {
    if (route.source === found.id || route.destination === found.id) {
      world.store.remove('routes', String(route.id));
    }
  }
  for (const { systemId, interfaces } of world.by.machinesBySubnet.get(id)) {
    world.setInterfaces(
      systemId,
      interfaces.map((one) => ({ ...one, links: one.links.filter(({ subnet }) => subnet !== found.id) })),
    );
  }
  world.store.remove('subnets', id);
}
