import { quote } from '../../support/groups.js';
import { type SubnetView, subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import { areRoutedTogether } from '../../support/sites.js';
import type { ProjectRule } from '../../types.js';

/** Rails end in their own fabric, so their prefixes may be the same at every site. */
function routedSubnets(site: Parameters<typeof subnetsOf>[0]): readonly SubnetView[] {
  return [...subnetsOf(site)].filter(({ network }) => network.purpose !== 'rail');
}

/** Prefixes of two sites that reach each other, one in the other. */
export const sitesOverlappingPrefix: ProjectRule = {
  tier: 'project',
  id: 'sites/overlapping-prefix',
  severity: 'error',
  mayAcknowledge: true,
  title: 'prefixes of sites that are routed together do not overlap',
  rationale:
    'routers send an address to one of the two sites, so machines of the other cannot be reached from elsewhere; anycast prefixes are the exception',
  source: 'IP routing, general knowledge',
  *check(sites) {
    for (const [index, { site }] of sites.entries()) {
      for (const { site: before } of sites.slice(0, index)) {
        if (!areRoutedTogether(before, site)) continue;
        for (const one of routedSubnets(site)) {
          for (const other of routedSubnets(before)) {
            const { prefix } = one;
            if (prefix.family !== other.prefix.family) continue;
            if (prefix.last < other.prefix.first || other.prefix.last < prefix.first) continue;
            yield {
              subject: one.network.name,
              message: `prefix ${one.subnet.cidr} of network ${quote(one.network.name)} overlaps with ${other.subnet.cidr} of ${quote(other.network.name)} at site ${quote(before.name)}, in routing domain ${quote(site.routingDomain ?? '')}`,
              at: subnetAt(site, one.network.name, one.subnet.name, 'cidr'),
            };
          }
        }
      }
    }
  },
};
