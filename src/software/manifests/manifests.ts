import { App, Chart, Yaml } from 'cdk8s';
import type { ClusterModel, SiteModel } from '../../model/types.js';
import { exampleObjects } from './example.js';
import { platformObjects } from './platform.js';
import { resourcesOf } from './resources.js';
import { tenantObjects } from './tenant.js';

type Fill = (chart: Chart) => void;

/**
 * Manifests of all clusters with Kubernetes of a site, by path below its folder: `kubernetes/CLUSTER/` holds what is
 * applied, `kubernetes-examples/CLUSTER/` what a tenant may begin with.
 */
export function kubernetesManifests(model: SiteModel): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const cluster of model.clusters.filter(({ software }) => software.kubernetes !== null)) {
    const resources = resourcesOf(model, cluster);
    const here = `kubernetes/${cluster.name}`;
    files[`${here}/platform.yaml`] = print(cluster, (chart) => platformObjects(chart, model, cluster));
    for (const tenant of cluster.workloadTenants) {
      files[`${here}/tenant-${tenant.name}.yaml`] = print(cluster, (chart) =>
        tenantObjects(chart, model, cluster, tenant, resources),
      );
      const example = print(cluster, (chart) => exampleObjects(chart, cluster, tenant, resources));
      if (example !== '') files[`kubernetes-examples/${cluster.name}/${tenant.name}.yaml`] = example;
    }
  }
  return files;
}

/** Objects as YAML; empty where there are none. */
function print({ name }: ClusterModel, fill: Fill): string {
  const chart = new Chart(new App(), name, { disableResourceNameHashes: true });
  fill(chart);
  const objects: unknown[] = chart.toJson();
  return objects.length === 0 ? '' : `# Written by rackform.\n${Yaml.stringify(...objects)}`;
}
