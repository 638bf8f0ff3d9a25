import { MAAS_LIMITS } from '../../../facts/providers/supports.js';
import { quote } from '../../support/groups.js';
import { hasNumber } from '../../support/networks.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

const limit = MAAS_LIMITS['maas/mtu-on-managed-untagged-vlan'];

/** A setting of the VLAN that MAAS makes by itself. */
export const networkUntaggedSettings: InventoryRule = {
  tier: 'inventory',
  id: 'network/untagged-settings',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the untagged VLAN of a managed network keeps MTU 1500 and has no space',
  rationale: limit.text,
  source: limit.source,
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const network of site.networks) {
      if (network.mode !== 'managed' || network.vid !== 0 || !hasNumber(network)) continue;
      const key = network.mtu !== 1500 ? 'mtu' : network.space !== null ? 'space' : null;
      if (key === null) continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} sets ${key} ${network[key]} on an untagged VLAN that MAAS makes itself, where it cannot be set`,
        at: networkAt(site, network.name, key),
        hint: limit.instead,
      };
    }
  },
};
