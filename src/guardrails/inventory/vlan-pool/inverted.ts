import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A pool of VLAN numbers that holds none, or the one that is no number. */
export const vlanPoolInverted: InventoryRule = {
  tier: 'inventory',
  id: 'vlan-pool/inverted',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a VLAN pool runs from a lower number to a higher one, and not from 0',
  rationale:
    'an empty pool gives no numbers; 0 is the untagged VLAN of a fabric, which no network can be given',
  source: 'IEEE 802.1Q; read in the MAAS source (models/vlan.py)',
  *check(site) {
    for (const { name, from, to } of site.vlanPools) {
      if (from > 0 && from <= to) continue;
      yield {
        subject: name,
        message:
          from > to
            ? `VLAN pool ${quote(name)} runs from ${from} down to ${to}`
            : `VLAN pool ${quote(name)} begins with 0, the untagged VLAN`,
        at: siteAt(site, 'vlanPools', name, 'from'),
      };
    }
  },
};
