import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A network that is looked up in a fabric that is not there yet. */
export const networkExistingInManagedFabric: InventoryRule = {
  tier: 'inventory',
  id: 'network/existing-in-managed-fabric',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a network that exists lies in a fabric that exists',
  rationale:
    'an existing network is looked up when Terraform plans, and where its fabric is still to be made the plan stops, so the fabric never is; its untagged VLAN comes with the fabric and needs no look-up',
  source: 'measured: "vlan (555) was not found" stops the plan',
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    const managed = new Set(site.fabrics.flatMap(({ name, mode }) => (mode === 'managed' ? [name] : [])));
    for (const network of site.networks) {
      if (network.mode !== 'existing' || network.fabric === null || !managed.has(network.fabric)) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} has mode existing, and its fabric ${quote(network.fabric)} is created by rackform`,
        at: networkAt(site, network.name, 'mode'),
        hint: 'set mode: managed on the network, or mode: existing on the fabric',
      };
    }
  },
};
