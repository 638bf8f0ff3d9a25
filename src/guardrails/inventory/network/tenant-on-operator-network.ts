import { quote } from '../../support/groups.js';
import { isTenantNetwork } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A network of the operator given to one tenant. */
export const networkTenantOnOperatorNetwork: InventoryRule = {
  tier: 'inventory',
  id: 'network/tenant-on-operator-network',
  severity: 'error',
  mayAcknowledge: false,
  title: 'BMC and provisioning networks have no tenant',
  rationale:
    'they serve the machines of every tenant, and whoever is on them reaches BMCs, TFTP and the rack controllers',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    for (const network of site.networks) {
      if (isTenantNetwork(network) || network.tenant === null) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} with purpose ${network.purpose} is given to tenant ${quote(network.tenant)}`,
        at: networkAt(site, network.name, 'tenant'),
        hint: 'give the tenant a network of its own with purpose in-band, storage or front-end',
      };
    }
  },
};
