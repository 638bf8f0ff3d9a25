import { supplyOf } from '../../../model/tenancy/supply.js';
import { quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** A quota for slices that nobody makes. */
export const workloadUnknownSlice: ModelRule = {
  tier: 'model',
  id: 'workload/unknown-slice',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a quota counts slices that a pool of the cluster makes',
  rationale:
    'a pod that asks for such a slice waits for ever; slices alone (1g) mean one profile only where one fits',
  source: 'k8s-device-plugin, names of resources (read)',
  *check(model) {
    for (const cluster of model.clusters) {
      const supply = supplyOf(model, cluster);
      const made = [...supply.keys()].filter((what) => what !== 'gpu');
      for (const { name, quota } of cluster.workloadTenants) {
        for (const { profile } of quota.slices.filter((one) => !supply.has(one.profile))) {
          yield {
            subject: `${cluster.name}/${name}`,
            message: `workload tenant ${quote(name)} has a quota of ${quote(profile)}, and cluster ${quote(cluster.name)} makes ${made.join(', ') || 'no slices'}`,
            at: clusterAt(cluster.name, 'workloadTenants', name, 'quota', 'slices'),
          };
        }
      }
    }
  },
};
