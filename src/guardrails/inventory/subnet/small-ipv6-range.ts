import { quote } from '../../support/groups.js';
import { subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Least addresses of an IPv6 dynamic range. */
const LEAST = 256n;

/** An IPv6 dynamic range that MAAS finds too small. */
export const subnetSmallIpv6Range: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/small-ipv6-range',
  severity: 'error',
  mayAcknowledge: false,
  title: 'an IPv6 dynamic range has at least 256 addresses',
  rationale: 'MAAS refuses a smaller one',
  source: 'read in the MAAS source (models/iprange.py)',
  *check(site) {
    for (const { network, subnet, prefix, ranges } of subnetsOf(site)) {
      for (const { range, from, to } of ranges) {
        const size = to.value - from.value + 1n;
        if (prefix.family !== 6 || range.type !== 'dynamic' || size < 1n || size >= LEAST) continue;
        yield {
          subject: `${network.name}/${subnet.name}`,
          message: `dynamic range ${quote(range.name)} has ${size} addresses, and MAAS wants at least ${LEAST} with IPv6`,
          at: subnetAt(site, network.name, subnet.name, 'ranges', range.name),
        };
      }
    }
  },
};
