import type { NodeFile } from '../node.js';

const folder = '/usr/local/lib/rackform';

/** Where the scripts lie that Slurm runs. */
export const slurmScripts = {
  prolog: `${folder}/slurm-prolog`,
  epilog: `${folder}/slurm-epilog`,
  health: `${folder}/slurm-health`,
} as const;

const check = `${folder}/check`;

/** Before a job: a machine on which something is missing gets none, and is drained by the failure. */
const prolog = `#!/bin/bash
# Written by rackform. Runs on each machine of a job before it: its failure drains the machine and queues the job anew.
set -euo pipefail
exec ${check} --quick
`;

/** After a job. What it left behind is gone with its cgroup. */
const epilog = `#!/bin/bash
# Written by rackform. Runs on each machine of a job after it: its failure drains the machine.
set -euo pipefail
exec ${check} --quick
`;

/** While a machine is idle. Slurm takes no notice of how it ends, so it drains by itself. */
const health = `#!/bin/bash
# Written by rackform. Slurm runs it on idle machines.
set -euo pipefail
if ! found=$(${check} --quick 2>&1); then
  scontrol update NodeName="\${SLURMD_NODENAME:-$(hostname -s)}" State=DRAIN Reason="check: \${found:0:200}"
fi
`;

/** The scripts as files. */
export const scriptFiles: readonly NodeFile[] = (
  [
    [slurmScripts.prolog, prolog],
    [slurmScripts.epilog, epilog],
    [slurmScripts.health, health],
  ] as const
).map(([path, content]) => ({ path, mode: '0755', content, group: 'slurm', restarts: [] }));
