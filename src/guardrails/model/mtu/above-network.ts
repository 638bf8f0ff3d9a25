import { quote } from '../../support/groups.js';
import { linksOf, networksByName, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A slot that sends larger frames than its network carries. */
export const mtuAboveNetwork: ModelRule = {
  tier: 'model',
  id: 'mtu/above-network',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the MTU of a link is not above that of its network, its port or its switches',
  rationale:
    'MAAS refuses a child interface with a larger MTU than its parent, and others on the network drop the larger frames: small packets pass, large transfers hang',
  source: 'read in the MAAS source (models/interface.py)',
  *check(model) {
    const networks = networksByName(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        for (const port of slot.ports) {
          for (const link of port.links) {
            const path = ['networks', link.network, 'mtu'];
            if (link.mtu > port.mtu) {
              yield {
                text: `has MTU ${link.mtu} on ${quote(link.network)} over port ${quote(port.name)} with ${port.mtu}`,
                path,
              };
            }
          }
        }
        for (const rail of [...linksOf(slot), ...slot.rails]) {
          const network = networks.get(rail.network);
          if (network === undefined || rail.mtu <= network.mtu) continue;
          yield {
            text: `has MTU ${rail.mtu} on network ${quote(network.name)}, which has ${network.mtu}`,
            path: 'rail' in rail ? ['rails', 'mtu'] : ['networks', rail.network, 'mtu'],
          };
        }
      },
      'lower it here, or raise the MTU of the network',
    );
  },
};
