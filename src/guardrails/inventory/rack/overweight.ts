import { quote, sum } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { rackLoads } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** A rack loaded above its limit. */
export const rackOverweight: InventoryRule = {
  tier: 'inventory',
  id: 'rack/overweight',
  severity: 'error',
  mayAcknowledge: true,
  title: 'the machines of a rack weigh no more than it bears',
  rationale: 'a rack or a raised floor above its load limit is a danger to people',
  source: 'arithmetic on the weights of the hardware profiles',
  *check(site) {
    for (const { rack, machines } of rackLoads(site)) {
      if (rack.maxWeightKg === null) continue;
      const weight = sum(machines.map((machine) => machine.hardware.weightKg ?? 0));
      if (weight <= rack.maxWeightKg) continue;
      yield {
        subject: rack.name,
        message: `the machines of rack ${quote(rack.name)} weigh ${Math.round(weight)} kg, and it bears ${rack.maxWeightKg} kg`,
        at: siteAt(site, 'racks', rack.name, 'maxWeightKg'),
        hint: 'move machines to another rack',
      };
    }
  },
};
