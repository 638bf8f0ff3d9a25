import { quote } from '../../support/groups.js';
import { kubernetesClusters } from '../../support/kubernetes.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Kubernetes without a control plane. */
export const kubernetesNoServer: ModelRule = {
  tier: 'model',
  id: 'kubernetes/no-server',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a cluster with Kubernetes has a pool of role control',
  rationale: 'its machines are the servers of RKE2, with etcd and the API; without one no machine joins',
  source: 'RKE2, high availability (read)',
  *check(model) {
    for (const { cluster, kubernetes } of kubernetesClusters(model)) {
      if (kubernetes.nodes.length === 0 || kubernetes.nodes.some(({ role }) => role === 'server')) continue;
      yield {
        subject: cluster.name,
        message: `cluster ${quote(cluster.name)} has scheduler kubernetes and no machine of role control`,
        at: clusterAt(cluster.name, 'software', 'scheduler'),
        hint: 'add a pool of role control with 1 or 3 machines',
      };
    }
  },
};
