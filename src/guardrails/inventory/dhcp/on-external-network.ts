import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** MAAS asked to serve a network that it never sees. */
export const dhcpOnExternalNetwork: InventoryRule = {
  tier: 'inventory',
  id: 'dhcp/on-external-network',
  severity: 'error',
  mayAcknowledge: false,
  title: 'MAAS answers DHCP only on networks that it knows',
  rationale:
    'a network with mode external is never made in MAAS, so its rack controllers neither serve nor relay it',
  source: 'how rackform declares networks',
  *check(site) {
    for (const network of site.networks) {
      const { by } = network.dhcp;
      if (network.mode !== 'external' || (by !== 'rack-controller' && by !== 'relay')) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} has mode external and DHCP by ${by}`,
        at: networkAt(site, network.name, 'dhcp'),
        hint: 'set mode: managed or existing with a fabric, or dhcp by: external',
      };
    }
  },
};
