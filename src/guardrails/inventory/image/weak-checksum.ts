import { quote } from '../../support/groups.js';
import { ironicSite } from '../../support/ironic.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** An image that MD5 alone vouches for. */
export const imageWeakChecksum: InventoryRule = {
  tier: 'inventory',
  id: 'image/weak-checksum',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the checksum of an image is not MD5',
  rationale:
    'two files of one MD5 can be made at will, and a ramdisk in FIPS mode knows no MD5 and deploys nothing',
  source: 'OpenStack Ironic standalone documentation (read)',
  *check(site) {
    if (ironicSite(site) === null) return;
    for (const { name, checksum } of site.images) {
      if (checksum?.algorithm !== 'md5') continue;
      yield {
        subject: name,
        message: `image ${quote(name)} has a checksum of MD5`,
        at: siteAt(site, 'images', name, 'checksum'),
        hint: 'use sha256: or sha512:',
      };
    }
  },
};
