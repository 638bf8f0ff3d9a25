import { quote } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import { numberFacts, tenantNumbersOf } from '../../support/tenant-numbers.js';
import type { InventoryRule } from '../../types.js';

/** A network of a tenant with another number than its id decides. */
export const tenancyNumberDisagrees: InventoryRule = {
  tier: 'inventory',
  id: 'tenancy/number-disagrees',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a tenant’s networks have the VLAN, VNI and P_Key that its id decides',
  rationale:
    'one of the three with another tenant’s number joins the two in that fabric, while the others look as if they were apart',
  source: 'by definition of tenantNumbers',
  *check(site) {
    for (const { network, tenant, field, base, found } of tenantNumbersOf(site)) {
      if (tenant.id === null || found === base + tenant.id) continue;
      const { text } = numberFacts[field];
      const has = found === null ? `no ${text}` : `${text} ${found}`;
      yield {
        subject: network.name,
        message: `network ${quote(network.name)} of tenant ${quote(tenant.name)} has ${has}, and its id ${tenant.id} decides ${text} ${base + tenant.id}`,
        at: networkAt(site, network.name, field),
        hint: `leave ${field} out, or give the tenant another id`,
      };
    }
  },
};
