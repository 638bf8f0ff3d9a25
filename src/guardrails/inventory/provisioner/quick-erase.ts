import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A MAAS told to erase only the ends of disks. */
export const provisionerQuickErase: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/quick-erase',
  severity: 'error',
  mayAcknowledge: true,
  title: 'MAAS does not erase quickly by default',
  rationale:
    'quick erase overwrites the first and last 2 MiB of a disk; together with secure erase it is what MAAS falls back to where a drive has no erase of its own, and nothing says so',
  source: 'read in the MAAS source (wipe-disks)',
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const { key, value } of site.provisioner.settings) {
      if (key !== 'disk_erase_with_quick_erase' || !/^(true|1|yes|on)$/i.test(value)) continue;
      yield {
        subject: key,
        message: `disk_erase_with_quick_erase is ${quote(value)}, so drives without an erase of their own keep their data`,
        at: siteAt(site, 'provisioner', 'settings', key),
        hint: 'set it to "false"',
      };
    }
  },
};
