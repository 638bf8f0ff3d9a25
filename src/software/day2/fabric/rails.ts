import { roce } from '../../../facts/roce.js';
import type { RailModel } from '../../../model/types.js';
import type { NodePart } from '../node.js';

const configFile = '/etc/rackform/rails.conf';
const script = '/usr/local/lib/rackform/rails';
const unit = 'rackform-rails.service';

/** Name of the RDMA device of a rail: the same on all machines, whatever the driver calls it. */
export function railDevice({ rail }: RailModel): string {
  return `rail${rail}`;
}

/** Names and marking of the RDMA devices of the rails. Addresses and routes are there since the first boot. */
export const rails: NodePart = ({ slot }) => {
  const known = slot.rails.filter(({ mac }) => mac !== null);
  if (known.length === 0) return {};
  const lines = known.map((rail) => `${railDevice(rail)}|${rail.kind}|${rail.mac}\n`);
  return {
    packages: ['rdma-core', 'iproute2'],
    files: [
      {
        path: configFile,
        mode: '0644',
        content: `# Written by rackform: device|kind|hardware address\n${lines.join('')}`,
        group: null,
        restarts: [unit],
      },
      { path: script, mode: '0755', content: scriptText, group: 'rails', restarts: [unit] },
      {
        path: `/etc/systemd/system/${unit}`,
        mode: '0644',
        content: unitText,
        group: 'rails',
        restarts: [unit],
      },
    ],
    groups: ['rails'],
    units: [unit],
  };
};

const unitText = `# Written by rackform.
[Unit]
Description=Names and marking of the compute rails
After=network-pre.target systemd-udev-settle.service
Wants=systemd-udev-settle.service
Before=slurmd.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${script}

[Install]
WantedBy=multi-user.target
`;

const { dscp, priority, notificationDscp, notificationPriority, trafficClass } = roce;

const scriptText = `#!/bin/bash
# Written by rackform. Names the RDMA device of each rail of ${configFile}, and has RoCE marked as the
# switches expect it: DSCP ${dscp} in priority ${priority} with PFC, notifications with DSCP ${notificationDscp} in priority ${notificationPriority}.
set -euo pipefail
root=\${RACKFORM_ROOT:-}
status=0

problem() {
  echo "rails: $*" >&2
  status=1
}

# port_of ADDRESS: the network interface with it. An InfiniBand port shows 20 octets; the last eight are its own.
port_of() {
  local wanted=$1 nic current
  [ "\${#wanted}" -le 23 ] || wanted=\${wanted: -23}
  for nic in "$root"/sys/class/net/*; do
    [ -e "$nic/device" ] || continue
    current=$(tr '[:upper:]' '[:lower:]' <"$nic/address")
    if [[ $current == *"$wanted" ]]; then
      echo "\${nic##*/}"
      return
    fi
  done
}

mark() { # DEVICE INTERFACE
  dcb pfc set dev "$2" prio-pfc all:off ${priority}:on || problem "PFC of $2 cannot be set"
  dcb ets set dev "$2" prio-tc all:0 ${priority}:${priority} ${notificationPriority}:${notificationPriority} || problem "traffic classes of $2 cannot be set"
  dcb app replace dev "$2" dscp-prio ${dscp}:${priority} ${notificationDscp}:${notificationPriority} || problem "DSCP of $2 cannot be set"
  local class=$root/sys/class/infiniband/$1/tc/1/traffic_class tos=$root/sys/kernel/config/rdma_cm/$1
  # Connections that are made without the connection manager: drivers of the vendor only.
  [ ! -e "$class" ] || echo ${trafficClass} >"$class" || problem "traffic class of $1 cannot be set"
  if [ -d "\${tos%/*}" ]; then
    mkdir -p "$tos"
    echo ${trafficClass} >"$tos/ports/1/default_roce_tos" || problem "traffic class of $1 cannot be set"
  fi
}

modprobe rdma_cm 2>/dev/null || true
while IFS='|' read -r rail kind address; do
  case $rail in '#'* | '') continue ;; esac
  nic=$(port_of "$address")
  if [ -z "$nic" ]; then
    problem "no NIC has the address $address of $rail"
    continue
  fi
  device=
  for found in "$root/sys/class/net/$nic/device/infiniband"/*; do
    [ ! -e "$found" ] || device=\${found##*/}
  done
  if [ -z "$device" ]; then
    problem "$nic of $rail has no RDMA device"
    continue
  fi
  if [ "$device" != "$rail" ]; then
    rdma dev set "$device" name "$rail" || problem "$device cannot be named $rail"
  fi
  [ "$kind" != ethernet ] || mark "$rail" "$nic"
done <"$root${configFile}"
exit "$status"
`;
