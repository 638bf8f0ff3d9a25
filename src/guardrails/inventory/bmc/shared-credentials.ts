import { counted, quote } from '../../support/groups.js';
import { isEnrolled } from '../../support/machines.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** One credential set for a whole site. */
export const bmcSharedCredentials: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/shared-credentials',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'BMCs do not all share one credential set',
  rationale:
    'with one password everywhere, a tenant who reads it out of one BMC has all of them; keep unique ones where the BMCs can be given them',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    const used = site.machines.filter((machine) => isEnrolled(machine) && machine.bmc.credentials !== null);
    const sets = new Set(used.map((machine) => machine.bmc.credentials));
    const [only] = sets;
    if (used.length < 2 || sets.size !== 1 || only == null) return;
    yield {
      subject: only,
      message: `credential set ${quote(only)} serves the BMCs of all ${counted(used.length, 'machine')}`,
      at: siteAt(site, 'credentials', only),
      hint: 'give racks or machines sets of their own, or acknowledge it',
    };
  },
};
