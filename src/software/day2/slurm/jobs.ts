import type { SlurmModel } from '../../../model/software-types.js';
import type { ClusterModel } from '../../../model/types.js';
import type { NodeFile } from '../node.js';

const folder = '/usr/local/share/rackform/jobs';

/** Jobs to submit as they are, on the machines that people log in on: one set for each partition with GPUs. */
export function jobFiles(cluster: ClusterModel, { nodes, partitions }: SlurmModel): readonly NodeFile[] {
  return partitions.flatMap(({ name }) => {
    const own = nodes.filter(({ partition, gpus }) => partition === name && gpus !== null);
    const gpus = Math.min(...own.map((node) => node.gpus?.count ?? 0));
    const first = own[0];
    if (first === undefined || gpus === 0) return [];
    const vendor = first.gpus?.files.startsWith('/dev/nvidia') ? 'nvidia' : 'amd';
    const job = { cluster: cluster.name, partition: name, nodes: own.length, gpus };
    return [
      jobFile(`${name}-burn-in.sbatch`, burnIn(job, tests[vendor].burnIn)),
      jobFile(`${name}-all-reduce.sbatch`, allReduce(job, tests[vendor].allReduce)),
    ];
  });
}

function jobFile(name: string, content: string): NodeFile {
  return { path: `${folder}/${name}`, mode: '0755', content, group: 'slurm_client', restarts: [] };
}

const tests = {
  nvidia: { burnIn: 'dcgmi diag --run 3', allReduce: 'all_reduce_perf' },
  amd: {
    burnIn: 'amd-smi static && rvs -c /opt/rocm/share/rocm-validation-suite/conf/gst_single.conf',
    allReduce: 'all_reduce_perf',
  },
} as const;

interface Job {
  readonly cluster: string;
  readonly partition: string;
  readonly nodes: number;
  readonly gpus: number;
}

function header(name: string, { partition, nodes, gpus }: Job, tasks: number): string {
  return `#!/bin/bash
#SBATCH --job-name=${name}
#SBATCH --partition=${partition}
#SBATCH --nodes=${nodes}
#SBATCH --ntasks-per-node=${tasks}
#SBATCH --gpus-per-node=${gpus}
#SBATCH --exclusive
`;
}

function burnIn(job: Job, command: string): string {
  return `${header('burn-in', job, 1)}#SBATCH --time=02:00:00
# Written by rackform. Every machine of the partition by itself: its own check in full, then the vendor's test.
set -euo pipefail
srun --kill-on-bad-exit=0 --output=burn-in-%N.log bash -c '/usr/local/lib/rackform/check && ${command}'
`;
}

function allReduce(job: Job, command: string): string {
  return `${header('all-reduce', job, job.gpus)}#SBATCH --time=00:30:00
# Written by rackform. All GPUs of the partition at once, from 8 bytes to 8 GB. The last column but one is the bus
# bandwidth in GB/s; that of the largest size is the one to compare. ALL_REDUCE: path of ${command}, one of rccl-tests or
# nccl-tests built with MPI. MPI: the kind that it was built for.
set -euo pipefail
srun --mpi="\${MPI:-pmix}" "\${ALL_REDUCE:-${command}}" --minbytes 8 --maxbytes 8G --stepfactor 2 --ngpus 1
`;
}
