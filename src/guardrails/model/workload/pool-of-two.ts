import { quote, repeated } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Machines that two have to themselves. */
export const workloadPoolOfTwo: ModelRule = {
  tier: 'model',
  id: 'workload/pool-of-two',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a pool is one workload tenant’s alone, or nobody’s',
  rationale: 'a tenant that asked for machines of its own was promised that nobody else’s pods run there',
  source: 'what rackform writes',
  *check(model) {
    for (const cluster of model.clusters) {
      const uses = cluster.workloadTenants.flatMap(({ name, pools }) =>
        pools.map((pool) => ({ pool, name })),
      );
      for (const { key, first, again } of repeated(uses, ({ pool }) => pool)) {
        yield {
          subject: `${cluster.name}/${again.name}`,
          message: `workload tenants ${quote(first.name)} and ${quote(again.name)} of cluster ${quote(cluster.name)} both have pool ${quote(key)} to themselves`,
          at: clusterAt(cluster.name, 'workloadTenants', again.name, 'pools'),
          hint: 'leave it to one of them, or to neither',
        };
      }
    }
  },
};
