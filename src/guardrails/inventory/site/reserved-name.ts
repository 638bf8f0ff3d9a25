import { quote } from '../../support/groups.js';
import { networkAt, siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A name that MAAS keeps for itself. */
export const siteReservedName: InventoryRule = {
  tier: 'inventory',
  id: 'site/reserved-name',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'fabrics and spaces that rackform creates are not named like those MAAS numbers',
  rationale: 'MAAS names its own fabric-7 and space-7 and is known to refuse such a name from others',
  source: 'MAAS by general knowledge, uncertain',
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const { name, mode } of site.fabrics) {
      if (mode !== 'managed' || !/^fabric-\d+$/.test(name)) continue;
      yield {
        subject: name,
        message: `fabric ${quote(name)} is created under a name that MAAS keeps for its own`,
        at: siteAt(site, 'fabrics', name),
      };
    }
    for (const { name, mode, space } of site.networks) {
      if (mode !== 'managed' || space === null || !/^space-\d+$/.test(space)) continue;
      yield {
        subject: name,
        message: `space ${quote(space)} of network ${quote(name)} has a name that MAAS keeps for its own`,
        at: networkAt(site, name, 'space'),
      };
    }
  },
};
