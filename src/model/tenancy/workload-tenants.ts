import type { ClusterPlan } from '../clusters/clusters.js';
import { entries } from '../order.js';
import type { SlotModel, WorkloadTenantModel } from '../types.js';

/** Workload tenants of a cluster, their slices by the names of the GPUs that the cluster has. */
export function workloadTenantsOf(
  plan: ClusterPlan,
  slots: readonly SlotModel[],
): readonly WorkloadTenantModel[] {
  const made = new Set(
    slots
      .flatMap((slot) => slot.mig?.layout.flatMap((entry) => entry.instances) ?? [])
      .map((one) => one.profile),
  );
  return entries(plan.workloadTenants).map(([name, input]) => ({
    name,
    namespace: input.namespace ?? name,
    groups: input.groups ?? [],
    pools: input.pools ?? [],
    quota: {
      gpus: input.quota?.gpus ?? 0,
      slices: entries(input.quota?.slices).map(([profile, count]) => ({
        profile: profileMeant(profile, made),
        count,
      })),
    },
  }));
}

/** The one profile of the cluster that slices alone mean; where none or several fit, what was written. */
function profileMeant(written: string, made: ReadonlySet<string>): string {
  if (made.has(written) || written.includes('.')) return written;
  const plain = [...made].filter((profile) => profile.startsWith(`${written}.`) && /gb$/.test(profile));
  return plain.length === 1 ? (plain[0] ?? written) : written;
}
