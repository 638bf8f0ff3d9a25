import { quote } from '../../support/groups.js';
import { subnetsOf } from '../../support/networks.js';
import { outsidersOf } from '../../support/outsiders.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A prefix that holds nothing of its subnet. */
export const subnetPrefixMismatch: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/prefix-mismatch',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a prefix holds the gateway and the ranges of its subnet',
  rationale: 'where neither gateway nor any range lies in the prefix, it is the prefix that is wrong',
  source: 'arithmetic',
  *check(site) {
    for (const view of subnetsOf(site)) {
      const { outside, isPrefix } = outsidersOf(view);
      if (!isPrefix) continue;
      const { network, subnet } = view;
      yield {
        subject: `${network.name}/${subnet.name}`,
        message: `prefix ${subnet.cidr} of network ${quote(network.name)} holds neither its gateway nor its ranges`,
        at: subnetAt(site, network.name, subnet.name, 'cidr'),
        hint: 'check the prefix and its length',
        follows: outside.map(({ text }) => text),
      };
    }
  },
};
