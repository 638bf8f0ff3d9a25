import { linksOf, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** No default route. */
export const gatewayNone: ModelRule = {
  tier: 'model',
  id: 'gateway/none',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a slot has a default gateway',
  rationale:
    'without one a machine reaches its own subnets only: no package mirror, no MAAS in another subnet, and the deployment may not end',
  source: 'general knowledge',
  *check(model) {
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const links = linksOf(slot);
        // DHCP brings a gateway of its own.
        if (links.length === 0 || links.some((link) => link.gateway || link.mode === 'dhcp')) return;
        yield 'has no default gateway on any network';
      },
      'give a subnet a gateway, and set gateway: true on its network',
    );
  },
};
