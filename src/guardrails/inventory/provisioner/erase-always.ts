import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A MAAS told to erase whatever it releases. */
export const provisionerEraseAlways: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/erase-always',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'pools say what a release erases, not MAAS as a whole',
  rationale:
    'with enable_disk_erasing_on_release every release erases, also one of a machine that was merely allocated: time limits of pools that erase nothing are too short, and a machine that was abandoned is never let go, since MAAS waits for it to boot',
  source: 'measured against MAAS 3.5.13; the wait is read in the MAAS source',
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const { key, value } of site.provisioner.settings) {
      if (key !== 'enable_disk_erasing_on_release' || !/^(true|1|yes|on)$/i.test(value)) continue;
      yield {
        subject: key,
        message: `enable_disk_erasing_on_release is ${quote(value)}, so every release erases whatever its pool says`,
        at: siteAt(site, 'provisioner', 'settings', key),
        hint: 'leave it out, and set release.erase of pools (by default secure)',
      };
    }
  },
};
