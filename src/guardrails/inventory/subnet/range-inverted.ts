import { quote } from '../../support/groups.js';
import { subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A range that ends before it begins. */
export const subnetRangeInverted: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/range-inverted',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a range runs from a lower address to a higher one',
  rationale: 'MAAS refuses a range whose end is before its start',
  source: 'read in the MAAS source (models/iprange.py)',
  *check(site) {
    for (const { network, subnet, ranges } of subnetsOf(site)) {
      for (const { range, from, to } of ranges) {
        if (from.value <= to.value) continue;
        yield {
          subject: `${network.name}/${subnet.name}`,
          message: `range ${quote(range.name)} runs from ${range.from} down to ${range.to}`,
          at: subnetAt(site, network.name, subnet.name, 'ranges', range.name, 'to'),
        };
      }
    }
  },
};
