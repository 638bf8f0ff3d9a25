import { parseIp, parsePrefix } from '../../../model/ip.js';
import type { SiteInventory } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { machineAt, subnetAt } from '../../support/places.js';
import type { Finding, InventoryRule } from '../../types.js';

/** Text that has the form of an address and is none. */
export const subnetInvalidAddress: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/invalid-address',
  severity: 'error',
  mayAcknowledge: false,
  title: 'addresses and prefixes can be read',
  rationale:
    'an octet above 255, a leading zero (which some tools read as octal) or a prefix length above 32 or 128 is refused, or worse, read differently by two tools',
  source: 'RFC 4291, RFC 4632, RFC 6943',
  *check(site) {
    yield* prefixes(site);
    for (const { asset, bmc } of site.machines) {
      if (bmc.address === null || parseIp(bmc.address) !== null) continue;
      yield {
        subject: asset,
        message: `BMC address ${quote(bmc.address)} of ${quote(asset)} is no IP address`,
        at: machineAt(site, asset, 'bmc', 'address'),
      };
    }
  },
};

function* prefixes(site: SiteInventory): Generator<Finding> {
  for (const network of site.networks) {
    for (const subnet of network.subnets) {
      const subject = `${network.name}/${subnet.name}`;
      const at = (...path: (string | number)[]) => subnetAt(site, network.name, subnet.name, ...path);
      if (parsePrefix(subnet.cidr) === null) {
        yield { subject, message: `${quote(subnet.cidr)} is no prefix`, at: at('cidr') };
      }
      const addresses: (readonly [string, readonly (string | number)[]])[] = [
        ...(subnet.gateway === null ? [] : [[subnet.gateway, ['gateway']] as const]),
        ...subnet.dns.map((address, index) => [address, ['dns', index]] as const),
        ...subnet.ranges.flatMap((range) => [
          [range.from, ['ranges', range.name, 'from']] as const,
          [range.to, ['ranges', range.name, 'to']] as const,
        ]),
      ];
      for (const [address, path] of addresses) {
        if (parseIp(address) !== null) continue;
        yield { subject, message: `${quote(address)} is no IP address`, at: at(...path) };
      }
    }
  }
}
