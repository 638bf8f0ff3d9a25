import { roce } from '../../../facts/roce.js';
import type { SlotModel } from '../../../model/types.js';
import type { NodePart } from '../node.js';
import { railDevice } from './rails.js';

/**
 * What NCCL and RCCL are told of the network, for every job.
 *
 * Both read a file below /etc where no variable says otherwise: NCCL /etc/nccl.conf (NCCL user guide), RCCL
 * /etc/rccl.conf (RCCL environment variables, read).
 */
export const collectives: NodePart = ({ slot, machine }) => {
  const file = { nvidia: '/etc/nccl.conf', amd: '/etc/rccl.conf', intel: null }[
    machine.hardware.gpus?.vendor ?? 'intel'
  ];
  if (file === null || slot.rails.length === 0) return {};
  return {
    files: [
      {
        path: file,
        mode: '0644',
        content: `# Written by rackform.\n${settings(slot)
          .map(([key, value]) => `${key}=${value}\n`)
          .join('')}`,
        group: null,
        restarts: [],
      },
    ],
  };
};

/** Variables by name. Empty for a machine without rails. */
export function settings({ rails, ports, dnsAddress }: SlotModel): readonly (readonly [string, string])[] {
  const first = ports
    .flatMap(({ links }) => links)
    .find(({ address }) => address !== null && address === dnsAddress);
  const isRoce = rails.some(({ kind }) => kind === 'ethernet');
  return [
    // Exactly these: storage and in-band NICs have RDMA devices too.
    ['NCCL_IB_HCA', `=${rails.map(railDevice).join(',')}`],
    ...(first === undefined ? [] : [['NCCL_SOCKET_IFNAME', `=${first.interface}`] as const]),
    // Rail r of a machine is on one switch with rail r of the others, and reaches other rails by the spines only.
    ['NCCL_CROSS_NIC', '0'],
    ...(isRoce
      ? ([
          ['NCCL_IB_TC', String(roce.trafficClass)],
          ['NCCL_IB_ROCE_VERSION_NUM', '2'],
        ] as const)
      : []),
  ];
}
