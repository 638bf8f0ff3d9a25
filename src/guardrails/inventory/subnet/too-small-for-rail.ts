import { groupBy } from '../../../model/group.js';
import { counted, quote, sum } from '../../support/groups.js';
import { isEnrolled } from '../../support/machines.js';
import { hostAddresses, subnetsOf } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A rail network with fewer addresses than machines. */
export const subnetTooSmallForRail: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/too-small-for-rail',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a rail network has an address for every machine on the rail',
  rationale:
    'prefixes of rails are cut tightly (32 machines and a gateway need a /26), and growing one later renumbers every machine',
  source: 'arithmetic; Juniper and NVIDIA reference designs (read)',
  *check(site) {
    const views = groupBy(subnetsOf(site), (view) => view.network);
    for (const network of site.networks) {
      if (network.purpose !== 'rail' || network.rail === null || network.subnets.length === 0) continue;
      const machines = site.machines.filter(
        (machine) =>
          isEnrolled(machine) &&
          machine.nics.some((nic) => nic.roles.includes('rail') && nic.rail === network.rail),
      ).length;
      const room = sum((views.get(network) ?? []).map((view) => Number(roomOf(view, network.addressing))));
      if (machines <= room) continue;
      yield {
        subject: network.name,
        message: `rail network ${quote(network.name)} has room for ${counted(room, 'machine')}, and ${machines} have a NIC on rail ${network.rail}`,
        at: networkAt(site, network.name, 'subnets'),
        hint: 'take a shorter prefix length, or add a subnet',
      };
    }
  },
};

function roomOf(
  { prefix, gateway }: { readonly prefix: Parameters<typeof hostAddresses>[0]; readonly gateway: unknown },
  addressing: 'shared' | 'point-to-point',
): bigint {
  if (addressing === 'point-to-point') return (prefix.last - prefix.first + 1n) / 2n;
  return hostAddresses(prefix) - (gateway === null ? 0n : 1n);
}
