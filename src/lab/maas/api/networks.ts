import { contains, parseIp, parsePrefix } from '../../../model/ip.js';
import { formRefusal, Refusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { addUntaggedVlan } from '../inspection.js';
import type { FabricRecord, SubnetRecord, VlanRecord } from '../records.js';

type Worldly = Pick<Request, 'world'>;

/** By id or name. @throws {Refusal} where there is none */
export function findFabric({ world }: Worldly, name: string): FabricRecord {
  const found = world.store.get('fabrics', name) ?? world.fabricsByName.get(name)[0];
  if (found === undefined) throw new Refusal(`fabric (${name}) was not found`);
  return found;
}

/** By number or database id in a fabric. @throws {Refusal} where there is none */
export function findVlan({ world }: Worldly, fabric: FabricRecord, name: string): VlanRecord {
  const byId = world.store.get('vlans', name);
  const found =
    world.vlansByNumber.get(`${fabric.id}/${name}`)[0] ?? (byId?.fabric === fabric.id ? byId : undefined);
  if (found === undefined) throw new Refusal(`vlan (${name}) was not found`);
  return found;
}

/** By CIDR or id; not by name. @throws {Refusal} where there is none */
export function findSubnet({ world }: Worldly, name: string): SubnetRecord {
  const found = world.store.get('subnets', name) ?? world.subnetsByCidr.get(name)[0];
  if (found === undefined) throw new Refusal(`subnet (${name}) was not found`);
  return found;
}

export function createFabric({ world }: Worldly, name: string): FabricRecord {
  if (world.fabricsByName.get(name).length > 0)
    throw formRefusal({ name: 'Fabric with this Name already exists.' });
  const fabric = { id: world.nextId('fabrics'), name };
  world.store.put('fabrics', String(fabric.id), fabric);
  addUntaggedVlan(world, fabric.id);
  return fabric;
}

/** What may be said of a VLAN. */
export type VlanSettings = Partial<Pick<VlanRecord, 'name' | 'mtu' | 'space'>>;

export function createVlan(
  { world }: Worldly,
  fabric: FabricRecord,
  vid: number,
  settings: VlanSettings,
): VlanRecord {
  if (world.vlansByNumber.get(`${fabric.id}/${vid}`).length > 0) {
    throw formRefusal({ __all__: 'A VLAN with the specified VID already exists in the destination fabric.' });
  }
  const vlan = {
    id: world.nextId('vlans'),
    fabric: fabric.id,
    vid,
    name: settings.name ?? '',
    mtu: settings.mtu ?? 1500,
    space: settings.space ?? null,
    dhcpOn: false,
    primaryRack: null,
    secondaryRack: null,
    relayVlan: null,
  };
  world.store.put('vlans', String(vlan.id), vlan);
  return vlan;
}

/** What may be said of a subnet. */
export type SubnetSettings = Omit<SubnetRecord, 'id'>;

/** Enters a subnet. MAAS takes one that lies inside another. */
export function createSubnet({ world }: Worldly, settings: SubnetSettings): SubnetRecord {
  checkSubnet(settings);
  if (world.subnetsByCidr.get(settings.cidr).length > 0)
    throw formRefusal({ cidr: 'Subnet with this Cidr already exists.' });
  const subnet = { ...settings, id: world.nextId('subnets') };
  world.store.put('subnets', String(subnet.id), subnet);
  return subnet;
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
