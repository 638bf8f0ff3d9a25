import { stringify } from 'yaml';
import { InternalError } from '../../../errors.js';
import { groupBy } from '../../../model/group.js';
import { byName } from '../../../model/order.js';
import type { ClusterModel, SiteModel } from '../../../model/types.js';
import { migPaths } from '../gpu/mig.js';
import { keyFile } from '../repositories.js';
import { type SoftwareOfNode, softwareOfCluster } from '../software.js';
import { kubernetesPlaybook } from './kubernetes.js';
import { migPlaybook } from './mig.js';
import { collectPlaybook, driversPlaybook, sitePlaybook } from './playbooks.js';
import { releasePlaybook } from './release.js';
import { secretVariables } from './secrets.js';

/** Files by path relative to the folder of the site, with `/`. */
type Files = Record<string, string>;

const head = '---\n# Written by rackform.\n';
const print = (value: unknown): string =>
  head + stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });

/** An inventory, playbooks, variables and files for Ansible: all that brings the machines of a site to its model. */
export function ansibleProject(model: SiteModel): Readonly<Files> {
  const clusters = model.clusters.map((cluster) => ({ cluster, nodes: softwareOfCluster(cluster, model) }));
  return Object.assign(
    {
      'inventory.yaml': print(inventoryOf(clusters)),
      'site.yaml': sitePlaybook,
      'drivers.yaml': driversPlaybook,
      'collect.yaml': collectPlaybook,
      'mig.yaml': migPlaybook,
      'release.yaml': releasePlaybook,
      'kubernetes.yaml': kubernetesPlaybook,
    },
    ...clusters.map(({ cluster, nodes }) => clusterFiles(cluster, nodes)),
  );
}

/** A name as Ansible takes it in groups and variables. Names of clusters hold no underscore, so none becomes another's. */
function variableName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}

/** The group of all machines of a cluster: no cluster can be called so that it is one of Ansible's own. */
function clusterGroup({ name }: ClusterModel): string {
  return `cluster_${variableName(name)}`;
}

interface Cluster {
  readonly cluster: ClusterModel;
  readonly nodes: readonly SoftwareOfNode[];
}

function inventoryOf(clusters: readonly Cluster[]): unknown {
  const children = clusters.flatMap(({ cluster, nodes }) => {
    const members = nodes.flatMap(({ node: { slot }, software }) =>
      [...software.groups, ...(slot.phase === 'releasing' ? ['leaving'] : [])].map(
        (group) => [group, slot.name] as const,
      ),
    );
    const inner = [...groupBy(members, ([group]) => group)].sort(([a], [b]) => byName(a, b));
    const hosts = nodes.map(({ node: { slot } }) => [
      slot.name,
      { ansible_host: slot.dnsAddress ?? slot.fqdn },
    ]);
    return [
      [clusterGroup(cluster), { hosts: Object.fromEntries(hosts) }],
      ...inner.map(([group, found]) => [
        `${variableName(group)}_of_${variableName(cluster.name)}`,
        { hosts: Object.fromEntries(found.map(([, slot]) => [slot, {}])) },
      ]),
    ];
  });
  return { all: { children: { rackform: { children: Object.fromEntries(children) } } } };
}

/** Of a cluster without Kubernetes too: tasks that are skipped name them still. */
function kubernetesVariables({ name, software }: ClusterModel): Readonly<Record<string, unknown>> {
  const servers = (software.kubernetes?.nodes ?? []).filter(({ role }) => role === 'server');
  const first = servers.find(({ isLeaving }) => !isLeaving);
  return {
    rackform_cluster_name: name,
    rackform_kubernetes_api: software.kubernetes?.apiHost ?? '',
    rackform_kubernetes_first: first?.slot ?? '{{ inventory_hostname }}',
    rackform_kubernetes_servers: servers.map(({ slot }) => slot),
  };
}

function clusterFiles(cluster: ClusterModel, nodes: readonly SoftwareOfNode[]): Files {
  const files: Files = {
    [`group_vars/${clusterGroup(cluster)}/rackform.yaml`]: print({
      rackform_secret_values: secretVariables(cluster, nodes, variableName(cluster.name)),
      ...kubernetesVariables(cluster),
    }),
  };
  for (const { node, software } of nodes) {
    const { slot } = node;
    files[`host_vars/${slot.name}/rackform.yaml`] = print({
      rackform_is_slurm_node: software.groups.includes('slurm_node'),
      rackform_keys: software.repositories.flatMap(({ name, key }) =>
        key === null ? [] : [{ path: keyFile(name, key), url: key }],
      ),
      rackform_files: software.files.map(({ path, mode, group: owner, restarts }) => ({
        path,
        src: `${cluster.name}/${owner ?? slot.name}${path}`,
        mode,
        restarts,
      })),
      rackform_packages: software.packages,
      rackform_driver_packages: software.driverPackages,
      rackform_secrets: software.secrets,
      rackform_units: software.units,
      rackform_boot_units: software.bootUnits,
      rackform_driver_units: software.driverUnits,
      rackform_has_mig_plan: software.files.some(({ path }) => path === migPaths.plan),
      rackform_kubernetes: software.kubernetes,
    });
    for (const { path, content, group: owner } of software.files) {
      const file = `files/${cluster.name}/${owner ?? slot.name}${path}`;
      if ((files[file] ?? content) !== content) {
        throw new InternalError(`${path} differs among machines of ${owner} in cluster ${cluster.name}`);
      }
      files[file] = content;
    }
  }
  return files;
}
