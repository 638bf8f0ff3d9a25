import { MAAS_LIMITS } from '../../../facts/providers/supports.js';
import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A default layout that leaves machines without the root file system that rackform counts on. */
export const provisionerStorageLayout: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/storage-layout',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the default storage layout of MAAS is flat',
  rationale: MAAS_LIMITS['maas/blank-storage-without-root'].text,
  source: MAAS_LIMITS['maas/blank-storage-without-root'].source,
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const { key, value } of site.provisioner.settings) {
      if (key !== 'default_storage_layout' || value === 'flat') continue;
      yield {
        subject: key,
        message: `default_storage_layout is ${quote(value)}, and rackform deploys on a flat root`,
        at: siteAt(site, 'provisioner', 'settings', key),
        hint: 'set it to flat, or leave it out',
      };
    }
  },
};
