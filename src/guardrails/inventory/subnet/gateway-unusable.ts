import { isEdge, subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A gateway at an address that no host can have. */
export const subnetGatewayUnusable: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/gateway-unusable',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the gateway of a subnet is not its network or broadcast address',
  rationale: 'no router can have these addresses, save in a /31',
  source: 'RFC 1122; RFC 3021 for /31',
  *check(site) {
    for (const { network, subnet, prefix, gateway } of subnetsOf(site)) {
      if (gateway === null || !isEdge(prefix, gateway.value)) continue;
      const which = gateway.value === prefix.first ? 'network' : 'broadcast';
      yield {
        subject: `${network.name}/${subnet.name}`,
        message: `gateway ${subnet.gateway} is the ${which} address of ${subnet.cidr}`,
        at: subnetAt(site, network.name, subnet.name, 'gateway'),
      };
    }
  },
};
