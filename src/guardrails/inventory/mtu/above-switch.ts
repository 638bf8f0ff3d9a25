import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Hosts that send larger frames than their switches take. */
export const mtuAboveSwitch: InventoryRule = {
  tier: 'inventory',
  id: 'mtu/above-switch',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the MTU of hosts is not above that of the switches',
  rationale: 'switches drop larger frames without a word: small packets pass, large transfers hang',
  source:
    'common practice (host 9000, switch 9216), secondary sources; whether a switch counts headers differs by vendor',
  *check(site) {
    for (const network of site.networks) {
      if (network.switchMtu === null || network.mtu <= network.switchMtu) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} has MTU ${network.mtu} on hosts and ${network.switchMtu} on switches`,
        at: networkAt(site, network.name, 'mtu'),
        hint: 'lower mtu, or raise the MTU of the switches and switchMtu with it',
      };
    }
  },
};
