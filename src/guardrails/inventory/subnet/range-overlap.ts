import { quote } from '../../support/groups.js';
import { subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two ranges with common addresses. */
export const subnetRangeOverlap: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/range-overlap',
  severity: 'error',
  mayAcknowledge: false,
  title: 'ranges of a subnet share no address',
  rationale: 'an address in two ranges is given out twice; MAAS refuses the second range',
  source: 'measured against MAAS 3.5.13: "Requested reserved range conflicts with an existing range."',
  *check(site) {
    for (const { network, subnet, ranges } of subnetsOf(site)) {
      const sorted = ranges
        .filter(({ from, to }) => from.value <= to.value)
        .sort((a, b) => (a.from.value < b.from.value ? -1 : a.from.value > b.from.value ? 1 : 0));
      let before = sorted[0];
      for (const here of sorted.slice(1)) {
        if (before !== undefined && here.from.value <= before.to.value) {
          yield {
            subject: `${network.name}/${subnet.name}`,
            message: `ranges ${quote(before.range.name)} (${before.range.from} to ${before.range.to}) and ${quote(here.range.name)} (${here.range.from} to ${here.range.to}) overlap`,
            at: subnetAt(site, network.name, subnet.name, 'ranges', here.range.name),
          };
        }
        if (before === undefined || here.to.value > before.to.value) before = here;
      }
    }
  },
};
