import { rke2Architectures } from '../../../facts/kubernetes.js';
import { quote } from '../../support/groups.js';
import { kubernetesClusters } from '../../support/kubernetes.js';
import { clusterAt, siteAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Kubernetes that comes from nowhere. */
export const kubernetesNoSource: ModelRule = {
  tier: 'model',
  id: 'kubernetes/no-source',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'it is known where machines get Kubernetes and its images from',
  rationale:
    'an offline site reaches neither the archives of RKE2 nor the registries of its images nor the chart of the GPU operator; and RKE2 is made for amd64 and arm64 only',
  source: 'what rackform writes; RKE2, requirements (read)',
  *check(model) {
    const { software } = model.site;
    const clusters = kubernetesClusters(model);
    const [first] = clusters;
    if (first === undefined) return;
    const missing = [
      ...(software.rke2 === null ? ['rke2'] : []),
      ...(software.offline && software.registry === null ? ['registry'] : []),
      ...(software.charts === null && clusters.some(({ kubernetes }) => kubernetes.gpuOperator !== null)
        ? ['charts']
        : []),
    ];
    if (missing.length > 0) {
      yield {
        subject: model.site.name,
        message: `the offline site ${quote(model.site.name)} does not say where Kubernetes of cluster ${quote(first.cluster.name)} comes from: software has no ${missing.join(', ')}`,
        at: siteAt(model.site, 'software'),
        hint: 'name mirrors there, or acknowledge this where the images of the machines have all of it',
      };
    }
    for (const { cluster, kubernetes } of clusters) {
      const other = kubernetes.nodes.find(({ architecture }) => rke2Architectures[architecture] === null);
      if (other === undefined) continue;
      yield {
        subject: `${cluster.name}/${other.architecture}`,
        message: `cluster ${quote(cluster.name)} has machines of ${other.architecture}, such as ${quote(other.slot)}, which RKE2 is not made for`,
        at: clusterAt(cluster.name, 'software', 'scheduler'),
        hint: 'leave them out, or acknowledge this where the site makes its own archives',
      };
    }
  },
};
