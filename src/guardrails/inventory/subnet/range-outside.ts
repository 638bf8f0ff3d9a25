import { subnetsOf } from '../../support/networks.js';
import { outsidersOf } from '../../support/outsiders.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A range that leaves its subnet. */
export const subnetRangeOutside: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/range-outside',
  severity: 'error',
  mayAcknowledge: false,
  title: 'ranges lie in the prefix of their subnet',
  rationale: 'MAAS refuses a range that reaches outside of its subnet',
  source: 'measured against MAAS 3.5.13: "IP addresses must be within subnet"',
  *check(site) {
    for (const view of subnetsOf(site)) {
      const { outside, isPrefix } = outsidersOf(view);
      if (isPrefix) continue;
      const { network, subnet } = view;
      for (const { kind, text, path } of outside) {
        if (kind !== 'range') continue;
        yield {
          subject: `${network.name}/${subnet.name}`,
          message: text,
          at: subnetAt(site, network.name, subnet.name, ...path),
        };
      }
    }
  },
};
