import { quote } from '../../support/groups.js';
import { vlanText } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** PXE on a tagged VLAN. */
export const networkPxeTagged: InventoryRule = {
  tier: 'inventory',
  id: 'network/pxe-tagged',
  severity: 'error',
  mayAcknowledge: false,
  title: 'machines boot on an untagged VLAN',
  rationale:
    'PXE firmware asks for its address untagged, so the provisioning VLAN must be the native one of the switch port',
  source: 'Dell OS10 connectivity guide (read)',
  *check(site) {
    for (const network of site.networks) {
      if (network.purpose !== 'provisioning' || !network.tagged) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} with purpose provisioning is tagged (${vlanText(network)}), and PXE firmware sends no tag`,
        at: networkAt(site, network.name, 'tagged'),
        hint: 'make it the native VLAN of the ports and set tagged: false',
      };
    }
  },
};
