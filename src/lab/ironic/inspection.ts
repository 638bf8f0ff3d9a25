import type { ServerRecord } from '../server.js';
import type { IronicCall } from './call.js';
import type { NodeRecord } from './records.js';
import type { IronicWorld } from './world.js';

/** The server that a node is, and the MAC address that it boots from. */
export function reportedOf(
  call: IronicCall,
  node: NodeRecord,
): { readonly server: ServerRecord; readonly bootMac: string | null } {
  const { world } = call.ironic;
  const ports = world.portsByNode.get(node.uuid);
  return {
    server: serverOf(world, node),
    bootMac: ports.find(({ pxeEnabled }) => pxeEnabled)?.address ?? null,
  };
}

/** The server that a node is: by its name, else by the MAC address of a port, else what the node says of itself. */
export function serverOf(world: IronicWorld, node: NodeRecord): ServerRecord {
  const ports = world.portsByNode.get(node.uuid);
  const bootMac = ports.find(({ pxeEnabled }) => pxeEnabled)?.address ?? null;
  const byMac = ports
    .map(({ address }) => world.serversByMac.get(address)[0])
    .find((one) => one !== undefined);
  const known = node.server === null ? byMac : (world.store.get('servers', node.server) ?? byMac);
  const of = (name: string) => Number(node.properties[name] ?? 0);
  if (known !== undefined) return known;
  return {
    asset: node.name ?? node.uuid,
    site: '',
    rack: null,
    unit: null,
    profile: '',
    architecture: 'amd64',
    cpus: of('cpus'),
    memoryMiB: of('memory_mb'),
    gpus: 0,
    bmcAddress: null,
    bootMac,
    nics: ports.map(({ address }, index) => ({ name: `eth${index}`, mac: address })),
    disks: [],
    remains: 'nothing',
  };
}
