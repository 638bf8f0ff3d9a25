import { demandOf, partsOf, supplyName, supplyOf } from '../../../model/tenancy/supply.js';
import { quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** A quota that all of the cluster could not fill. */
export const workloadQuotaOverSupply: ModelRule = {
  tier: 'model',
  id: 'workload/quota-over-supply',
  severity: 'error',
  mayAcknowledge: true,
  title: 'no quota is larger than what the whole cluster has',
  rationale: 'its tenant was promised what is not there, however little the others use',
  source: 'arithmetic',
  *check(model) {
    for (const cluster of model.clusters) {
      const made = supplyOf(model, cluster);
      for (const { owner, slots, tenants } of partsOf(cluster)) {
        const supply = supplyOf(model, { slots });
        const demands = tenants.flatMap((tenant) =>
          [...demandOf(tenant)].map(([what, wanted]) => ({ tenant, what, wanted })),
        );
        for (const { tenant, what, wanted } of demands) {
          const there = supply.get(what) ?? 0;
          // Slices that no pool makes are another rule’s.
          if (!made.has(what) || wanted <= there) continue;
          yield {
            subject: `${cluster.name}/${tenant.name}`,
            message: `workload tenant ${quote(tenant.name)} has a quota of ${wanted} ${supplyName(what)}, and ${owner === null ? `cluster ${quote(cluster.name)}` : 'the pools that it has to itself'} ${owner === null ? 'has' : 'have'} ${there}${owner === null && tenants.length < cluster.workloadTenants.length ? ' for it' : ''}`,
            at: clusterAt(cluster.name, 'workloadTenants', tenant.name, 'quota'),
            hint: 'lower the quota, or give the pool more machines',
          };
        }
      }
    }
  },
};
