import { MAAS_LIMITS } from '../../../facts/providers/supports.js';
import { listed, quote } from '../../support/groups.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

const limit = MAAS_LIMITS['maas/two-links-on-a-nic'];

/** Two networks on one interface. */
export const portTwoLinks: ModelRule = {
  tier: 'model',
  id: 'port/two-links',
  severity: 'error',
  mayAcknowledge: false,
  title: 'an interface has one network',
  rationale: limit.text,
  source: limit.source,
  *check(model) {
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        for (const port of slot.ports) {
          for (const name of new Set(port.links.map((link) => link.interface))) {
            const networks = port.links.filter((link) => link.interface === name).map((link) => link.network);
            if (networks.length < 2) continue;
            yield {
              text: `has networks ${listed(networks)} on interface ${quote(name)}`,
              path: ['networks', networks[1] ?? ''],
            };
          }
        }
      },
      limit.instead,
    );
  },
};
