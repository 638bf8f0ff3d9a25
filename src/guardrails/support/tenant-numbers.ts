import type { NetworkModel, SiteInventory } from '../../model/types.js';

/** A number that the id of a tenant decides, and what a network has. */
export interface TenantNumber {
  readonly network: NetworkModel;
  readonly tenant: SiteInventory['tenants'][number];
  readonly field: 'vlan' | 'vni' | 'pkey';
  readonly base: number;
  /** Null where the network has none. */
  readonly found: number | null;
}

/** As messages name them, with the largest that there is. */
export const numberFacts = {
  vlan: { text: 'VLAN', most: 4094 },
  vni: { text: 'VNI', most: 16_777_215 },
  pkey: { text: 'P_Key', most: 0x7ffe },
  nvlink: { text: 'NVLink partition', most: 65_535 },
} as const;

/** All numbers of networks of tenants for which the site has a base. */
export function* tenantNumbersOf(site: SiteInventory): Generator<TenantNumber> {
  const { vlan, vni, pkey } = site.tenantNumbers;
  for (const network of site.networks) {
    const tenant = site.tenants.find(({ name }) => name === network.tenant);
    if (tenant === undefined) continue;
    const base = vlan.find(({ purpose }) => purpose === network.purpose)?.base ?? null;
    if (base !== null) yield { network, tenant, field: 'vlan', base, found: network.vid };
    if (vni !== null) yield { network, tenant, field: 'vni', base: vni, found: network.vni };
    if (pkey !== null && network.purpose === 'rail')
      yield { network, tenant, field: 'pkey', base: pkey, found: network.pkey };
  }
}
