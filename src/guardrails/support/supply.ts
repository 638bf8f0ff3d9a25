import type { ClusterModel, SiteModel } from '../../model/types.js';
import { machinesByAsset } from './slots.js';

/** What a cluster has to give to its workload tenants: instances by profile, and whole GPUs as `gpu`. */
export function supplyOf(model: SiteModel, cluster: ClusterModel): ReadonlyMap<string, number> {
  const machines = machinesByAsset(model);
  const supply = new Map<string, number>();
  const add = (what: string, count: number) => supply.set(what, (supply.get(what) ?? 0) + count);
  for (const slot of cluster.slots.filter(({ isDeclared }) => isDeclared)) {
    const gpus = machines.get(slot.asset)?.hardware.gpus?.count ?? 0;
    const layout = slot.mig?.layout ?? [];
    const cut = new Set(layout.flatMap(({ devices }) => devices));
    add('gpu', Math.max(gpus - cut.size, 0));
    for (const { devices, instances } of layout)
      for (const { profile, count } of instances) add(profile, count * devices.length);
  }
  return supply;
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
