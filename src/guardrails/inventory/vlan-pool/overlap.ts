import { quote } from '../../support/groups.js';
import { hasNumber } from '../../support/networks.js';
import { networkAt, siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A VLAN number that two sources may give out. */
export const vlanPoolOverlap: InventoryRule = {
  tier: 'inventory',
  id: 'vlan-pool/overlap',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'VLAN pools share no number with one another or with numbers given by hand',
  rationale:
    'a number that is also written by hand, or in a second pool, is easily used twice; in two fabrics that is no harm',
  source: 'how rackform takes numbers from pools',
  *check(site) {
    for (const [index, pool] of site.vlanPools.entries()) {
      const other = site.vlanPools
        .slice(0, index)
        .find((each) => each.from <= pool.to && pool.from <= each.to);
      if (other !== undefined) {
        yield {
          subject: pool.name,
          message: `VLAN pools ${quote(other.name)} (${other.from} to ${other.to}) and ${quote(pool.name)} (${pool.from} to ${pool.to}) overlap`,
          at: siteAt(site, 'vlanPools', pool.name),
        };
      }
    }
    for (const network of site.networks) {
      if (network.vlanPool !== null || !hasNumber(network)) continue;
      const pool = site.vlanPools.find((each) => each.from <= network.vid && network.vid <= each.to);
      if (pool === undefined || network.vid === 0) continue;
      yield {
        subject: network.name,
        message: `VLAN ${network.vid} of network ${quote(network.name)} is also in VLAN pool ${quote(pool.name)}`,
        at: networkAt(site, network.name, 'vlan'),
        hint: 'take the number from the pool, or take it out of the pool',
      };
    }
  },
};
