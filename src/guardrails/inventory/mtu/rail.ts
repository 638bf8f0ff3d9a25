import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Below it RoCE cannot use its largest MTU of 4096 bytes. */
const ROCE_MTU = 4200;

/** A rail whose MTU holds RoCE back. */
export const mtuRail: InventoryRule = {
  tier: 'inventory',
  id: 'mtu/rail',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'Ethernet rails have an MTU of at least 4200 bytes',
  rationale:
    'RoCE takes 4096 bytes a packet only where the link MTU is about 4200 or more; at 1500 it falls to 1024 and throughput with it',
  source: 'RoCEv2 runbook (read)',
  *check(site) {
    const infiniband = new Set<number | null>();
    for (const { nics } of site.machines) {
      for (const nic of nics) if (nic.kind === 'infiniband') infiniband.add(nic.rail);
    }
    for (const network of site.networks) {
      if (network.purpose !== 'rail' || network.mtu >= ROCE_MTU) continue;
      if (network.rail !== null && infiniband.has(network.rail)) continue;
      yield {
        subject: network.name,
        message: `rail network ${quote(network.name)} has MTU ${network.mtu}, and RoCE wants at least ${ROCE_MTU}`,
        at: networkAt(site, network.name, 'mtu'),
        hint: 'set mtu: 9000 here, and 9216 on the switches',
      };
    }
  },
};
