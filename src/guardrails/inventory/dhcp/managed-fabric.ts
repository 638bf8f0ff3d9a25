import { MAAS_LIMITS } from '../../../facts/providers/supports.js';
import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

const limit = MAAS_LIMITS['maas/vlan-dhcp-on-new-fabric'];

/** DHCP on a fabric that no rack controller is on. */
export const dhcpManagedFabric: InventoryRule = {
  tier: 'inventory',
  id: 'dhcp/managed-fabric',
  severity: 'error',
  mayAcknowledge: true,
  title: 'a rack controller answers DHCP only on a fabric that existed before',
  rationale: limit.text,
  source: limit.source,
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    const managed = new Set(site.fabrics.flatMap(({ name, mode }) => (mode === 'managed' ? [name] : [])));
    for (const network of site.networks) {
      if (network.dhcp.by !== 'rack-controller' || network.fabric === null || !managed.has(network.fabric))
        continue;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} has DHCP by rack controller ${quote(network.dhcp.primary)} on fabric ${quote(network.fabric)}, which rackform creates and no rack controller is on`,
        at: networkAt(site, network.name, 'dhcp'),
        hint: limit.instead,
      };
    }
  },
};
