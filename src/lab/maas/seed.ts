import type { MachineModel, NetworkModel, SiteInventory } from '../../model/types.js';
import { serverRecord } from '../server.js';
import type { Store } from '../store.js';
import { createFabric, createSubnet, createVlan, findFabric } from './api/networks.js';
import { firstDay, usualImages } from './first-day.js';
import type { MaasTables, VlanRecord } from './records.js';
import { MaasWorld } from './world.js';

/**
 * Puts into a MAAS what a site says is there before the first apply: networks, fabrics and zones that are `existing`,
 * rack controllers, images; and into the racks the servers of its inventory. What is known already stays as it is;
 * servers are as the inventory has them today.
 */
export function seedSite(store: Store<MaasTables>, sites: readonly SiteInventory[]): MaasWorld {
  const world = new MaasWorld(store);
  store.transact(() => {
    firstDay(world);
    for (const site of sites) {
      for (const fabric of site.fabrics) if (fabric.mode === 'existing') existingFabric(world, fabric.name);
      for (const network of site.networks) if (network.mode === 'existing') existingNetwork(world, network);
      for (const { name, mode } of site.zones) if (mode === 'existing') existingZone(world, name);
      if (site.domainMode === 'existing') existingDomain(world, site.domain);
      for (const network of site.networks) rackControllers(world, network);
      for (const { series } of site.images) if (series !== null) image(world, series, architecturesOf(site));
      for (const machine of site.machines) server(world, site.name, machine);
    }
    if (store.all('images').length === 0) {
      for (const name of usualImages) image(world, name, ['amd64']);
    }
    // Where no site names any, MAAS runs on one machine, which stands where nothing else does.
    if (store.all('rackControllers').length === 0) rack(world, 'maas', 'fabric-0/0');
  });
  return world;
}

/** An image is imported for every architecture that a site has machines of. */
function architecturesOf({ machines }: SiteInventory): readonly string[] {
  return [...new Set(['amd64', ...machines.map(({ hardware }) => hardware.cpu.architecture)])];
}

function image(world: MaasWorld, name: string, architectures: readonly string[]): void {
  const before = world.store.get('images', name)?.architectures ?? [];
  const all = [...new Set([...before, ...architectures])].sort();
  if (all.length > before.length) world.store.put('images', name, { name, architectures: all });
}

function existingFabric(world: MaasWorld, name: string): void {
  if (world.by.fabricsByName.get(name).length === 0) createFabric({ world }, name);
}

function existingZone(world: MaasWorld, name: string): void {
  if (world.by.zonesByName.get(name).length > 0) return;
  const id = world.nextId('zones');
  world.store.put('zones', String(id), { id, name, description: '' });
}

function existingDomain(world: MaasWorld, name: string): void {
  if (world.by.domainsByName.get(name).length > 0) return;
  const id = world.nextId('domains');
  world.store.put('domains', String(id), { id, name, ttl: null, authoritative: true, isDefault: false });
}

function existingNetwork(world: MaasWorld, network: NetworkModel): void {
  if (network.fabric === null) return;
  const fabric = findFabric({ world }, network.fabric);
  const space = network.space === null ? null : existingSpace(world, network.space);
  const settings = { name: network.name, mtu: network.mtu, space };
  const known = world.by.vlansByNumber.get(`${fabric.id}/${network.vid}`)[0];
  const vlan = known ?? createVlan({ world }, fabric, network.vid, settings);
  for (const subnet of network.subnets) {
    if (world.by.subnetsByCidr.get(subnet.cidr).length > 0) continue;
    const { id } = createSubnet(
      { world },
      {
        cidr: subnet.cidr,
        name: subnet.cidr,
        vlan: vlan.id,
        gateway: subnet.gateway,
        dnsServers: subnet.dns,
        allowDns: true,
        allowProxy: true,
        rdnsMode: 2,
      },
    );
    for (const range of subnet.ranges) {
      const rangeId = world.nextId('ranges');
      const type = range.type === 'dynamic' ? 'dynamic' : 'reserved';
      const { from: start, to: end } = range;
      world.store.put('ranges', String(rangeId), {
        id: rangeId,
        subnet: id,
        type,
        start,
        end,
        comment: range.comment ?? '',
      });
    }
  }
  existingDhcp(world, network, vlan);
}

/** Somebody has turned DHCP on before us. */
function existingDhcp(world: MaasWorld, { dhcp, fabric, vid }: NetworkModel, vlan: VlanRecord): void {
  if (dhcp.by !== 'rack-controller' || vlan.dhcpOn) return;
  const systemIdOf = (hostname: string | null) => {
    if (hostname === null) return null;
    rack(world, hostname, `${fabric}/${vid}`);
    return world.by.racksByHost.get(hostname)[0]?.systemId ?? null;
  };
  world.store.put('vlans', String(vlan.id), {
    ...vlan,
    dhcpOn: true,
    primaryRack: systemIdOf(dhcp.primary),
    secondaryRack: systemIdOf(dhcp.secondary),
  });
}

function existingSpace(world: MaasWorld, name: string): number {
  const [known] = world.by.spacesByName.get(name);
  if (known !== undefined) return known.id;
  const id = world.nextId('spaces');
  world.store.put('spaces', String(id), { id, name });
  return id;
}

/** The rack controllers that a network's DHCP names stand on its VLAN, whether it is there already or not. */
function rackControllers(world: MaasWorld, { dhcp, fabric, vid }: NetworkModel): void {
  if (dhcp.by !== 'rack-controller') return;
  for (const hostname of [dhcp.primary, dhcp.secondary]) {
    if (hostname !== null) rack(world, hostname, `${fabric}/${vid}`);
  }
}

function rack(world: MaasWorld, hostname: string, at: string): void {
  const known = world.by.racksByHost.get(hostname)[0];
  if (known?.stands.includes(at)) return;
  const systemId = known?.systemId ?? world.nextSystemId();
  world.store.put('rackControllers', systemId, {
    systemId,
    hostname,
    stands: [...(known?.stands ?? []), at],
  });
}

function server(world: MaasWorld, site: string, machine: MachineModel): void {
  const before = world.store.get('servers', machine.asset);
  const next = serverRecord(site, machine, before);
  if (JSON.stringify(before) !== JSON.stringify(next)) world.store.put('servers', machine.asset, next);
}
