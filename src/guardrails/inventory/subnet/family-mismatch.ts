import { parseIp, parsePrefix } from '../../../model/ip.js';
import { quote } from '../../support/groups.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** IPv4 in an IPv6 subnet, or the other way round. */
export const subnetFamilyMismatch: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/family-mismatch',
  severity: 'error',
  mayAcknowledge: false,
  title: 'gateway and ranges are of the address family of their prefix',
  rationale: 'an IPv4 prefix holds no IPv6 address; for both families a network has two subnets',
  source: 'RFC 4291',
  *check(site) {
    for (const network of site.networks) {
      for (const subnet of network.subnets) {
        const family = parsePrefix(subnet.cidr)?.family;
        const addresses = [
          ...(subnet.gateway === null ? [] : [{ text: subnet.gateway, path: ['gateway'] }]),
          ...subnet.ranges.flatMap(({ name, from, to }) => [
            { text: from, path: ['ranges', name, 'from'] },
            { text: to, path: ['ranges', name, 'to'] },
          ]),
        ];
        for (const { text, path } of addresses) {
          const own = parseIp(text)?.family;
          if (family === undefined || own === undefined || own === family) continue;
          yield {
            subject: `${network.name}/${subnet.name}`,
            message: `${quote(text)} is IPv${own}, and its prefix ${subnet.cidr} is IPv${family}`,
            at: subnetAt(site, network.name, subnet.name, ...path),
          };
        }
      }
    }
  },
};
