import { type LayerCost, layerCost } from '../../facts/layer-costs.js';
import { groupBy } from '../group.js';
import { machinesOf } from '../machines.js';
import { byName } from '../order.js';
import type { ClusterModel, MachineModel, PoolModel, SiteModel } from '../types.js';
import { type ClusterPart, demandOf, partsOf, sumOf, supplyOfSlot } from './supply.js';

/** What is left where one machine, or all machines of one rack, are lost: of all, the one that leaves least. */
export interface CapacityLoss {
  /** Asset name of the machine, or name of the rack. */
  readonly name: string;
  readonly left: number;
  /** True where what is left is all that quotas promise. */
  readonly isEnough: boolean;
}

/** Whole GPUs, or slices of one profile, of a cluster. */
export interface CapacityOf {
  /** `gpu` for whole GPUs, else the profile: `1g.10gb`. */
  readonly what: string;
  readonly total: number;
  /** Sum of the quotas. */
  readonly promised: number;
  /** Neither in a quota nor lost; below 0 where quotas promise more than there is. */
  readonly free: number;
  /** Null where no machine has any. */
  readonly withoutMachine: CapacityLoss | null;
  /** Null where no machine that has any stands in a rack that is known. */
  readonly withoutRack: CapacityLoss | null;
}

/** Who may use what of a shared cluster, and what that leaves. */
export interface Capacity {
  readonly site: string;
  readonly cluster: string;
  /** The workload tenant that has these machines to itself; null for those that are shared. */
  readonly owner: string | null;
  /** Whole GPUs first, then profiles by name. */
  readonly resources: readonly CapacityOf[];
  /** By name. */
  readonly tenants: readonly {
    readonly name: string;
    readonly namespace: string;
    /** At most so many of each, by the names of `resources`; what it has none of is not there. */
    readonly quota: Readonly<Record<string, number>>;
  }[];
  /** What GPU pools run on, with what that costs on each GPU that they have. By name of the pool. */
  readonly layers: readonly {
    readonly pool: string;
    readonly runs: PoolModel['runs'];
    readonly gpu: string;
    /** Null where no figure is known. */
    readonly cost: LayerCost | null;
  }[];
}

/** The capacity of each shared cluster of a site: what is shared of it, then what each workload tenant has to itself. */
export function capacityOf(model: SiteModel): readonly Capacity[] {
  return model.clusters
    .filter(({ mode }) => mode === 'shared')
    .flatMap((cluster) =>
      partsOf(cluster).map((part) => partCapacity(model.site.name, cluster, part, machinesOf(model.site))),
    );
}

/** What one machine gives to the cluster. */
interface Share {
  readonly asset: string;
  readonly rack: string | null;
  readonly supply: ReturnType<typeof supplyOfSlot>;
}

function partCapacity(
  site: string,
  cluster: ClusterModel,
  part: ClusterPart,
  machines: ReadonlyMap<string, MachineModel>,
): Capacity {
  const shares = part.slots
    // A slot on its way out gives nothing to rely on.
    .filter(({ phase }) => phase !== 'releasing')
    .map((slot): Share => {
      const machine = machines.get(slot.asset);
      return { asset: slot.asset, rack: machine?.rack ?? null, supply: supplyOfSlot(slot, machine) };
    });
  const total = sumOf(shares.flatMap(({ supply }) => supply));
  const promised = sumOf(part.tenants.flatMap((tenant) => [...demandOf(tenant)]));
  const machineLosses = lossesBy(shares, ({ asset }) => asset);
  const rackLosses = lossesBy(shares, ({ rack }) => rack);
  const names = [...new Set([...total.keys(), ...promised.keys()])]
    .filter((what) => (total.get(what) ?? 0) > 0 || promised.has(what))
    .sort((a, b) => Number(b === 'gpu') - Number(a === 'gpu') || byName(a, b));
  return {
    site,
    cluster: cluster.name,
    owner: part.owner,
    resources: names.map((what): CapacityOf => {
      const [there, wanted] = [total.get(what) ?? 0, promised.get(what) ?? 0];
      const worst = (losses: readonly Loss[]) => worstLoss(losses, what, there, wanted);
      return {
        what,
        total: there,
        promised: wanted,
        free: there - wanted,
        withoutMachine: worst(machineLosses),
        withoutRack: worst(rackLosses),
      };
    }),
    tenants: part.tenants.map((tenant) => ({
      name: tenant.name,
      namespace: tenant.namespace,
      quota: Object.fromEntries(demandOf(tenant)),
    })),
    layers: layersOf(cluster, part, machines),
  };
}

function layersOf(
  { pools }: ClusterModel,
  { slots }: ClusterPart,
  machines: ReadonlyMap<string, MachineModel>,
): Capacity['layers'] {
  return pools.flatMap(({ name, runs }) => {
    const gpus = slots
      .filter(({ pool }) => pool === name)
      .flatMap(({ asset }) => machines.get(asset)?.hardware.gpus?.model ?? []);
    return [...new Set(gpus)]
      .sort(byName)
      .map((gpu) => ({ pool: name, runs, gpu, cost: layerCost(runs, gpu) ?? null }));
  });
}

/** What goes where a machine, or a rack, is lost. */
interface Loss {
  readonly name: string;
  readonly supply: ReadonlyMap<string, number>;
}

/** By name; what stands in no rack that is known is lost with none. */
function lossesBy(shares: readonly Share[], nameOf: (share: Share) => string | null): readonly Loss[] {
  return [...groupBy(shares, nameOf)]
    .map(([name, lost]) => ({ name, supply: sumOf(lost.flatMap(({ supply }) => supply)) }))
    .sort((a, b) => byName(a.name, b.name));
}

/** The loss that takes most; of equal ones the first. */
function worstLoss(
  losses: readonly Loss[],
  what: string,
  total: number,
  promised: number,
): CapacityLoss | null {
  let worst: { readonly name: string; readonly count: number } | null = null;
  for (const { name, supply } of losses) {
    const count = supply.get(what) ?? 0;
    if (count > (worst?.count ?? 0)) worst = { name, count };
  }
  if (worst === null) return null;
  const left = total - worst.count;
  return { name: worst.name, left, isEnough: left >= promised };
}
