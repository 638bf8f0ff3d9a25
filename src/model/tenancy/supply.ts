import type { ClusterModel, MachineModel, SiteModel, SlotModel } from '../types.js';

/** What a slot of a cluster has to give: instances by profile, and whole GPUs as `gpu`. */
export function supplyOfSlot(
  slot: SlotModel,
  machine: MachineModel | undefined,
): ReadonlyMap<string, number> {
  const layout = slot.mig?.layout ?? [];
  const cut = new Set(layout.flatMap(({ devices }) => devices));
  const whole = Math.max((machine?.hardware.gpus?.count ?? 0) - cut.size, 0);
  const slices = layout.flatMap(({ devices, instances }) =>
    instances.map(({ profile, count }) => [profile, count * devices.length] as const),
  );
  return sumOf([new Map([['gpu', whole]]), ...slices.map((slice) => new Map([slice]))]);
}

/** Counts of the same thing added up; in the order of their first mention. */
export function sumOf(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all) for (const [what, count] of counts) sums.set(what, (sums.get(what) ?? 0) + count);
  return sums;
}

/** What a cluster has to give to its workload tenants. */
export function supplyOf(model: SiteModel, cluster: ClusterModel): ReadonlyMap<string, number> {
  const machines = new Map(model.site.machines.map((machine) => [machine.asset, machine]));
  const declared = cluster.slots.filter(({ isDeclared }) => isDeclared);
  return sumOf(declared.map((slot) => supplyOfSlot(slot, machines.get(slot.asset))));
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
