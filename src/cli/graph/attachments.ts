import type { ClusterModel, NetworkModel, PoolModel, SiteModel, SlotModel } from '../../model/types.js';

/** A network that a pool stands in. */
export interface Attachment {
  readonly network: string;
  /** Names of the interfaces of its machines that are in it. */
  readonly interfaces: readonly string[];
  /** Of the pool's own partitions there; empty where they are those of the network. */
  readonly pkeys: readonly number[];
}

export interface AttachedPool {
  readonly cluster: ClusterModel;
  readonly pool: PoolModel;
  readonly slots: readonly SlotModel[];
  readonly attachments: readonly Attachment[];
}

interface Use {
  readonly network: string;
  readonly name: string;
  readonly pkey: number | null;
}

function usesOf({ ports, rails }: SlotModel): readonly Use[] {
  return [
    ...ports.flatMap(({ name, untagged, links }): readonly Use[] => [
      ...(untagged.network === null ? [] : [{ network: untagged.network, name, pkey: null }]),
      ...links.map((link) => ({ network: link.network, name: link.interface, pkey: null })),
    ]),
    ...rails.map(({ network, nic, pkey }) => ({ network, name: nic, pkey })),
  ];
}

/** Every pool of a site, with the networks that its slots are in. */
export function attachedPools({ clusters, site }: SiteModel): readonly AttachedPool[] {
  const order = new Map(site.networks.map(({ name }, index) => [name, index]));
  const networkPkey = new Map(site.networks.map(({ name, pkey }) => [name, pkey]));
  return clusters.flatMap((cluster) =>
    cluster.pools.map((pool) => {
      const slots = cluster.slots.filter((slot) => slot.pool === pool.name);
      const uses = slots.flatMap(usesOf);
      const networks = [...new Set(uses.map(({ network }) => network))].sort(
        (a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0),
      );
      const attachments = networks.map((network): Attachment => {
        const own = uses.filter((use) => use.network === network);
        const pkeys = own.flatMap(({ pkey }) =>
          pkey === null || pkey === networkPkey.get(network) ? [] : [pkey],
        );
        return {
          network,
          interfaces: [...new Set(own.map(({ name }) => name))].sort(),
          pkeys: [...new Set(pkeys)].sort((a, b) => a - b),
        };
      });
      return { cluster, pool, slots, attachments };
    }),
  );
}

export function pkeyText(pkey: number): string {
  return `P_Key 0x${pkey.toString(16).padStart(4, '0')}`;
}

/** What tells networks apart on the wire. */
export function wireOf({ vid, vni, pkey, mtu }: NetworkModel): readonly string[] {
  return [
    `${vid === 0 ? 'untagged' : `VLAN ${vid}`}, MTU ${mtu}`,
    ...(vni === null ? [] : [`VNI ${vni}`]),
    ...(pkey === null ? [] : [pkeyText(pkey)]),
  ];
}
