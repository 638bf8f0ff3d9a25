import { quote } from '../../support/groups.js';
import { tenantNumbersOf } from '../../support/tenant-numbers.js';
import type { InventoryRule } from '../../types.js';

/** A tenant whose numbers nothing decides. */
export const tenancyNoId: InventoryRule = {
  tier: 'inventory',
  id: 'tenancy/no-id',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'where ids decide numbers, every tenant with a network has one',
  rationale: 'its numbers are as somebody wrote them, and may be those that the id of another tenant decides',
  source: 'by definition of tenantNumbers',
  *check(site) {
    const without = new Set<string>();
    for (const { tenant } of tenantNumbersOf(site)) if (tenant.id === null) without.add(tenant.name);
    for (const name of without) {
      yield {
        subject: name,
        message: `tenant ${quote(name)} has networks at site ${quote(site.name)} and no id`,
        at: { document: 'project', path: ['tenants', name] },
        hint: 'give it an id that no other tenant has',
      };
    }
  },
};
