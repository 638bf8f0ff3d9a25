import { IRONIC_LIMITS } from '../../../facts/providers/ironic-supports.js';
import { ironicSite } from '../../support/ironic.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

const limit = IRONIC_LIMITS['ironic/cleaning-switched-off'];

/** Nodes that would be made without cleaning, for good. */
export const provisionerCleaningOff: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/cleaning-off',
  severity: 'error',
  mayAcknowledge: false,
  title: 'where a node says by itself whether it is cleaned, cleaning stays on',
  rationale: limit.text,
  source: limit.source,
  *check(site) {
    const found = ironicSite(site);
    if (found === null || !found.dialect.saysAutomatedClean || found.ironic.cleaning !== 'none') return;
    yield {
      subject: site.name,
      message: `cleaning is none, and nodes of ${found.ironic.dialect} would keep that whatever the definition says later`,
      at: siteAt(site, 'provisioner', 'cleaning'),
      hint: limit.instead,
    };
  },
};
