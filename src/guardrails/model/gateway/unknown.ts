import { quote } from '../../support/groups.js';
import { linksOf, networksByName, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A default route by way of a gateway that is not given. */
export const gatewayUnknown: ModelRule = {
  tier: 'model',
  id: 'gateway/unknown',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the network of the default route has a gateway',
  rationale: 'without its address there is no route to set',
  source: 'arithmetic',
  *check(model) {
    const networks = networksByName(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        for (const link of linksOf(slot)) {
          if (!link.gateway || link.gatewayAddress !== null || link.mode === 'dhcp') continue;
          const name = networks.get(link.network)?.name ?? link.network;
          yield {
            text: `has its default gateway on network ${quote(name)}, whose subnet has none`,
            path: ['networks', link.network, 'gateway'],
          };
        }
      },
      'give the subnet a gateway',
    );
  },
};
