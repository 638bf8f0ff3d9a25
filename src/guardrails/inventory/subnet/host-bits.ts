import { formatPrefix } from '../../../model/ip.js';
import { quote } from '../../support/groups.js';
import { subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A prefix that names a host. */
export const subnetHostBits: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/host-bits',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a prefix has no bits set after its length',
  rationale:
    'it is not said whether the address or the length is wrong; some tools clear the bits, some refuse them, and the plan never empties',
  source: 'RFC 4632',
  *check(site) {
    for (const { network, subnet, prefix } of subnetsOf(site)) {
      if (!prefix.hostBits) continue;
      yield {
        subject: `${network.name}/${subnet.name}`,
        message: `prefix ${subnet.cidr} has host bits set`,
        at: subnetAt(site, network.name, subnet.name, 'cidr'),
        hint: `write ${quote(formatPrefix(prefix))}`,
      };
    }
  },
};
