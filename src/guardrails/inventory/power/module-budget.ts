import { groupBy } from '../../../model/group.js';
import { kilowatts, listed, quote, sum } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { rackLoads } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** Racks of a module that draw more than it has. */
export const powerModuleBudget: InventoryRule = {
  tier: 'inventory',
  id: 'power/module-budget',
  severity: 'error',
  mayAcknowledge: true,
  title: 'the racks of a module draw no more than its budget',
  rationale:
    'power and cooling of a module are sized for its IT load; above it they give out for all of its racks',
  source: 'arithmetic on the hardware profiles',
  *check(site) {
    const racks = groupBy(rackLoads(site), ({ rack }) => rack.module);
    for (const { name, budgetWatts } of site.modules) {
      const members = racks.get(name) ?? [];
      const watts = sum(members.map((member) => member.watts));
      if (budgetWatts === null || watts <= budgetWatts) continue;
      yield {
        subject: name,
        message: `module ${quote(name)} has ${kilowatts(budgetWatts)}, and its racks draw up to ${kilowatts(watts)}`,
        at: siteAt(site, 'modules', name, 'budgetWatts'),
        follows: [`it holds ${listed(members.map(({ rack }) => rack.name))}`],
      };
    }
  },
};
