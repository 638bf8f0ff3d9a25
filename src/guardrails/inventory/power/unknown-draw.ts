import { groupBy } from '../../../model/group.js';
import { counted, listed, quote } from '../../support/groups.js';
import { hardwareAt } from '../../support/places.js';
import { rackLoads } from '../../support/racks.js';
import type { InventoryRule } from '../../types.js';

/** A profile without its draw, so that power checks count it as nothing. */
export const powerUnknownDraw: InventoryRule = {
  tier: 'inventory',
  id: 'power/unknown-draw',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'where feeds are stated, so is what the machines draw',
  rationale: 'a machine of unknown draw counts as 0 W, so a rack may be over its feeds and pass the checks',
  source: 'how the power rules count',
  *check(site) {
    const unknown = rackLoads(site)
      .filter(({ rack }) => rack.feeds.length > 0)
      .flatMap(({ rack, machines }) => machines.map((machine) => ({ rack: rack.name, machine })))
      .filter(({ machine }) => machine.hardware.power.maxWatts === null);
    for (const [profile, found] of groupBy(unknown, ({ machine }) => machine.hardware.profile)) {
      const racks = [...new Set(found.map(({ rack }) => rack))];
      yield {
        subject: profile,
        message: `hardware profile ${quote(profile)} does not say what it draws, so ${counted(found.length, 'machine')} of it count as 0 W`,
        at: hardwareAt(profile, 'power', 'maxWatts'),
        hint: 'give maxWatts, from the data sheet or measured at the feed',
        follows: [`power is not checked in full in ${listed(racks)}`],
      };
    }
  },
};
