import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** The zone that every MAAS has, to be created. */
export const siteDefaultZoneManaged: InventoryRule = {
  tier: 'inventory',
  id: 'site/default-zone-managed',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the zone "default" is not created',
  rationale: 'every MAAS has it, and refuses a second: "Physical zone with this Name already exists."',
  source: 'measured against MAAS 3.5.13',
  *check(site) {
    const zone = site.zones.find(({ name, mode }) => name === 'default' && mode === 'managed');
    if (zone === undefined || site.provisioner.type !== 'maas') return;
    yield {
      subject: zone.name,
      message: 'zone "default" has mode managed, and every MAAS has it already',
      at: siteAt(site, 'zones', zone.name),
      hint: 'leave it out, or set mode: existing',
    };
  },
};
