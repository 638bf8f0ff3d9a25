import { oncePer } from '../../../model/once.js';
import type { SlurmModel } from '../../../model/software-types.js';
import type { ClusterModel } from '../../../model/types.js';
import type { Node, NodeFile, NodePart } from '../node.js';
import { cgroupConf, gresConf, slurmConf, topologyConf } from './config.js';
import { jobFiles } from './jobs.js';
import { scriptFiles } from './scripts.js';

/** Slurm: controllers, machines that run jobs, machines to log in on. */
export const slurm: NodePart = (node) => {
  const model = node.cluster.software.slurm;
  if (model === null) return {};
  const role = roleOf(node, model);
  if (role === null) return {};
  return {
    groups: ['slurm', role.group],
    packages: ['munge', ...role.packages],
    files: [...configFiles(node.cluster), ...role.files],
    secrets: [
      {
        path: '/etc/munge/munge.key',
        mode: '0400',
        owner: 'munge',
        secret: 'munge_key',
        template: null,
        restarts: ['munge.service', ...role.units],
      },
    ],
    units: ['munge.service', ...role.units],
  };
};

interface Role {
  readonly group: string;
  readonly packages: readonly string[];
  readonly files: readonly NodeFile[];
  readonly units: readonly string[];
}

/** Null for a machine that has nothing to do with jobs, and need not have the key to send any. */
function roleOf({ slot, cluster }: Node, model: SlurmModel): Role | null {
  if (model.controllers.includes(slot.name)) {
    return {
      group: 'slurm_controller',
      packages: ['slurmctld', 'slurm-client'],
      files: [stateFile(model)],
      units: ['slurmctld.service'],
    };
  }
  if (model.nodes.some((one) => one.slot === slot.name)) {
    return {
      group: 'slurm_node',
      packages: ['slurmd', 'slurm-client'],
      files: scriptFiles,
      units: ['slurmd.service'],
    };
  }
  const client = { group: 'slurm_client', packages: ['slurm-client'], files: [], units: [] };
  if (model.login.includes(slot.name)) return { ...client, files: jobFiles(cluster, model) };
  return slot.role === 'control' ? client : null;
}

/** The state is there before the daemon is, also where it lies on a mount. */
function stateFile({ stateDir }: SlurmModel): NodeFile {
  return {
    path: '/etc/systemd/system/slurmctld.service.d/rackform.conf',
    mode: '0644',
    content: `# Written by rackform.
[Unit]
RequiresMountsFor=${stateDir}

[Service]
# A file server that squashes root has it made by others.
ExecStartPre=-/usr/bin/install -d -o slurm -g slurm -m 0700 ${stateDir}
`,
    group: 'slurm_controller',
    restarts: ['slurmctld.service'],
  };
}

/** Clusters are many lines long, and each of their machines has the same. */
const configFiles = oncePer((cluster: ClusterModel): readonly NodeFile[] => {
  const { slurm: model, topology } = cluster.software;
  if (model === null) return [];
  return (
    [
      ['slurm.conf', slurmConf(cluster, model)],
      ['gres.conf', gresConf(model)],
      ['topology.conf', topologyConf(topology)],
      ['cgroup.conf', cgroupConf],
    ] as const
  ).map(
    ([name, content]): NodeFile => ({
      path: `/etc/slurm/${name}`,
      mode: '0644',
      content,
      group: 'slurm',
      restarts: ['slurmctld.service', 'slurmd.service'],
    }),
  );
});
