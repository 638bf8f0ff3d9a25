import { quote } from '../../support/groups.js';
import type { InventoryRule } from '../../types.js';

/** A tenant whose data may stay on machines that another gets. */
export const siteWeakHandOver: InventoryRule = {
  tier: 'inventory',
  id: 'site/weak-hand-over',
  severity: 'error',
  mayAcknowledge: true,
  title: 'where there are several tenants, a machine is fully erased before it goes to another',
  rationale:
    'quick erase overwrites the first and last 2 MiB, none nothing at all: the next tenant reads what the last one left',
  source: 'read in the MAAS source (wipe-disks); NIST SP 800-88 by general knowledge',
  *check(site) {
    if (site.tenants.length < 2) return;
    for (const { name, handOverErase } of site.tenants) {
      if (handOverErase !== 'none' && handOverErase !== 'quick') continue;
      yield {
        subject: name,
        message: `machines of tenant ${quote(name)} go to others after erase ${quote(handOverErase)}`,
        at: { document: 'project', path: ['tenants', name, 'handOver', 'erase'] },
        hint: 'set erase: full or secure',
      };
    }
  },
};
