import { z } from 'zod';
import { DnsLabel, VlanId } from './scalars.js';

/** Number of a tenant. Also fits a VLAN id, so that bases of 0 work. */
export const TenantId = z.int().min(1).max(4094);

/** VXLAN network identifier: 24 bits (RFC 7348). */
export const Vni = z.int().min(1).max(16_777_215);

/** InfiniBand P_Key without its membership bit: 15 bits; 0x7fff is the default partition, which everybody is in. */
export const PKey = z.int().min(1).max(0x7ffe);

/**
 * What is added to a tenant's id to get its number in each fabric, so that one id decides all of them. What a network
 * states itself must agree.
 */
export const TenantNumbers = z.strictObject({
  vlan: z
    .strictObject({
      'in-band': VlanId.optional().meta({ description: 'Base of in-band VLANs. Default: as written.' }),
      storage: VlanId.optional().meta({ description: 'Base of storage VLANs. Default: as written.' }),
      'front-end': VlanId.optional().meta({ description: 'Base of front-end VLANs. Default: as written.' }),
      rail: VlanId.optional().meta({ description: 'Base of the VLANs of rails. Default: as written.' }),
    })
    .optional()
    .meta({ description: 'VLAN id of a tenant’s network, by its purpose: base + id. Default: as written.' }),
  vni: z.int().min(0).max(16_777_215).optional().meta({
    description: 'VXLAN VNI of a tenant’s networks: base + id. Default: as written.',
  }),
  pkey: z.int().min(0).max(0x7ffe).optional().meta({
    description: 'InfiniBand P_Key of a tenant on rails, without membership bit: base + id. Default: none.',
  }),
  nvlink: z.int().min(0).max(65_535).optional().meta({
    description: 'Partition of a tenant inside an NVLink domain: base + id. Default: none.',
  }),
});

/** What tenants share on purpose: an exception from the rule that they share nothing. */
export const SharedService = z.strictObject({
  networks: z.array(DnsLabel).optional().meta({
    description: 'Networks that are shared, by name, of any purpose. Default: none.',
  }),
  nvlinkDomains: z
    .array(DnsLabel)
    .optional()
    .meta({ description: 'NVLink domains that are shared without partitions. Default: none.' }),
  sites: z.array(DnsLabel).min(1).optional().meta({ description: 'Only at these sites. Default: at all.' }),
  tenants: z
    .array(DnsLabel)
    .min(2)
    .optional()
    .meta({ description: 'Only among these tenants. Default: all.' }),
  reason: z
    .string()
    .min(10, { error: 'must say why, in at least 10 characters' })
    .meta({ description: 'Why it is safe: what stands between the tenants there. Reviewers read it.' }),
});
