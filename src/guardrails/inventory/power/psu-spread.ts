import { groupBy } from '../../../model/group.js';
import { counted, listed, quote } from '../../support/groups.js';
import { hardwareAt } from '../../support/places.js';
import { rackLoads } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** A machine that has too few power supplies left when a feed fails. */
export const powerPsuSpread: InventoryRule = {
  tier: 'inventory',
  id: 'power/psu-spread',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the loss of one feed leaves every machine the power supplies it needs',
  rationale:
    'power supplies are spread evenly over the feeds, so one feed takes ceil(psus / feeds) of them; with fewer than it needs a machine throttles its GPUs or goes down (a DGX H100 needs 4 of 6, so two feeds leave it 3)',
  source: 'arithmetic; power supply counts of DGX systems by secondary sources',
  *check(site) {
    const cases = rackLoads(site).flatMap(({ rack, machines }) => {
      const feeds = rack.feeds.length;
      if (feeds < 2) return [];
      return machines.flatMap(({ hardware: { profile, power } }) => {
        if (power.psus === null || power.psusNeeded === null) return [];
        const left = power.psus - Math.ceil(power.psus / feeds);
        return left >= power.psusNeeded ? [] : [{ rack: rack.name, profile, power, feeds, left }];
      });
    });
    for (const [profile, found] of groupBy(cases, (each) => each.profile)) {
      const [first] = found;
      if (first === undefined) continue;
      const racks = [...new Set(found.map((each) => each.rack))];
      yield {
        subject: profile,
        message: `hardware profile ${quote(profile)} needs ${first.power.psusNeeded} of its ${first.power.psus} power supplies, and of ${first.feeds} feeds the loss of one leaves ${first.left}`,
        at: hardwareAt(profile, 'power', 'psusNeeded'),
        hint: 'spread the power supplies over three feeds, or acknowledge that a lost feed throttles the machines',
        follows: [`${counted(found.length, 'machine')} in ${listed(racks)}`],
      };
    }
  },
};
