import { quote } from '../../support/groups.js';
import { isEdge, subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A range with an address that no host can have. */
export const subnetRangeEdge: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/range-edge',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a range leaves out the network and the broadcast address',
  rationale:
    'no host can have these addresses, and MAAS is known to refuse a range that begins or ends with one',
  source: 'RFC 1122; MAAS by general knowledge, uncertain',
  *check(site) {
    for (const { network, subnet, prefix, ranges } of subnetsOf(site)) {
      for (const { range, from, to } of ranges) {
        const edge = [range.from, range.to].find((_, index) =>
          isEdge(prefix, index === 0 ? from.value : to.value),
        );
        if (edge === undefined) continue;
        yield {
          subject: `${network.name}/${subnet.name}`,
          message: `range ${quote(range.name)} has ${edge}, the network or broadcast address of ${subnet.cidr}`,
          at: subnetAt(site, network.name, subnet.name, 'ranges', range.name),
        };
      }
    }
  },
};
