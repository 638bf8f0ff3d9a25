import { kilowatts, quote, sum } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { rackLoads, usableFeeds } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** A rack whose remaining feeds do not carry it when the largest fails. */
export const powerFeedLoss: InventoryRule = {
  tier: 'inventory',
  id: 'power/feed-loss',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a rack with several feeds survives the loss of one',
  rationale:
    'when one feed fails the others take its load; where they cannot carry it, their breakers trip too and the second feed was of no use',
  source: 'arithmetic on the hardware profiles (2N and N+1 feeds)',
  *check(site) {
    for (const { rack, watts } of rackLoads(site)) {
      const [, ...left] = usableFeeds(rack);
      if (left.length === 0 || watts <= sum(left)) continue;
      // Above all feeds together is the other rule's business.
      if (watts > sum(usableFeeds(rack))) continue;
      yield {
        subject: rack.name,
        message: `rack ${quote(rack.name)} draws up to ${kilowatts(watts)}, and without its largest feed ${kilowatts(sum(left))} are left`,
        at: siteAt(site, 'racks', rack.name, 'feeds'),
        hint: 'move machines, cap their power, or acknowledge that a lost feed takes the rack down',
      };
    }
  },
};
