import { quote } from '../../support/groups.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Addresses set aside for a DHCP server that is not MAAS. */
export const dhcpRangeWithoutServer: InventoryRule = {
  tier: 'inventory',
  id: 'dhcp/range-without-server',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a dynamic range belongs to a network with DHCP by MAAS',
  rationale:
    'MAAS gives out dynamic ranges only where it answers DHCP; elsewhere the addresses lie idle, and reserved is the word for what another server gives out',
  source: 'MAAS network services guide (read)',
  *check(site) {
    // There it is what rackform keeps free for whoever answers.
    if (site.provisioner.type === 'ironic') return;
    for (const network of site.networks) {
      if (network.dhcp.by === 'rack-controller' || network.dhcp.by === 'relay') continue;
      for (const subnet of network.subnets) {
        const range = subnet.ranges.find(({ type }) => type === 'dynamic');
        if (range === undefined) continue;
        yield {
          subject: network.name,
          message: `range ${quote(range.name)} of network ${quote(network.name)} is dynamic, and MAAS does not answer DHCP there (by ${network.dhcp.by})`,
          at: subnetAt(site, network.name, subnet.name, 'ranges', range.name, 'type'),
          hint: 'use type reserved, or set dhcp on the network',
        };
      }
    }
  },
};
