import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import { numberFacts } from '../../support/tenant-numbers.js';
import type { InventoryRule } from '../../types.js';

/** A number that does not exist. */
export const tenancyNumberOutside: InventoryRule = {
  tier: 'inventory',
  id: 'tenancy/number-outside',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the id of every tenant gives numbers that there are',
  rationale:
    'VLAN ids end at 4094 (IEEE 802.1Q), VNIs have 24 bits (RFC 7348), P_Keys 15 without their membership bit, and 0x7fff is the partition that everybody is in',
  source: 'IEEE 802.1Q; RFC 7348; InfiniBand architecture, general knowledge',
  *check(site) {
    const { vlan, vni, pkey, nvlink } = site.tenantNumbers;
    const bases = [
      ...vlan.map(({ purpose, base }) => ({ field: 'vlan' as const, path: ['vlan', purpose], base })),
      { field: 'vni' as const, path: ['vni'], base: vni },
      { field: 'pkey' as const, path: ['pkey'], base: pkey },
      { field: 'nvlink' as const, path: ['nvlink'], base: nvlink },
    ];
    for (const { field, path, base } of bases) {
      const { text, most } = numberFacts[field];
      for (const { name, id } of site.tenants) {
        if (base === null || id === null || base + id <= most) continue;
        yield {
          subject: name,
          message: `tenant ${quote(name)} would have ${text} ${base + id}, and the last is ${most}`,
          at: siteAt(site, 'tenantNumbers', ...path),
          hint: 'take a lower base, or lower ids',
        };
      }
    }
  },
};
