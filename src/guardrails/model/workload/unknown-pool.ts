import { nearest } from '../../../definition/nearest.js';
import { listed, quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Machines of its own that are nobody’s. */
export const workloadUnknownPool: ModelRule = {
  tier: 'model',
  id: 'workload/unknown-pool',
  severity: 'error',
  mayAcknowledge: false,
  title: 'pools of a workload tenant are pools of its cluster that run workloads',
  rationale: 'its pods run nowhere but there, so with none of them they never start',
  source: 'what rackform writes',
  *check(model) {
    for (const cluster of model.clusters) {
      const pools = cluster.pools.filter(({ role }) => role === 'gpu' || role === 'cpu');
      const names = pools.map(({ name }) => name);
      for (const tenant of cluster.workloadTenants) {
        for (const [index, pool] of tenant.pools.entries()) {
          if (names.includes(pool)) continue;
          const near = nearest(pool, names);
          yield {
            subject: `${cluster.name}/${tenant.name}/${pool}`,
            message: `workload tenant ${quote(tenant.name)} has pool ${quote(pool)} to itself, and those of cluster ${quote(cluster.name)} that run workloads are ${listed(names)}`,
            at: clusterAt(cluster.name, 'workloadTenants', tenant.name, 'pools', index),
            ...(near === undefined ? {} : { hint: `did you mean ${quote(near)}?` }),
          };
        }
      }
    }
  },
};
