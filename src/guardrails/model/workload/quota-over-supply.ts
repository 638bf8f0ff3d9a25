import { demandOf, supplyName, supplyOf } from '../../../model/tenancy/supply.js';
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
      const supply = supplyOf(model, cluster);
      for (const tenant of cluster.workloadTenants) {
        for (const [what, wanted] of demandOf(tenant)) {
          const there = supply.get(what);
          // Slices that no pool makes are another rule’s.
          if (there === undefined || wanted <= there) continue;
          yield {
            subject: `${cluster.name}/${tenant.name}`,
            message: `workload tenant ${quote(tenant.name)} has a quota of ${wanted} ${supplyName(what)}, and cluster ${quote(cluster.name)} has ${there}`,
            at: clusterAt(cluster.name, 'workloadTenants', tenant.name, 'quota'),
            hint: 'lower the quota, or give the pool more machines',
          };
        }
      }
    }
  },
};
