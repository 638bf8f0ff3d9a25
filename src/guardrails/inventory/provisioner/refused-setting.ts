import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Keys that the provider does not take. */
const REFUSED: ReadonlySet<string> = new Set(['maas_auto_ipmi_workaround_flags']);

/** A MAAS setting that the provider does not take. */
export const provisionerRefusedSetting: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/refused-setting',
  severity: 'error',
  mayAcknowledge: false,
  title: 'MAAS settings are such that the provider takes',
  rationale: 'the provider refuses the key at apply, after other settings were made',
  source: 'read in the provider source (maas_configuration)',
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const { key } of site.provisioner.settings) {
      if (!REFUSED.has(key)) continue;
      yield {
        subject: key,
        message: `the provider refuses the setting ${quote(key)}`,
        at: siteAt(site, 'provisioner', 'settings', key),
        hint: 'set it in MAAS by hand',
      };
    }
  },
};
