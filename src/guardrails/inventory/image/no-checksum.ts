import { quote } from '../../support/groups.js';
import { ironicSite } from '../../support/ironic.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** An image that nobody can tell from another. */
export const imageNoChecksum: InventoryRule = {
  tier: 'inventory',
  id: 'image/no-checksum',
  severity: 'error',
  mayAcknowledge: true,
  title: 'an image that Ironic deploys has a checksum',
  rationale:
    'the direct deploy interface refuses an http image without one; where that check is switched off, whoever can change the file owns every server that is deployed from then on',
  source: 'read in the Ironic source (deploy interface direct)',
  *check(site) {
    if (ironicSite(site) === null) return;
    for (const { name, url, checksum } of site.images) {
      if (url === null || checksum !== null) continue;
      yield {
        subject: name,
        message: `image ${quote(name)} has a URL and no checksum`,
        at: siteAt(site, 'images', name, 'checksum'),
        hint: 'add checksum: sha256:... (sha256sum prints it)',
      };
    }
  },
};
