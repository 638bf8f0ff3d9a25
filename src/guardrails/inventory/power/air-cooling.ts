import { kilowatts, quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { rackLoads } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** Above it air alone rarely cools a rack. */
const AIR_LIMIT_WATTS = 30_000;

/** A rack that air alone hardly cools. */
export const powerAirCooling: InventoryRule = {
  tier: 'inventory',
  id: 'power/air-cooling',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'an air-cooled rack draws at most 30 kW',
  rationale: 'air cooling commonly ends near 25 to 30 kW a rack; hotter machines throttle',
  source: 'secondary sources, uncertain',
  *check(site) {
    for (const { rack, watts } of rackLoads(site)) {
      if (rack.cooling !== 'air' || watts <= AIR_LIMIT_WATTS) continue;
      yield {
        subject: rack.name,
        message: `rack ${quote(rack.name)} draws up to ${kilowatts(watts)} and is cooled by air`,
        at: siteAt(site, 'racks', rack.name, 'cooling'),
        hint: 'move machines, or say cooling: rear-door or liquid where it has it',
      };
    }
  },
};
