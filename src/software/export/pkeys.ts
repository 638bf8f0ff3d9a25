import { groupBy } from '../../model/group.js';
import { byName } from '../../model/order.js';
import type { SiteModel } from '../../model/types.js';

/** A partition of the InfiniBand fabric with its ports. */
export interface Partition {
  readonly name: string;
  /** Without membership bit; null for the default partition. */
  readonly pkey: number | null;
  /** By port GUID. */
  readonly members: readonly { readonly guid: string; readonly slot: string; readonly rail: number }[];
}

/** Partitions by P_Key, with the ports of the rails in them. Ports whose hardware address nobody knows are left out. */
export function partitions(model: SiteModel): readonly Partition[] {
  const ports = model.clusters
    .flatMap((cluster) => cluster.slots)
    .filter(({ isDeclared }) => isDeclared)
    .flatMap((slot) =>
      slot.rails.flatMap(({ kind, mac, pkey, rail }) => {
        const guid = kind === 'infiniband' && mac !== null ? guidOf(mac) : null;
        return guid === null ? [] : [{ guid, pkey, slot: slot.name, rail, tenant: slot.tenant }];
      }),
    );
  return [...groupBy(ports, ({ pkey, tenant }) => (pkey === null ? 'default' : `${pkey} ${tenant}`)).values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      return [
        {
          name: first.pkey === null ? 'Default' : `${first.tenant}-${hex(first.pkey)}`,
          pkey: first.pkey,
          members: members
            .map(({ guid, slot, rail }) => ({ guid, slot, rail }))
            .sort((a, b) => byName(a.slot, b.slot) || a.rail - b.rail),
        },
      ];
    })
    .sort((a, b) => (a.pkey ?? 0) - (b.pkey ?? 0));
}

/** The GUID in a hardware address of 8 or 20 octets; null in one of Ethernet. */
function guidOf(mac: string): string | null {
  const octets = mac.split(':');
  return octets.length < 8 ? null : `0x${octets.slice(-8).join('')}`;
}

function hex(pkey: number): string {
  return `0x${pkey.toString(16).padStart(4, '0')}`;
}

/** Partitions as `partitions.conf` of OpenSM has them; every port is a full member. */
export function partitionsConf(model: SiteModel): string {
  const lines = partitions(model).map(({ name, pkey, members }) => {
    // The default partition holds every port already, for management.
    if (pkey === null) return `# ${members.length} ports stay in the default partition\n`;
    const ports = members.map(({ guid, slot, rail }) => `\n  ${guid}=full # ${slot} rail ${rail}`);
    return `${name}=${hex(pkey)},ipoib :${ports.map((port, index) => separated(port, index < ports.length - 1)).join('')}\n`;
  });
  return `# Partitions of site ${model.site.name}, written by rackform.\nDefault=0x7fff,ipoib : ALL=limited, SELF=full ;\n${lines.join('')}`;
}

/** The comment stands behind the comma, or the semicolon that ends a partition. */
function separated(port: string, hasNext: boolean): string {
  return port.replace(' #', `${hasNext ? ',' : ' ;'} #`);
}
