import { quote, repeated } from '../../support/groups.js';
import type { InventoryRule } from '../../types.js';

/** Two tenants with one number. */
export const tenancyDuplicateId: InventoryRule = {
  tier: 'inventory',
  id: 'tenancy/duplicate-id',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every tenant has an id of its own',
  rationale:
    'the id decides VLAN, VNI, P_Key and NVLink partition together: two tenants with one id are in all of them together',
  source: 'by definition',
  *check(site) {
    for (const { key, first, again } of repeated(site.tenants, ({ id }) => id)) {
      yield {
        subject: again.name,
        message: `tenants ${quote(first.name)} and ${quote(again.name)} have id ${key}`,
        at: { document: 'project', path: ['tenants', again.name, 'id'] },
      };
    }
  },
};
