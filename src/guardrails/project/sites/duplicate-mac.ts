import { quote } from '../../support/groups.js';
import type { PlacedNic } from '../../support/machines.js';
import { presentNics } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import { repeatedAtSites } from '../../support/sites.js';
import type { ProjectRule } from '../../types.js';

/** One NIC at two sites. */
export const sitesDuplicateMac: ProjectRule = {
  tier: 'project',
  id: 'sites/duplicate-mac',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no MAC address is at two sites',
  rationale:
    'a NIC is in one place, so one of the two lists is wrong; boot and enrolment go by the MAC address',
  source: 'IEEE 802, general knowledge',
  *check(sites) {
    const macs = repeatedAtSites<PlacedNic>(sites, function* ({ site }) {
      for (const placed of presentNics(site)) yield [placed.nic.mac, placed];
    });
    for (const { key, first, again } of macs) {
      const { asset, nic } = again.item;
      yield {
        subject: asset,
        message: `MAC address ${key} of NIC ${quote(nic.name)} of machine ${quote(asset)} belongs to ${quote(first.item.asset)} at site ${quote(first.site.name)}`,
        at: machineAt(again.site, asset, 'nics', nic.name, 'mac'),
        hint: 'set state: retired where the machine left, or correct the address',
      };
    }
  },
};
