import { demandOf, partsOf, supplyName, supplyOf } from '../../../model/tenancy/supply.js';
import { quote, sum } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Quotas that cannot all be used at once. */
export const workloadOvercommitted: ModelRule = {
  tier: 'model',
  id: 'workload/overcommitted',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'all quotas of a cluster can be used at once',
  rationale:
    'GPUs and slices are not divided further: who comes last waits, with a quota that says otherwise',
  source: 'arithmetic',
  *check(model) {
    for (const cluster of model.clusters) {
      // What a tenant has to itself is promised to nobody else.
      const shared = partsOf(cluster).find(({ owner }) => owner === null);
      if (shared === undefined) continue;
      const demands = shared.tenants.map(demandOf);
      for (const [what, there] of supplyOf(model, shared)) {
        const all = demands.map((demand) => demand.get(what) ?? 0);
        // One that is over by itself is another rule’s.
        if (sum(all) <= there || all.some((one) => one > there)) continue;
        yield {
          subject: cluster.name,
          message: `quotas of cluster ${quote(cluster.name)} come to ${sum(all)} ${supplyName(what)}, and it has ${there}${shared.tenants.length === cluster.workloadTenants.length ? '' : ' that are nobody’s alone'}`,
          at: clusterAt(cluster.name, 'workloadTenants'),
          hint: 'lower quotas, or acknowledge that they are shared',
        };
      }
    }
  },
};
