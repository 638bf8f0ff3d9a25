import { quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Namespaces that belong to the cluster itself. */
const RESERVED = /^(?:default|kube-.*|gpu-operator)$/;

/** A workload tenant in a namespace of the platform. */
export const workloadReservedNamespace: ModelRule = {
  tier: 'model',
  id: 'workload/reserved-namespace',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no workload tenant has a namespace of the platform',
  rationale:
    'what runs in kube-system or gpu-operator has root on every machine; everybody lands in default who names no namespace; kube- is kept by Kubernetes',
  source: 'Kubernetes documentation of namespaces, general knowledge',
  *check(model) {
    for (const cluster of model.clusters) {
      for (const { name, namespace } of cluster.workloadTenants) {
        if (!RESERVED.test(namespace)) continue;
        yield {
          subject: `${cluster.name}/${name}`,
          message: `workload tenant ${quote(name)} of cluster ${quote(cluster.name)} has namespace ${quote(namespace)}, which is the platform’s`,
          at: clusterAt(cluster.name, 'workloadTenants', name, 'namespace'),
          hint: 'choose another',
        };
      }
    }
  },
};
