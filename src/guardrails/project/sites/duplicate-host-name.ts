import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { repeatedAtSites } from '../../support/sites.js';
import { slotsOf } from '../../support/slots.js';
import type { ProjectRule } from '../../types.js';

/** Slots of two sites under one host name. */
export const sitesDuplicateHostName: ProjectRule = {
  tier: 'project',
  id: 'sites/duplicate-host-name',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no host name is at two sites',
  rationale:
    'slots of one cluster have the same names at every site, and the domain tells them apart: in one domain the name leads to whichever was written last',
  source: 'by definition of slots',
  *check(sites) {
    const names = repeatedAtSites(sites, ({ model }) =>
      model === null ? [] : slotsOf(model).map((slot) => [slot.fqdn, slot] as const),
    );
    // One wrong domain is one problem, however many slots there are.
    const told = new Set<string>();
    for (const { key, first, again } of names) {
      const pair = `${first.site.name} ${again.site.name} ${again.item.cluster}`;
      if (told.has(pair)) continue;
      told.add(pair);
      yield {
        subject: again.item.cluster,
        message: `slots of cluster ${quote(again.item.cluster)} at site ${quote(again.site.name)} have the host names of site ${quote(first.site.name)}, such as ${key}`,
        at: siteAt(again.site, 'domain'),
        hint: 'give each site a domain of its own',
      };
    }
  },
};
