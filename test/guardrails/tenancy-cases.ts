import type { SiteModel } from '../../src/model/types.js';
import { item, type Mutable, named, slotsIn } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

/** Gives tenants their ids, and the networks of red the numbers that its id decides. */
function numbered(model: Mutable<SiteModel>): void {
  const { site } = model;
  named(site.tenants, 'red').id = 12;
  named(site.tenants, 'blue').id = 13;
  site.tenantNumbers = { vlan: [{ purpose: 'in-band', base: 88 }], vni: 10_000, pkey: 0x100, nvlink: 1 };
  named(site.networks, 'in-band').vni = 10_012;
}

/** Gives one of the GPU machines to another tenant. */
function twoTenants(model: Mutable<SiteModel>): void {
  item(slotsIn(model, 'gpu'), 1).tenant = 'blue';
}

function inDomain(model: Mutable<SiteModel>, partitions: readonly [number | null, number | null]): void {
  twoTenants(model);
  slotsIn(model, 'gpu').forEach((slot, index) => {
    slot.nvlink = { domain: 'rack-7', partition: partitions[index] ?? null };
  });
}

function onInfiniband(model: Mutable<SiteModel>, pkeys: readonly [number | null, number | null]): void {
  twoTenants(model);
  slotsIn(model, 'gpu').forEach((slot, index) => {
    for (const rail of slot.rails) Object.assign(rail, { kind: 'infiniband', pkey: pkeys[index] ?? null });
  });
}

function declare(
  model: Mutable<SiteModel>,
  what: { readonly networks?: string[]; readonly nvlinkDomains?: string[] },
): void {
  model.site.sharedServices = [
    { name: 'common', networks: [], nvlinkDomains: [], tenants: null, reason: 'for a test', ...what },
  ];
}

/** Faults between tenants. */
export const tenancyCases: readonly Case[] = [
  {
    rule: 'tenancy/duplicate-id',
    title: 'two tenants of one number',
    change: (model) => {
      for (const tenant of model.site.tenants) tenant.id = 7;
    },
    finds: ['red | tenants "blue" and "red" have id 7 | project:tenants.red.id'],
  },
  {
    rule: 'tenancy/number-disagrees',
    title: 'a VLAN and a VNI that are not the tenant’s',
    change: (model) => {
      numbered(model);
      Object.assign(named(model.site.networks, 'in-band'), { vid: 101, vni: null });
    },
    finds: [
      'in-band | network "in-band" of tenant "red" has VLAN 101, and its id 12 decides VLAN 100 | site/dc1:networks.in-band.vlan',
      'in-band | network "in-band" of tenant "red" has no VNI, and its id 12 decides VNI 10012 | site/dc1:networks.in-band.vni',
    ],
  },
  {
    rule: 'tenancy/number-disagrees',
    title: 'a P_Key that is not the tenant’s',
    change: (model) => {
      numbered(model);
      Object.assign(named(model.site.networks, 'rail-0'), { tenant: 'red', pkey: 5, vni: 10_012 });
    },
    finds: [
      'rail-0 | network "rail-0" of tenant "red" has P_Key 5, and its id 12 decides P_Key 268 | site/dc1:networks.rail-0.pkey',
    ],
  },
  {
    rule: 'tenancy/number-outside',
    title: 'a base too high',
    change: (model) => {
      numbered(model);
      model.site.tenantNumbers.pkey = 0x7ffd - 10;
    },
    finds: [
      'blue | tenant "blue" would have P_Key 32768, and the last is 32766 | site/dc1:tenantNumbers.pkey',
    ],
  },
  {
    rule: 'tenancy/no-id',
    title: 'a tenant with a network and no number',
    change: (model) => {
      numbered(model);
      named(model.site.tenants, 'red').id = null;
    },
    finds: ['red | tenant "red" has networks at site "dc1" and no id | project:tenants.red'],
  },
  {
    rule: 'tenancy/shared-service-owned',
    title: 'a tenant’s network for everybody',
    change: (model) => declare(model, { networks: ['in-band', 'pxe'] }),
    finds: [
      'common | shared service "common" names network "in-band", which is of tenant "red" at site "dc1" | project:sharedServices.common.networks',
    ],
  },
  {
    rule: 'tenancy/nvlink-domain',
    title: 'two tenants without partitions',
    change: (model) => inDomain(model, [null, null]),
    finds: [
      'rack-7 | NVLink domain "rack-7" has machines of tenants "red" and "blue" and no partition for each | site/dc1:machines.gpu-1.nvlinkDomain',
    ],
  },
  {
    rule: 'tenancy/shared-pkey',
    title: 'two tenants in the default partition',
    change: (model) => onInfiniband(model, [null, null]),
    finds: [
      'rail-0 | tenants "red" and "blue" are in the default partition on InfiniBand | site/dc1:networks.rail-0.pkey',
    ],
  },
  {
    rule: 'tenancy/shared-pkey',
    title: 'two tenants with one key',
    change: (model) => onInfiniband(model, [5, 5]),
    finds: ['rail-0 | tenants "red" and "blue" are in P_Key 5 on InfiniBand | site/dc1:networks.rail-0.pkey'],
  },
];

/** Models that look like a fault and are none. */
export const soundTenancyCases: readonly Case[] = [
  ...['tenancy/number-disagrees', 'tenancy/number-outside', 'tenancy/no-id', 'tenancy/duplicate-id'].map(
    (rule) => ({ rule, title: 'numbers as the ids decide', change: numbered, finds: [] }),
  ),
  {
    rule: 'tenancy/nvlink-domain',
    title: 'a partition for each tenant',
    change: (model) => inDomain(model, [13, 14]),
    finds: [],
  },
  {
    rule: 'tenancy/nvlink-domain',
    title: 'a domain that is declared',
    change: (model) => {
      inDomain(model, [null, null]);
      declare(model, { nvlinkDomains: ['rack-7'] });
    },
    finds: [],
  },
  {
    rule: 'tenancy/shared-pkey',
    title: 'a key for each tenant',
    change: (model) => onInfiniband(model, [5, 6]),
    finds: [],
  },
  {
    rule: 'tenancy/shared-pkey',
    title: 'rails that are declared',
    change: (model) => {
      onInfiniband(model, [null, null]);
      declare(model, { networks: ['rail-0', 'rail-1'] });
    },
    finds: [],
  },
  {
    rule: 'tenancy/shared-vlan',
    title: 'networks that are declared',
    change: (model) => {
      for (const slot of slotsIn(model, 'control')) slot.tenant = 'blue';
      declare(model, { networks: ['in-band', 'storage'] });
    },
    finds: [],
  },
];
