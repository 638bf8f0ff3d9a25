import { groupBy } from '../../../model/group.js';
import { listed, quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import { linksOf, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Slots with different MTUs on one network. */
export const mtuUneven: ModelRule = {
  tier: 'model',
  id: 'mtu/uneven',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'all slots on a network have one MTU',
  rationale:
    'inside a VLAN nobody tells a sender that its frame is too large for the receiver; it is dropped',
  source: 'RFC 4821 by general knowledge; storage traffic between pools is where it shows',
  *check(model) {
    const uses = slotsOf(model).flatMap((slot) =>
      [...linksOf(slot), ...slot.rails].map(({ network, mtu }) => ({ slot: slot.name, network, mtu })),
    );
    for (const [network, found] of groupBy(uses, (use) => use.network)) {
      const byMtu = groupBy(found, (use) => use.mtu);
      if (byMtu.size < 2) continue;
      yield {
        subject: network,
        message: `slots on network ${quote(network)} have MTU ${[...byMtu.keys()].sort((a, b) => a - b).join(' and ')}`,
        at: networkAt(model.site, network, 'mtu'),
        hint: 'set mtu on the network, and on no attachment',
        follows: [...byMtu].map(([mtu, members]) => `${mtu}: ${listed(members.map((use) => use.slot))}`),
      };
    }
  },
};
