import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** NTP servers given as a field of the site and as a raw MAAS setting. */
export const provisionerSettingSaidTwice: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/setting-said-twice',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a MAAS setting is said once',
  rationale:
    'ntp of the site is the MAAS setting ntp_servers: two resources of one setting overwrite each other at every apply',
  source: 'provider source: maas_configuration writes one global key',
  *check(site) {
    if (site.ntp.length === 0 || !site.provisioner.settings.some(({ key }) => key === 'ntp_servers')) return;
    yield {
      subject: 'ntp_servers',
      message: 'ntp and provisioner.settings.ntp_servers both set the NTP servers of MAAS',
      at: siteAt(site, 'provisioner', 'settings', 'ntp_servers'),
      hint: 'keep ntp, and leave ntp_servers out of the settings',
    };
  },
};
