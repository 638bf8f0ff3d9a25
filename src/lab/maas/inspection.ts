import { uuidOf } from '../../protocol/uuid.js';
import type { ServerRecord } from '../server.js';
import type { Metal } from './metal.js';
import type { DiskRecord, InterfaceRecord, MachineRecord } from './records.js';
import type { MaasWorld } from './world.js';

/** The server that a machine is: by the MAC address that it boots from, else by its BMC. */
export function serverOf(
  world: MaasWorld,
  machine: Pick<MachineRecord, 'hostname' | 'pxeMac' | 'powerAddress' | 'server'>,
): ServerRecord {
  const known = machine.server === null ? undefined : world.store.get('servers', machine.server);
  const booting = machine.pxeMac === null ? undefined : world.by.serversByMac.get(machine.pxeMac)[0];
  const byBmc =
    machine.powerAddress === null ? undefined : world.by.serversByBmc.get(machine.powerAddress)[0];
  return known ?? booting ?? byBmc ?? unknownServer(machine);
}

/** A server that no inventory describes: what can be said of it is its name and where it boots from. */
function unknownServer({
  hostname,
  pxeMac,
  powerAddress,
}: Pick<MachineRecord, 'hostname' | 'pxeMac' | 'powerAddress'>): ServerRecord {
  return {
    asset: hostname,
    site: '',
    rack: null,
    unit: null,
    profile: '',
    architecture: 'amd64',
    cpus: 64,
    memoryMiB: 262_144,
    gpus: 0,
    bmcAddress: powerAddress,
    bootMac: pxeMac,
    nics: pxeMac === null ? [] : [{ name: 'eth0', mac: pxeMac }],
    disks: [
      {
        name: 'sda',
        type: 'ssd',
        sizeGB: 480,
        model: 'LAB SSD',
        serial: uuidOf('disk', hostname).slice(0, 8),
      },
    ],
    remains: 'nothing',
  };
}

/**
 * What commissioning leaves of a machine: its NICs and disks as the server reports them. All that was configured of
 * them is gone, as on the real MAAS.
 */
export function inspect(
  world: MaasWorld,
  metal: Metal,
  machine: MachineRecord,
  at: number,
): Partial<MachineRecord> {
  const known = serverOf(world, machine);
  const server = metal.reported(known, machine.hostname, at);
  if (world.store.get('servers', known.asset) === undefined) world.store.put('servers', known.asset, known);
  const before = new Map(machine.interfaces.map((one) => [one.mac, one]));
  const makesVlans = world.setting('auto_vlan_creation') !== 'false';
  const interfaces = server.nics.map(({ name, mac }): InterfaceRecord => {
    const old = before.get(mac);
    const vlan = old?.vlan ?? vlanOfNew(world, mac === machine.pxeMac, makesVlans);
    return {
      id: old?.id ?? world.nextId('interfaces'),
      name,
      type: 'physical',
      mac,
      vlan,
      mtu: old?.mtu ?? null,
      tags: [],
      parents: [],
      links: [],
      settings: {},
    };
  });
  return {
    server: known.asset,
    cpus: server.cpus,
    memoryMiB: server.memoryMiB,
    interfaces,
    disks: disksOf(world, server),
    volumes: [],
    logicalVolumes: [],
  };
}

/** The NIC that it booted from stands where a rack controller answered; MAAS makes a fabric for each of the others. */
function vlanOfNew(world: MaasWorld, isBootNic: boolean, makesVlans: boolean): number | null {
  if (isBootNic) {
    const [served] = world.by.vlansByDhcp.get('on');
    if (served !== undefined) return served.id;
  }
  if (!makesVlans) return null;
  const fabric = world.nextId('fabrics');
  world.store.put('fabrics', String(fabric), { id: fabric, name: `fabric-${fabric}` });
  return addUntaggedVlan(world, fabric);
}

/** The VLAN 0 that every fabric comes with. Returns its id. */
export function addUntaggedVlan(world: MaasWorld, fabric: number): number {
  const id = world.nextId('vlans');
  world.store.put('vlans', String(id), {
    id,
    fabric,
    vid: 0,
    name: 'untagged',
    mtu: 1500,
    space: null,
    dhcpOn: false,
    primaryRack: null,
    secondaryRack: null,
    relayVlan: null,
  });
  return id;
}

/** What a partition table takes, at both ends of a disk, with alignment. */
export const tableBytes = 5 * 1024 * 1024;

/** Disks by name; the first is the boot disk and, in the default layout, holds the root. */
function disksOf(world: MaasWorld, server: ServerRecord): readonly DiskRecord[] {
  const isFlat = world.setting('default_storage_layout') !== 'blank';
  const sorted = [...server.disks].sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.map(({ name, model, serial, sizeGB }, index): DiskRecord => {
    const root = { type: 'ext4', label: 'root', mountPoint: '/', mountOptions: '' };
    const sizeBytes = sizeGB * 1e9;
    return {
      id: world.nextId('disks'),
      uuid: uuidOf(server.asset, name),
      name,
      idPath: `/dev/disk/by-id/${model.replaceAll(' ', '_')}_${serial}`,
      model,
      serial,
      sizeBytes,
      blockSize: 512,
      isBoot: index === 0,
      tags: [],
      filesystem: null,
      partitions:
        index === 0 && isFlat
          ? [
              {
                id: world.nextId('partitions'),
                uuid: uuidOf(server.asset, name, 'root'),
                sizeBytes: sizeBytes - tableBytes,
                bootable: false,
                tags: [],
                filesystem: root,
              },
            ]
          : [],
    };
  });
}
