import type { KubernetesModel } from '../../model/software-types.js';
import type { ClusterModel, SiteModel } from '../../model/types.js';

/** Clusters with Kubernetes. */
export function kubernetesClusters(
  model: SiteModel,
): readonly { readonly cluster: ClusterModel; readonly kubernetes: KubernetesModel }[] {
  return model.clusters.flatMap((cluster) => {
    const { kubernetes } = cluster.software;
    return kubernetes === null ? [] : [{ cluster, kubernetes }];
  });
}
