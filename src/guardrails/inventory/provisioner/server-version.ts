import { compareVersions } from '../../../facts/providers/supports.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Oldest MAAS that the output was tried with. */
const OLDEST = '3.5';

/** A MAAS that nothing was tried with. */
export const provisionerServerVersion: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/server-version',
  severity: 'warning',
  mayAcknowledge: true,
  title: `MAAS is at least ${OLDEST}`,
  rationale: 'older versions have no release scripts, and nothing that rackform writes was tried with them',
  source: 'measured with MAAS 3.5.13',
  *check(site) {
    const { type, serverVersion } = site.provisioner;
    if (type !== 'maas' || compareVersions(serverVersion, OLDEST) >= 0) return;
    yield {
      subject: site.name,
      message: `MAAS ${serverVersion} is older than ${OLDEST}, the oldest that was tried`,
      at: siteAt(site, 'provisioner', 'serverVersion'),
    };
  },
};
