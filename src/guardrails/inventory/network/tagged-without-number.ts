import { quote } from '../../support/groups.js';
import { hasNumber } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A tag without a number. */
export const networkTaggedWithoutNumber: InventoryRule = {
  tier: 'inventory',
  id: 'network/tagged-without-number',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a tagged network has a VLAN number',
  rationale: 'VLAN 0 is what MAAS calls the untagged VLAN of a fabric; frames with a tag carry 1 to 4094',
  source: 'IEEE 802.1Q; read in the MAAS source (models/vlan.py)',
  *check(site) {
    for (const network of site.networks) {
      if (!network.tagged || network.vid !== 0 || !hasNumber(network)) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} is tagged and has no VLAN number`,
        at: networkAt(site, network.name, 'tagged'),
        hint: 'give vlan a number from 1 to 4094, or leave tagged out',
      };
    }
  },
};
