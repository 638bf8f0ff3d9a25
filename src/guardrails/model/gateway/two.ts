import { groupBy } from '../../../model/group.js';
import { parseIp } from '../../../model/ip.js';
import { listed } from '../../support/groups.js';
import { linksOf, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Two default routes. */
export const gatewayTwo: ModelRule = {
  tier: 'model',
  id: 'gateway/two',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a slot has one default gateway for each address family',
  rationale:
    'with two default routes answers leave by the wrong network and are dropped; which one wins changes from boot to boot',
  source: 'general knowledge',
  *check(model) {
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const gateways = linksOf(slot).filter((link) => link.gateway);
        const families = groupBy(gateways, (link) => parseIp(link.gatewayAddress ?? '')?.family ?? 4);
        for (const [family, links] of families) {
          if (links.length < 2) continue;
          yield {
            text: `has IPv${family} default gateways on networks ${listed(links.map((link) => link.network))}`,
            path: ['networks', links[1]?.network ?? '', 'gateway'],
          };
        }
      },
      'set gateway: true on one of them',
    );
  },
};
