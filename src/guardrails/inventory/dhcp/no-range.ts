import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** DHCP that has no address to give. */
export const dhcpNoRange: InventoryRule = {
  tier: 'inventory',
  id: 'dhcp/no-range',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a network with DHCP by a rack controller has a dynamic range',
  rationale: 'MAAS turns DHCP on only where a subnet of the VLAN has a dynamic range',
  source: 'read in the MAAS source (forms/vlan.py)',
  *check(site) {
    const relayed = new Set(site.networks.flatMap(({ dhcp }) => (dhcp.by === 'relay' ? [dhcp.to] : [])));
    for (const network of site.networks) {
      const hasRange = network.subnets.some(({ ranges }) => ranges.some(({ type }) => type === 'dynamic'));
      if (network.dhcp.by !== 'rack-controller' || hasRange) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} has DHCP by rack controller ${quote(network.dhcp.primary)} and no dynamic range`,
        at: networkAt(site, network.name, 'dhcp'),
        hint: 'add a range of type dynamic to one of its subnets',
        ...(relayed.has(network.name)
          ? { follows: ['networks that relay to it get no address either'] }
          : {}),
      };
    }
  },
};
