import { quote } from '../../support/groups.js';
import { linksOf, networksByName, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A slot on the network of the BMCs. */
export const tenancyBmcNetwork: ModelRule = {
  tier: 'model',
  id: 'tenancy/bmc-network',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no slot is on a BMC network',
  rationale: 'from there every machine of the site can be powered off, reinstalled or reflashed',
  source: 'OpenStack Ironic security guide (read)',
  *check(model) {
    const networks = networksByName(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        for (const { network } of [...linksOf(slot), ...slot.rails]) {
          if (networks.get(network)?.purpose !== 'bmc') continue;
          yield {
            text: `is on network ${quote(network)}, which has purpose bmc`,
            path: ['networks', network],
          };
        }
      },
      'take the network out of the pool',
    );
  },
};
