import { listed, quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import { linksOf, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Two tenants in one VLAN. */
export const tenancySharedVlan: ModelRule = {
  tier: 'model',
  id: 'tenancy/shared-vlan',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a dedicated cluster shares no VLAN with another tenant',
  rationale:
    'in one VLAN tenants see each other’s broadcasts and can take each other’s addresses; only switch rules of your own stand between them',
  source: 'OpenStack Ironic security guide (read)',
  *check(model) {
    const dedicated = new Set(
      model.clusters.filter(({ mode }) => mode === 'dedicated').map(({ name }) => name),
    );
    const users = new Map<string, { readonly tenants: Set<string>; readonly clusters: Set<string> }>();
    for (const slot of slotsOf(model)) {
      for (const { network } of [...linksOf(slot), ...slot.rails]) {
        const known = users.get(network) ?? { tenants: new Set(), clusters: new Set() };
        known.tenants.add(slot.tenant);
        known.clusters.add(slot.cluster);
        users.set(network, known);
      }
    }
    const declared = new Set(model.site.sharedServices.flatMap(({ networks }) => networks));
    for (const [network, { tenants, clusters }] of users) {
      if (declared.has(network)) continue;
      if (tenants.size < 2 || ![...clusters].some((cluster) => dedicated.has(cluster))) continue;
      yield {
        subject: network,
        message: `network ${quote(network)} has machines of tenants ${listed([...tenants])}, by clusters ${listed([...clusters])}`,
        at: networkAt(model.site, network),
        hint: 'give each tenant a network of its own, and say so with tenant; or declare it under sharedServices',
      };
    }
  },
};
