import type { MachineModel, NetworkModel, SiteInventory } from '../../model/types.js';
import type { ServerRecord } from '../server.js';
import type { Store } from '../store.js';
import { createFabric, createSubnet, createVlan, findFabric } from './api/networks.js';
import { uuidOf } from './inspection.js';
import type { MaasTables, NamedRecord } from './records.js';
import { MaasWorld } from './world.js';

/** Images of a MAAS that no site describes: those that it imports by itself. */
const usualImages = ['ubuntu/jammy', 'ubuntu/noble'];

/** A MAAS as it is on its first day: what it brings itself. */
function firstDay(world: MaasWorld): void {
  if (world.store.all('domains').length > 0) return;
  const named = (name: string): NamedRecord => ({ id: 0, name, description: '' });
  world.store.put('pools', '0', named('default'));
  world.store.put('zones', '1', { ...named('default'), id: 1 });
  world.store.put('counters', 'zones', { last: 1 });
  world.store.put('domains', '0', { id: 0, name: 'maas', ttl: null, authoritative: true, isDefault: true });
}

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
      for (const { series } of site.images)
        store.put('images', series, { name: series, architecture: 'amd64' });
      for (const machine of site.machines) server(world, site.name, machine);
    }
    if (store.all('images').length === 0) {
      for (const name of usualImages) store.put('images', name, { name, architecture: 'amd64' });
    }
  });
  return world;
}

function existingFabric(world: MaasWorld, name: string): void {
  if (world.fabricsByName.get(name).length === 0) createFabric({ world }, name);
}

function existingZone(world: MaasWorld, name: string): void {
  if (world.store.all('zones').some((zone) => zone.name === name)) return;
  const id = world.nextId('zones');
  world.store.put('zones', String(id), { id, name, description: '' });
}

function existingDomain(world: MaasWorld, name: string): void {
  if (world.store.all('domains').some((domain) => domain.name === name)) return;
  const id = world.nextId('domains');
  world.store.put('domains', String(id), { id, name, ttl: null, authoritative: true, isDefault: false });
}

function existingNetwork(world: MaasWorld, network: NetworkModel): void {
  if (network.fabric === null) return;
  const fabric = findFabric({ world }, network.fabric);
  const space = network.space === null ? null : existingSpace(world, network.space);
  const settings = { name: network.name, mtu: network.mtu, space };
  const known = world.vlansByNumber.get(`${fabric.id}/${network.vid}`)[0];
  const vlan = known ?? createVlan({ world }, fabric, network.vid, settings);
  for (const subnet of network.subnets) {
    if (world.subnetsByCidr.get(subnet.cidr).length > 0) continue;
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
  if (network.dhcp.by === 'rack-controller') {
    world.store.put('vlans', String(vlan.id), { ...vlan, dhcpOn: true });
  }
}

function existingSpace(world: MaasWorld, name: string): number {
  const known = world.store.all('spaces').find((space) => space.name === name);
  if (known !== undefined) return known.id;
  const id = world.nextId('spaces');
  world.store.put('spaces', String(id), { id, name });
  return id;
}

/** The rack controllers that a network's DHCP names. They stand on the VLAN where it is there already. */
function rackControllers(world: MaasWorld, { dhcp, fabric, vid }: NetworkModel): void {
  if (dhcp.by !== 'rack-controller') return;
  const fabricId = fabric === null ? undefined : world.fabricsByName.get(fabric)[0]?.id;
  const vlan = world.vlansByNumber.get(`${fabricId}/${vid}`)[0];
  for (const hostname of [dhcp.primary, dhcp.secondary]) {
    if (hostname === null) continue;
    const known = world.store.all('rackControllers').find((one) => one.hostname === hostname);
    const systemId = known?.systemId ?? world.nextSystemId();
    const vlans = new Set([...(known?.vlans ?? []), ...(vlan === undefined ? [] : [vlan.id])]);
    world.store.put('rackControllers', systemId, { systemId, hostname, vlans: [...vlans] });
  }
}

function server(world: MaasWorld, site: string, machine: MachineModel): void {
  const { asset, hardware, nics, bmc } = machine;
  const before = world.store.get('servers', asset);
  const next: ServerRecord = {
    asset,
    site,
    rack: machine.rack,
    unit: machine.unit,
    profile: hardware.profile,
    architecture: hardware.cpu.architecture,
    cpus: hardware.cpu.sockets * hardware.cpu.coresPerSocket * hardware.cpu.threadsPerCore,
    memoryMiB: hardware.memoryGiB * 1024,
    gpus: hardware.gpus?.count ?? 0,
    bmcAddress: bmc.address,
    bootMac: nics.find(({ name }) => name === machine.bootNic)?.mac ?? null,
    nics: nics.flatMap(({ name, mac, kind }) => (mac === null || kind !== 'ethernet' ? [] : [{ name, mac }])),
    disks: hardware.disks.map(({ name, type, sizeGB, hint }) => ({
      name,
      type,
      sizeGB,
      model: hint.model ?? `LAB ${type.toUpperCase()} ${sizeGB}`,
      serial: hint.serial ?? uuidOf('serial', asset, name).slice(0, 8).toUpperCase(),
    })),
    remains: before?.remains ?? 'nothing',
  };
  if (JSON.stringify(before) !== JSON.stringify(next)) world.store.put('servers', asset, next);
}
