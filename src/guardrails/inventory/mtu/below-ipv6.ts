import { parsePrefix } from '../../../model/ip.js';
import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Least MTU of a link that carries IPv6. */
const IPV6_MTU = 1280;

/** IPv6 on a link that is too narrow for it. */
export const mtuBelowIpv6: InventoryRule = {
  tier: 'inventory',
  id: 'mtu/below-ipv6',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a network with an IPv6 prefix has an MTU of at least 1280 bytes',
  rationale: 'Linux turns IPv6 off on an interface with a smaller MTU',
  source: 'RFC 8200, section 5',
  *check(site) {
    for (const network of site.networks) {
      if (network.mtu >= IPV6_MTU) continue;
      const subnet = network.subnets.find(({ cidr }) => parsePrefix(cidr)?.family === 6);
      if (subnet === undefined) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} has MTU ${network.mtu} and IPv6 prefix ${subnet.cidr}, which needs ${IPV6_MTU}`,
        at: networkAt(site, network.name, 'mtu'),
      };
    }
  },
};
