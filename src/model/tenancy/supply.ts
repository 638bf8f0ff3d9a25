import { machinesOf } from '../machines.js';
import type { ClusterModel, MachineModel, SiteModel, SlotModel, WorkloadTenantModel } from '../types.js';

/** Counts of the same thing added up; in the order of their first mention. */
export function sumOf(counts: Iterable<readonly [string, number]>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [what, count] of counts) sums.set(what, (sums.get(what) ?? 0) + count);
  return sums;
}

/** What a slot of a cluster has to give: whole GPUs as `gpu`, and instances by profile. */
export function supplyOfSlot(
  { mig }: SlotModel,
  machine: MachineModel | undefined,
): readonly (readonly [string, number])[] {
  const layout = mig?.layout ?? [];
  const cut = new Set(layout.flatMap(({ devices }) => devices));
  return [
    ['gpu', Math.max((machine?.hardware.gpus?.count ?? 0) - cut.size, 0)],
    ...layout.flatMap(({ devices, instances }) =>
      instances.map(({ profile, count }) => [profile, count * devices.length] as const),
    ),
  ];
}

/** Machines of a cluster with those who may use them. */
export interface ClusterPart {
  /** The workload tenant that has them to itself; null for all others together. */
  readonly owner: string | null;
  readonly slots: readonly SlotModel[];
  readonly tenants: readonly WorkloadTenantModel[];
}

/** What is shared first, if any machine or tenant is left for it, then what each tenant has to itself, by its name. */
export function partsOf({ slots, workloadTenants }: ClusterModel): readonly ClusterPart[] {
  const owners = workloadTenants.filter(({ pools }) => pools.length > 0);
  const owned = new Set(owners.flatMap(({ pools }) => pools));
  const declared = slots.filter(({ isDeclared }) => isDeclared);
  const shared: ClusterPart = {
    owner: null,
    slots: declared.filter(({ pool }) => !owned.has(pool)),
    tenants: workloadTenants.filter(({ pools }) => pools.length === 0),
  };
  return [
    shared,
    ...owners.map((tenant) => ({
      owner: tenant.name,
      slots: declared.filter(({ pool }) => tenant.pools.includes(pool)),
      tenants: [tenant],
    })),
  ];
}

/** What slots of a cluster have to give to its workload tenants. */
export function supplyOf(
  { site }: SiteModel,
  { slots }: Pick<ClusterModel, 'slots'>,
): ReadonlyMap<string, number> {
  const machines = machinesOf(site);
  const declared = slots.filter(({ isDeclared }) => isDeclared);
  return sumOf(declared.flatMap((slot) => supplyOfSlot(slot, machines.get(slot.asset))));
}

/** What a workload tenant may use at most, in the same words. */
export function demandOf({ quota }: ClusterModel['workloadTenants'][number]): ReadonlyMap<string, number> {
  return new Map([
    ...(quota.gpus === 0 ? [] : [['gpu', quota.gpus] as const]),
    ...quota.slices.map(({ profile, count }) => [profile, count] as const),
  ]);
}

/** As messages name it. */
export function supplyName(what: string): string {
  return what === 'gpu' ? 'whole GPUs' : `slices ${what}`;
}
