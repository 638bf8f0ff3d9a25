import { groupBy } from '../../../model/group.js';
import type { SlurmModel, SlurmNodeModel, TopologySwitch } from '../../../model/software-types.js';
import type { ClusterModel } from '../../../model/types.js';
import { hostlist } from '../hostlist.js';
import { slurmScripts } from './scripts.js';

const head = '# Written by rackform. Changes are overwritten; the definition is the place for them.\n';

/** `slurm.conf`, the same on all machines of a cluster. */
export function slurmConf(cluster: ClusterModel, slurm: SlurmModel): string {
  const { stateDir, controllers, login, nodes, partitions, ...unmapped } = slurm;
  unmapped satisfies Record<string, never>;
  const addresses = new Map(cluster.slots.map((slot) => [slot.name, slot.dnsAddress]));
  const at = (name: string) => `${name}${addresses.get(name) ? `(${addresses.get(name)})` : ''}`;
  // Machines to log in on send jobs and run none: they stand in no line.
  void login;
  return [
    head,
    ...[
      ['ClusterName', cluster.name],
      ...controllers.map((name) => ['SlurmctldHost', at(name)]),
      ['SlurmUser', 'slurm'],
      ['AuthType', 'auth/munge'],
      ['CredType', 'cred/munge'],
      ['StateSaveLocation', stateDir],
      ['SlurmdSpoolDir', '/var/spool/slurmd'],
      ['SlurmctldPidFile', '/run/slurmctld.pid'],
      ['SlurmdPidFile', '/run/slurmd.pid'],
      ['ProctrackType', 'proctrack/cgroup'],
      ['TaskPlugin', 'task/affinity,task/cgroup'],
      ['SelectType', 'select/cons_tres'],
      ['SelectTypeParameters', 'CR_Core_Memory'],
      ['TopologyPlugin', 'topology/tree'],
      ['GresTypes', 'gpu'],
      ['MpiDefault', 'none'],
      // RDMA locks memory, and the limit of a machine to log in on is none for a job.
      ['PropagateResourceLimitsExcept', 'MEMLOCK'],
      // A node that was drained by a failed check stays so; one that only went away comes back.
      ['ReturnToService', '1'],
      ['PrologFlags', 'Contain'],
      ['Prolog', slurmScripts.prolog],
      ['Epilog', slurmScripts.epilog],
      ['HealthCheckProgram', slurmScripts.health],
      ['HealthCheckInterval', '300'],
      ['HealthCheckNodeState', 'IDLE'],
    ].map(([key, value]) => `${key}=${value}\n`),
    '\n',
    ...nodes.map(nodeLine),
    '\n',
    ...partitions.map(({ name, isDefault }) => {
      const own = nodes.filter(({ partition }) => partition === name).map(({ slot }) => slot);
      return `PartitionName=${name} Nodes=${hostlist(own)} Default=${isDefault ? 'YES' : 'NO'} MaxTime=INFINITE State=UP\n`;
    }),
  ].join('');
}

function nodeLine(node: SlurmNodeModel): string {
  const { slot, partition, address, sockets, coresPerSocket, threadsPerCore, ...rest } = node;
  const { memoryMiB, reservedMiB, gpus, isLeaving, ...unmapped } = rest;
  unmapped satisfies Record<string, never>;
  void partition;
  const fields = [
    `NodeName=${slot}`,
    ...(address === null ? [] : [`NodeAddr=${address}`]),
    `Boards=1 SocketsPerBoard=${sockets} CoresPerSocket=${coresPerSocket} ThreadsPerCore=${threadsPerCore}`,
    `RealMemory=${memoryMiB}`,
    ...(reservedMiB === 0 ? [] : [`MemSpecLimit=${reservedMiB}`]),
    ...(gpus === null ? [] : [`Gres=gpu:${gpus.type}:${gpus.count}`]),
    isLeaving ? 'State=DRAIN Reason="given back"' : 'State=UNKNOWN',
  ];
  return `${fields.join(' ')}\n`;
}

/** `gres.conf`: which device is which GPU, stated, so that it does not depend on how Slurm was built. */
export function gresConf({ nodes }: SlurmModel): string {
  const groups = groupBy(nodes, ({ gpus }) => (gpus === null ? null : `${gpus.type} ${gpus.files}`));
  const lines = [...groups.values()].flatMap((members) => {
    const gpus = members[0]?.gpus;
    return gpus == null
      ? []
      : [
          `NodeName=${hostlist(members.map(({ slot }) => slot))} Name=gpu Type=${gpus.type} File=${gpus.files}\n`,
        ];
  });
  return `${head}AutoDetect=off\n${lines.join('')}`;
}

/** `topology.conf`: racks within rail units within the fabric. */
export function topologyConf(topology: readonly TopologySwitch[]): string {
  const lines = topology.map(({ name, switches, slots, ...unmapped }) => {
    unmapped satisfies Record<string, never>;
    return `SwitchName=${name} ${slots.length > 0 ? `Nodes=${hostlist(slots)}` : `Switches=${hostlist(switches)}`}\n`;
  });
  return `${head}${lines.join('')}`;
}

/** `cgroup.conf`: a job gets the cores, memory and GPUs that it asked for, and no others. */
export const cgroupConf = `${head}ConstrainCores=yes\nConstrainDevices=yes\nConstrainRAMSpace=yes\nConstrainSwapSpace=yes\n`;
