import type { MigModel } from '../../../model/types.js';
import type { NodeFile, NodePart } from '../node.js';

/** Where what cuts GPUs lies. */
export const migPaths = {
  script: '/usr/local/lib/rackform/mig',
  plan: '/etc/rackform/mig.conf',
  unit: 'rackform-mig.service',
} as const;

/**
 * Cuts the GPUs of a machine into MIG instances at each boot, where no GPU operator does: instances never survive one.
 * The script is on every machine with such GPUs, since it also gives them back whole.
 */
export const mig: NodePart = ({ slot, machine, cluster }) => {
  const { gpus } = machine.hardware;
  if (gpus?.vendor !== 'nvidia' || !gpus.migCapable) return {};
  const layout = slot.mig?.layout ?? [];
  const byOperator = (cluster.software.kubernetes?.gpuOperator ?? null) !== null;
  if (layout.length === 0 || byOperator) return { files: [scriptFile] };
  return {
    files: [
      scriptFile,
      {
        path: migPaths.plan,
        mode: '0644',
        content: planText(layout, gpus.count),
        group: null,
        restarts: [],
      },
      {
        path: `/etc/systemd/system/${migPaths.unit}`,
        mode: '0644',
        content: unitText,
        group: 'all',
        restarts: [],
      },
    ],
    bootUnits: [migPaths.unit],
  };
};

/** Large instances first: they fit at few places of a GPU, small ones at those that are left. */
export function planText(layout: MigModel['layout'], count: number): string {
  const cut = new Map(
    layout.flatMap(({ devices, instances }) => {
      const profiles = instances
        .flatMap(({ profile, count: of }) => Array.from({ length: of }, () => profile))
        .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
      return devices.map((device) => [device, profiles.join(',')] as const);
    }),
  );
  const lines = Array.from({ length: count }, (_, gpu) => `${gpu} ${cut.get(gpu) ?? '-'}\n`);
  return `# Written by rackform: each GPU by its index, and what it is cut into; - for one that stays whole.\n${lines.join('')}`;
}

const unitText = `# Written by rackform.
[Unit]
Description=Cut the GPUs into MIG instances
ConditionPathExists=/usr/bin/nvidia-smi
After=nvidia-persistenced.service nvidia-fabricmanager.service
Before=nvidia-dcgm.service slurmd.service rke2-agent.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${migPaths.script}

[Install]
WantedBy=multi-user.target
`;

const script = `#!/bin/bash
# Written by rackform. Cuts the GPUs of this machine as ${migPaths.plan} says, where they are not cut so; what is in use
# is left alone, and told.
#   mig          cuts
#   mig --check  fails where a GPU is not cut as it should be, and changes nothing
#   mig --off    gives all GPUs back whole, and switches MIG off
set -euo pipefail

plan=\${RACKFORM_MIG_PLAN:-${migPaths.plan}}
action=\${1:-cut}

# A driver too old for it, or a GPU without it, says [N/A].
mode() {
  nvidia-smi --id="$1" --query-gpu=mig.mode.current --format=csv,noheader
}

found() {
  nvidia-smi --id="$1" -L | sed -n 's/^ *MIG \\([^ ]*\\) *Device.*/\\1/p' | sort | paste -sd, -
}

sorted() {
  tr ',' '\\n' <<<"$1" | sort | paste -sd, -
}

is_as_planned() {
  if [[ $2 == - ]]; then
    [[ $(mode "$1") != Enabled ]]
  else
    [[ $(mode "$1") == Enabled && $(found "$1") == "$(sorted "$2")" ]]
  fi
}

# What holds a GPU open keeps it from being reset or cut. It runs again in the end, whatever that is.
paused=()
pause() {
  if systemctl is-active --quiet "$1"; then
    systemctl stop "$1"
    paused+=("$1")
  fi
}
trap '[[ \${#paused[@]} -eq 0 ]] || systemctl start "\${paused[@]}"' EXIT

set_mode() {
  local wanted=Disabled
  [[ $2 == 1 ]] && wanted=Enabled
  nvidia-smi --id="$1" --multi-instance-gpu="$2"
  if [[ $(mode "$1") != "$wanted" ]]; then
    # Up to the A100 the mode is pending until the GPU is reset.
    pause nvidia-persistenced.service
    nvidia-smi --id="$1" --gpu-reset
    # Before it is cut: instances are lost when the last one that holds the GPU lets go of it.
    systemctl start nvidia-persistenced.service
  fi
}

# What is on a GPU is lost when it is cut.
require_idle() {
  local users
  users=$(nvidia-smi --id="$1" --query-compute-apps=pid --format=csv,noheader)
  if [[ -n $users ]]; then
    echo "GPU $1 is used by processes \${users//$'\\n'/ }; free the machine first" >&2
    exit 3
  fi
}

make_whole() {
  if [[ -n $(found "$1") ]]; then
    nvidia-smi mig --id "$1" --destroy-compute-instance
    nvidia-smi mig --id "$1" --destroy-gpu-instance
  fi
}

apply() {
  require_idle "$1"
  pause nvidia-dcgm.service
  [[ $(mode "$1") != Enabled ]] || make_whole "$1"
  if [[ $2 == - ]]; then
    [[ $(mode "$1") != Enabled ]] || set_mode "$1" 0
    return
  fi
  [[ $(mode "$1") == Enabled ]] || set_mode "$1" 1
  nvidia-smi mig --id "$1" --create-gpu-instance "$2" --default-compute-instance
}

if [[ $action == --off ]]; then
  lines=$(nvidia-smi --query-gpu=index --format=csv,noheader | sed 's/$/ -/')
else
  lines=$(grep -v '^#' "$plan")
fi

wrong=0
while read -r gpu profiles; do
  if is_as_planned "$gpu" "$profiles"; then continue; fi
  if [[ $action == --check ]]; then
    echo "GPU $gpu is not cut into $profiles" >&2
    wrong=1
  else
    apply "$gpu" "$profiles"
  fi
done <<<"$lines"
exit "$wrong"
`;

const scriptFile: NodeFile = {
  path: migPaths.script,
  mode: '0755',
  content: script,
  group: 'all',
  restarts: [],
};
