import type { NetworkModel } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { hasNumber, isTenantNetwork } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** The BMC network on a VLAN number that tenants use. */
export const networkBmcOnTenantVlan: InventoryRule = {
  tier: 'inventory',
  id: 'network/bmc-on-tenant-vlan',
  severity: 'error',
  mayAcknowledge: true,
  title: 'BMC and provisioning networks have VLAN numbers that no tenant has',
  rationale:
    'where no fabric is given, equal numbers mean the same VLAN on shared switches, and tenants then reach BMCs or the provisioner; switches that share no link may use a number twice',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    const tenants = site.networks.filter((network) => isTenantNetwork(network) && isNumbered(network));
    for (const network of site.networks) {
      if (isTenantNetwork(network) || !isNumbered(network)) continue;
      // With a fabric on both sides network/duplicate-vlan decides, and it knows for sure.
      const other = tenants.find(
        (each) => each.vid === network.vid && (each.fabric === null || network.fabric === null),
      );
      if (other === undefined) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} with purpose ${network.purpose} has VLAN ${network.vid}, as network ${quote(other.name)} with purpose ${other.purpose} has`,
        at: networkAt(site, network.name, 'vlan'),
        hint: 'give it another VLAN, or state the fabric of both where their switches share no link',
      };
    }
  },
};

function isNumbered(network: NetworkModel): boolean {
  return hasNumber(network) && network.vid !== 0;
}
