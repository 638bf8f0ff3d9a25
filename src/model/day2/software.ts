import type { z } from 'zod';
import type { SiteSoftware } from '../../definition/software.js';
import { kubernetesSources } from '../../facts/kubernetes.js';
import { repositoryNames } from '../../facts/package-sources.js';
import type { ClusterPlan } from '../clusters/clusters.js';
import { entries } from '../order.js';
import type { MountModel, SiteSoftwareModel, SoftwareModel } from '../software-types.js';
import type { SiteInventory, SlotModel } from '../types.js';
import { driversOf } from './drivers.js';
import { kubernetesOf } from './kubernetes.js';
import { runsJobs, slurmOf } from './slurm.js';
import { topologyOf } from './topology.js';

const usualMountOptions = ['nfsvers=4.2', 'hard', 'noatime'];

const usualSecretPaths = {
  'ansible-vault': () => '',
  'hashicorp-vault': (cluster: string) => `rackform/${cluster}`,
  sops: (cluster: string) => `secrets/${cluster}.sops.yaml`,
} as const;

/** What runs on the machines of a cluster, and with what. Nothing of it is on a machine when it is deployed. */
export function softwareOf(
  plan: ClusterPlan,
  slots: readonly SlotModel[],
  site: SiteInventory,
): SoftwareModel {
  const { software } = plan;
  const declared = slots.filter(({ isDeclared }) => isDeclared);
  const machines = new Map(site.machines.map((machine) => [machine.asset, machine]));
  const pools = new Map(plan.pools.map(({ name, pool }) => [name, pool]));
  const mounts = entries(software.mounts).map(
    ([path, { from, options }]): MountModel => ({ path, from, options: options ?? usualMountOptions }),
  );
  const type = software.secretStore?.type ?? 'ansible-vault';
  return {
    drivers: driversOf(declared, machines, software, site.software),
    mounts,
    slurm:
      plan.scheduler === 'slurm'
        ? slurmOf(declared, machines, pools, mounts, software.slurm?.stateDir)
        : null,
    kubernetes: plan.scheduler === 'kubernetes' ? kubernetesOf(plan, declared, machines, site) : null,
    secretStore: { type, path: software.secretStore?.path ?? usualSecretPaths[type](plan.name) },
    topology: topologyOf(declared.filter(runsJobs), machines),
  };
}

/** What a site says of packages. */
export function siteSoftwareOf(input: z.output<typeof SiteSoftware> | undefined): SiteSoftwareModel {
  const offline = input?.offline ?? false;
  const { registry } = input ?? {};
  return {
    offline,
    rke2: input?.rke2 ?? (offline ? null : kubernetesSources.rke2),
    charts: input?.charts ?? (offline ? null : kubernetesSources.charts),
    registry: registry === undefined ? null : { url: registry.url, username: registry.username ?? null },
    mirrors: repositoryNames.flatMap((name) => {
      const mirror = input?.repositories?.[name];
      if (mirror === undefined) return [];
      const { url, suite = null, components = null, key = null } = mirror;
      return [{ name, url, suite, components, key }];
    }),
  };
}
