import { quote, repeated } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Two workload tenants in one namespace. */
export const workloadDuplicateNamespace: ModelRule = {
  tier: 'model',
  id: 'workload/duplicate-namespace',
  severity: 'error',
  mayAcknowledge: false,
  title: 'each workload tenant has a namespace of its own',
  rationale:
    'roles, quotas and network policies hold for a namespace: in one, two tenants read each other’s secrets and share one quota',
  source: 'Kubernetes multi-tenancy, general knowledge',
  *check(model) {
    for (const { name, workloadTenants } of model.clusters) {
      for (const { key, first, again } of repeated(workloadTenants, (one) => one.namespace)) {
        yield {
          subject: `${name}/${again.name}`,
          message: `workload tenants ${quote(first.name)} and ${quote(again.name)} of cluster ${quote(name)} have namespace ${quote(key)}`,
          at: clusterAt(name, 'workloadTenants', again.name, 'namespace'),
        };
      }
    }
  },
};
