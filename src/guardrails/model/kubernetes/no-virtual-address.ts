import { quote } from '../../support/groups.js';
import { kubernetesClusters } from '../../support/kubernetes.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** An API that one machine takes along when it fails. */
export const kubernetesNoVirtualAddress: ModelRule = {
  tier: 'model',
  id: 'kubernetes/no-virtual-address',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'several servers of Kubernetes have an address in common',
  rationale:
    'machines join and are managed by the address of the API; with that of one server all is lost to them when it fails, though the others still run',
  source: 'RKE2, high availability: fixed registration address (read)',
  *check(model) {
    for (const { cluster, kubernetes } of kubernetesClusters(model)) {
      const servers = kubernetes.nodes.filter(({ role }) => role === 'server');
      const owner = servers.find(({ address }) => address === kubernetes.apiAddress);
      if (servers.length < 2 || owner === undefined) continue;
      yield {
        subject: cluster.name,
        message: `the API of cluster ${quote(cluster.name)} has the address of ${quote(owner.slot)}, one of ${servers.length} servers`,
        at: clusterAt(cluster.name, 'software', 'kubernetes', 'apiAddress'),
        hint: 'name a free address of their network in software.kubernetes.apiAddress, or that of a load balancer',
      };
    }
  },
};
