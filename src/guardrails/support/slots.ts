import { machinesOf } from '../../model/machines.js';
import { oncePer } from '../../model/once.js';
import type {
  ClusterModel,
  LinkModel,
  MachineModel,
  NetworkModel,
  PoolModel,
  SiteModel,
  SlotModel,
} from '../../model/types.js';
import type { Finding } from '../types.js';
import { listed, quote } from './groups.js';
import { poolAt } from './places.js';

/** Every slot that is declared: what is released has no machine any more. */
export const slotsOf = oncePer((model: SiteModel): readonly SlotModel[] =>
  model.clusters.flatMap((cluster) => cluster.slots.filter((slot) => slot.isDeclared)),
);

/** Machines by asset name. */
export function machinesByAsset({ site }: SiteModel): ReadonlyMap<string, MachineModel> {
  return machinesOf(site);
}

/** Networks by name. */
export const networksByName = oncePer(
  (model: SiteModel): ReadonlyMap<string, NetworkModel> =>
    new Map(model.site.networks.map((network) => [network.name, network])),
);

/** All links of a slot. */
export function linksOf(slot: SlotModel): readonly LinkModel[] {
  const [only, ...others] = slot.ports;
  return only !== undefined && others.length === 0 ? only.links : slot.ports.flatMap((port) => port.links);
}

/** Every pool with its cluster and its declared slots. */
export function poolsOf(model: SiteModel): readonly {
  readonly cluster: ClusterModel;
  readonly pool: PoolModel;
  readonly slots: readonly SlotModel[];
}[] {
  return model.clusters.flatMap((cluster) =>
    cluster.pools.map((pool) => ({
      cluster,
      pool,
      slots: cluster.slots.filter((slot) => slot.isDeclared && slot.pool === pool.name),
    })),
  );
}

/** How findings name a pool. */
export function poolName(of: { readonly cluster: string; readonly pool: string }): string {
  return `${of.cluster}/${of.pool}`;
}

/**
 * Findings about slots, one for each pool and fault: slots of a pool are alike, so what is wrong with one of
 * them is mostly wrong with all.
 *
 * @param path inside the pool; of each fault by itself where they differ
 * @param faults says what is wrong, as phrases that follow the name of the pool and do not name the slot
 */
export function* poolFindings(
  model: SiteModel,
  path: readonly (string | number)[],
  faults: (
    slot: SlotModel,
  ) => Iterable<string | { readonly text: string; readonly path: readonly (string | number)[] }>,
  hint?: string,
): Generator<Finding> {
  const found = new Map<
    string,
    { readonly slots: SlotModel[]; readonly text: string; readonly path: readonly (string | number)[] }
  >();
  for (const slot of slotsOf(model)) {
    for (const fault of faults(slot)) {
      const { text, path: place } = typeof fault === 'string' ? { text: fault, path } : fault;
      const key = JSON.stringify([slot.cluster, slot.pool, text]);
      const known = found.get(key);
      if (known === undefined) found.set(key, { slots: [slot], text, path: place });
      else if (known.slots.at(-1) !== slot) known.slots.push(slot);
    }
  }
  for (const { slots, text, path: place } of found.values()) {
    const [first] = slots;
    if (first === undefined) continue;
    yield {
      subject: poolName(first),
      message: `pool ${quote(poolName(first))} ${text}`,
      at: poolAt(first, ...place),
      ...(hint === undefined ? {} : { hint }),
      follows: [`it is so for ${listed(slots.map((slot) => slot.name))}`],
    };
  }
}
