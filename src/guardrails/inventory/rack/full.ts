import { quote, sum } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { heldBy, rackLoads } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** More machines in a rack than it has units. */
export const rackFull: InventoryRule = {
  tier: 'inventory',
  id: 'rack/full',
  severity: 'error',
  mayAcknowledge: true,
  title: 'the machines of a rack fit into its units',
  rationale:
    'more units than a rack has cannot be filled, so a machine is in another rack or a height is wrong; only servers that share a chassis share its units',
  source: 'arithmetic',
  *check(site) {
    for (const { rack, machines } of rackLoads(site)) {
      const used = rack.otherUnits + sum(machines.map((machine) => machine.hardware.units ?? 0));
      if (used <= rack.units) continue;
      yield {
        subject: rack.name,
        message: `rack ${quote(rack.name)} has ${rack.units} units, and ${machines.length} machines with ${rack.otherUnits} other units need ${used}`,
        at: siteAt(site, 'racks', rack.name),
        follows: [
          `the units bind: they hold ${heldBy(rack.units - rack.otherUnits, machines, ({ hardware }) => hardware.units ?? 0)} of the ${machines.length} machines`,
        ],
        hint: 'check the heights in the hardware profiles, and which rack each machine stands in',
      };
    }
  },
};
