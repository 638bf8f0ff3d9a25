import { listed, quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Workload tenants where one tenant owns the machines. */
export const workloadInDedicated: ModelRule = {
  tier: 'model',
  id: 'workload/in-dedicated',
  severity: 'error',
  mayAcknowledge: false,
  title: 'workload tenants share a cluster of mode shared',
  rationale:
    'in a dedicated cluster the tenant has root on every machine, so whoever else works on it is at its mercy; in a shared one that is the operator',
  source: 'by definition',
  *check(model) {
    for (const { name, mode, workloadTenants } of model.clusters) {
      if (mode !== 'dedicated' || workloadTenants.length === 0) continue;
      yield {
        subject: name,
        message: `dedicated cluster ${quote(name)} has workload tenants ${listed(workloadTenants.map((one) => one.name))}`,
        at: clusterAt(name, 'workloadTenants'),
        hint: 'set mode: shared with a tenant of the operator, or take them out',
      };
    }
  },
};
