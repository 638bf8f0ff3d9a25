import { quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import { repeatedAtSites } from '../../support/sites.js';
import type { ProjectRule } from '../../types.js';

/** One server at two sites. */
export const sitesDuplicateSerial: ProjectRule = {
  tier: 'project',
  id: 'sites/duplicate-serial',
  severity: 'error',
  mayAcknowledge: true,
  title: 'no serial number is at two sites',
  rationale:
    'a server that moved is still listed where it was, and both sites would claim it; serial numbers of different makers may really be the same',
  source: 'general knowledge',
  *check(sites) {
    const serials = repeatedAtSites(sites, ({ site }) =>
      presentMachines(site).map((machine) => [machine.serial, machine] as const),
    );
    for (const { key, first, again } of serials) {
      yield {
        subject: again.item.asset,
        message: `serial number ${quote(key)} of machine ${quote(again.item.asset)} belongs to ${quote(first.item.asset)} at site ${quote(first.site.name)}`,
        at: machineAt(again.site, again.item.asset, 'serial'),
        hint: 'set state: retired where it left',
      };
    }
  },
};
