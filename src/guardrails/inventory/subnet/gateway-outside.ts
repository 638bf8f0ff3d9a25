import { subnetsOf } from '../../support/networks.js';
import { outsidersOf } from '../../support/outsiders.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A gateway that cannot be reached. */
export const subnetGatewayOutside: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/gateway-outside',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the gateway of a subnet lies in its prefix',
  rationale:
    'a host reaches its gateway directly, so only an address of the same prefix works; the machine would have no default route',
  source: 'RFC 1812',
  *check(site) {
    for (const view of subnetsOf(site)) {
      const { outside, isPrefix } = outsidersOf(view);
      const gateway = outside.find(({ kind }) => kind === 'gateway');
      if (gateway === undefined || isPrefix) continue;
      const { network, subnet } = view;
      yield {
        subject: `${network.name}/${subnet.name}`,
        message: gateway.text,
        at: subnetAt(site, network.name, subnet.name, 'gateway'),
      };
    }
  },
};
