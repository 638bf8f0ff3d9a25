import { groupBy } from '../../../model/group.js';
import { quote } from '../../support/groups.js';
import { vlanKey, vlanText } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two networks on one VLAN. */
export const networkDuplicateVlan: InventoryRule = {
  tier: 'inventory',
  id: 'network/duplicate-vlan',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every network has a VLAN of its own',
  rationale:
    'two networks on one VLAN are one broadcast domain: what is said to separate tenants, BMCs or provisioning does not; MAAS refuses the second VLAN of a number in one fabric',
  source: 'measured: "A VLAN with the specified VID already exists in the destination fabric."',
  *check(site) {
    for (const [, [first, ...others]] of groupBy(site.networks, vlanKey)) {
      for (const network of others) {
        yield {
          subject: network.name,
          message: `network ${quote(network.name)} is on ${vlanText(network)}, as network ${quote(first?.name ?? '')} is`,
          at: networkAt(site, network.name, 'vlan'),
          hint: 'give it another VLAN, or make them one network with several subnets',
        };
      }
    }
  },
};
