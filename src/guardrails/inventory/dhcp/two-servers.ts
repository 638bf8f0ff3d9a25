import { groupBy } from '../../../model/group.js';
import { quote } from '../../support/groups.js';
import { vlanKey, vlanText } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two DHCP servers on one VLAN. */
export const dhcpTwoServers: InventoryRule = {
  tier: 'inventory',
  id: 'dhcp/two-servers',
  severity: 'error',
  mayAcknowledge: false,
  title: 'one DHCP server answers on a VLAN, with two different rack controllers at most',
  rationale: 'two servers hand out the same addresses, and machines boot from whichever answers first',
  source: 'MAAS network services guide (read)',
  *check(site) {
    for (const [, networks] of groupBy(site.networks, vlanKey)) {
      const [first, ...others] = networks.filter(({ dhcp }) => dhcp.by !== 'nobody');
      for (const network of others) {
        yield {
          subject: network.name,
          message: `networks ${quote(first?.name ?? '')} and ${quote(network.name)} both have DHCP on ${vlanText(network)}`,
          at: networkAt(site, network.name, 'dhcp'),
        };
      }
    }
    for (const network of site.networks) {
      if (network.dhcp.by !== 'rack-controller' || network.dhcp.primary !== network.dhcp.secondary) continue;
      yield {
        subject: network.name,
        message: `rack controller ${quote(network.dhcp.primary)} is both primary and secondary of network ${quote(network.name)}`,
        at: networkAt(site, network.name, 'dhcp', 'secondary'),
        hint: 'name another rack controller, or leave secondary out',
      };
    }
  },
};
