import { quote } from '../../support/groups.js';
import { linksOf, networksByName, poolFindings, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A tenant with an address on the network that machines are installed over. */
export const tenancyOnProvisioningNetwork: ModelRule = {
  tier: 'model',
  id: 'tenancy/on-provisioning-network',
  severity: 'error',
  mayAcknowledge: true,
  title: 'where there are several tenants, no slot has an address on a provisioning network',
  rationale:
    'TFTP and the unauthenticated parts of the provisioner trust this network: a tenant on it can answer for the rack controller when others boot',
  source: 'OpenStack Ironic security guide (read)',
  *check(model) {
    const tenants = new Set(slotsOf(model).map((slot) => slot.tenant));
    const isShared = tenants.size > 1 || model.clusters.some((cluster) => cluster.mode === 'shared');
    if (!isShared) return;
    const networks = networksByName(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        for (const { network, mode } of linksOf(slot)) {
          if (networks.get(network)?.purpose !== 'provisioning' || mode === 'none') continue;
          yield {
            text: `has an address on provisioning network ${quote(network)}`,
            path: ['networks', network],
          };
        }
      },
      'give the pool an in-band network of its own',
    );
  },
};
