import { groupBy } from '../../../model/group.js';
import type { MachineModel } from '../../../model/types.js';
import { kilowatts, quote, sum } from '../../support/groups.js';
import { hardwareAt, siteAt } from '../../support/places.js';
import { heldBy, rackLoads, usableFeeds, wattsOf } from '../../support/racks.js';
import type { Cause, InventoryRule } from '../../types.js';

/** A rack that draws more than all its feeds carry. */
export const powerOverFeeds: InventoryRule = {
  tier: 'inventory',
  id: 'power/over-feeds',
  severity: 'error',
  mayAcknowledge: true,
  title: 'the machines of a rack draw no more than its feeds carry',
  rationale:
    'at full load the breakers trip and the whole rack goes dark; continuous load is counted against the derated capacity (80 % where US NEC 210 holds)',
  source: 'arithmetic on the hardware profiles; US NEC 210 by a secondary source',
  *check(site) {
    for (const { rack, machines, watts } of rackLoads(site)) {
      const usable = sum(usableFeeds(rack));
      if (rack.feeds.length === 0 || watts <= usable) continue;
      yield {
        subject: rack.name,
        message: `rack ${quote(rack.name)} draws up to ${kilowatts(watts)} with ${machines.length} machines, and its feeds carry ${kilowatts(usable)} (derated by ${rack.derate})`,
        at: siteAt(site, 'racks', rack.name, 'feeds'),
        hint: 'move machines, add a feed, cap their power, or set derate where the feed is rated for continuous load',
        follows: [
          `the feeds bind: they carry ${heldBy(usable - rack.otherWatts, machines, wattsOf)} of the ${machines.length} machines`,
        ],
        ...causeOf(machines),
      };
    }
  },
};

/** The profile that draws most: a wrong figure there overloads rack after rack. */
function causeOf(machines: readonly MachineModel[]): { readonly cause?: Cause } {
  const draws = [...groupBy(machines, ({ hardware }) => hardware.profile)]
    .map(([profile, members]) => ({
      profile,
      each: members[0]?.hardware.power.maxWatts ?? 0,
      all: sum(members.map(({ hardware }) => hardware.power.maxWatts ?? 0)),
    }))
    .sort((a, b) => b.all - a.all);
  const [most] = draws;
  if (most === undefined) return {};
  return {
    cause: {
      subject: most.profile,
      message: `machines of hardware profile ${quote(most.profile)}, ${kilowatts(most.each)} each, draw more than the feeds of their racks carry`,
      at: hardwareAt(most.profile, 'power', 'maxWatts'),
      hint: 'check maxWatts of the profile, and the capacity of the feeds',
      least: 3,
    },
  };
}
