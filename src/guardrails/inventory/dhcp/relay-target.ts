import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A DHCP relay that leads nowhere. */
export const dhcpRelayTarget: InventoryRule = {
  tier: 'inventory',
  id: 'dhcp/relay-target',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a DHCP relay leads to a network that a rack controller serves',
  rationale:
    'MAAS refuses a relay to itself and a chain of relays, and a relay to a network without DHCP is answered by nobody',
  source: 'read in the MAAS source (forms/vlan.py)',
  *check(site) {
    const networks = new Map(site.networks.map((network) => [network.name, network]));
    for (const network of site.networks) {
      if (network.dhcp.by !== 'relay') continue;
      const target = networks.get(network.dhcp.to);
      // An unknown name is reported as one by resolve.
      if (target === undefined || target.dhcp.by === 'rack-controller') continue;
      const why =
        target === network
          ? 'itself'
          : target.dhcp.by === 'relay'
            ? `${quote(target.name)}, which is relayed too`
            : `${quote(target.name)}, whose DHCP is by ${target.dhcp.by}`;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} relays DHCP to ${why}`,
        at: networkAt(site, network.name, 'dhcp', 'to'),
        hint: 'relay to a network with dhcp by: rack-controller',
      };
    }
  },
};
