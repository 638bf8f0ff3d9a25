import { IRONIC_RELEASES } from '../../../facts/ironic-releases.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A release of Ironic that is not known. */
export const provisionerIronicRelease: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/ironic-release',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the release of Ironic is known by name, or given as a version',
  rationale: 'hardware types and API versions are checked against it, and what is not known checks nothing',
  source: 'read in the Ironic source (release mappings)',
  *check(site) {
    const { ironic } = site.provisioner;
    if (ironic === null || ironic.version !== null) return;
    yield {
      subject: site.name,
      message: `release ${JSON.stringify(ironic.release)} of Ironic is not known; known are ${Object.keys(IRONIC_RELEASES).join(', ')}`,
      at: siteAt(site, 'provisioner', 'release'),
      hint: 'give the version of Ironic itself, such as 35.0',
    };
  },
};
