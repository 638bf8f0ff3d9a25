import { contains } from '../../../model/ip.js';
import { bmcAddresses, splitSubnets } from '../../support/bmcs.js';
import { quote } from '../../support/groups.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A BMC address inside a network that tenants' machines are on. */
export const bmcOnTenantNetwork: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/on-tenant-network',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no BMC address lies in a network of tenants',
  rationale:
    'who reaches a BMC can power, reinstall and reflash the machine; a tenant has root and every address of the networks the machine is on',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    const { bmc, tenant } = splitSubnets(site);
    for (const { asset, address, ip } of bmcAddresses(site)) {
      const inside = tenant.find(({ prefix }) => contains(prefix, ip));
      if (inside === undefined || bmc.some(({ prefix }) => contains(prefix, ip))) continue;
      yield {
        subject: asset,
        message: `BMC address ${address} of ${quote(asset)} lies in ${quote(inside.network.name)}, a network with purpose ${inside.network.purpose}`,
        at: machineAt(site, asset, 'bmc', 'address'),
        hint: 'move the BMC to a network of purpose bmc',
      };
    }
  },
};
