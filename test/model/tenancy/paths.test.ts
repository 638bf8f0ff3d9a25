import { expect, test } from 'vitest';
import { isolationOf } from '../../../src/model/tenancy/isolation.js';
import type { SiteModel } from '../../../src/model/types.js';
import { changed, item, type Mutable, named, slotsIn, subnet } from '../../support/inventory-fixture.js';

/** The GPU machines of two tenants, with all else in common. */
function together(change: (model: Mutable<SiteModel>) => void = () => {}): SiteModel {
  return changed((model) => {
    Object.assign(item(slotsIn(model, 'gpu'), 1), { tenant: 'violet' });
    change(model);
  });
}

/** Every meeting of the first two tenants, as it is told. */
function told(model: SiteModel): string {
  const checks = isolationOf(model).pairs[0]?.checks ?? [];
  return checks
    .flatMap(({ kind, verdict, meetings }) => [
      `${kind}: ${verdict}`,
      ...meetings.map(
        ({ path, what, service, reason }) =>
          `  ${path.join(' > ')} (${what})${service === null ? '' : ` by ${service}: ${reason}`}`,
      ),
    ])
    .join('\n');
}

test('tells of each kind by which way two tenants meet', () => {
  const model = together((one) => {
    named(one.site.networks, 'in-band').vni = 10_100;
    for (const slot of slotsIn(one, 'gpu')) {
      slot.nvlink = { domain: 'rack-7', partition: 2 };
      for (const rail of slot.rails)
        if (rail.rail === 1) Object.assign(rail, { kind: 'infiniband', pkey: null });
      for (const rail of slot.rails) if (rail.rail === 0) rail.pkey = 0x12;
    }
    item(slotsIn(one, 'gpu'), 1).lettingGo.push('gpu-1');
  });
  expect(told(model)).toMatchInlineSnapshot(`
    "machine: shared
      tenant red > slot train-a-gpu-001 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet (machine gpu-1)
    pool: shared
      tenant red > slot train-a-gpu-001 > pool train-a/gpu > slot train-a-gpu-002 > tenant violet (pool train-a/gpu)
    vlan: shared
      tenant red > slot train-a-control-001 > machine cpu-1 > NIC eno1 > VLAN 100 of fabric hosts, in-band > NIC eno1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (VLAN 100 of fabric hosts, in-band)
      tenant red > slot train-a-control-001 > machine cpu-1 > bond bond-stor > the untagged VLAN of fabric data > bond bond-stor > machine gpu-2 > slot train-a-gpu-002 > tenant violet (the untagged VLAN of fabric data)
      tenant red > slot train-a-control-001 > machine cpu-1 > bond bond-stor > VLAN 1001 of fabric data, storage > bond bond-stor > machine gpu-2 > slot train-a-gpu-002 > tenant violet (VLAN 1001 of fabric data, storage)
    vni: shared
      tenant red > slot train-a-control-001 > machine cpu-1 > NIC eno1 > VNI 10100, in-band > NIC eno1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (VNI 10100, in-band)
    prefix: shared
      tenant red > slot train-a-control-001 > machine cpu-1 > NIC eno1 > prefix 198.51.100.0/24 of in-band > NIC eno1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (prefix 198.51.100.0/24 of in-band)
      tenant red > slot train-a-control-001 > machine cpu-1 > bond bond-stor > prefix 10.40.0.0/24 of storage > bond bond-stor > machine gpu-2 > slot train-a-gpu-002 > tenant violet (prefix 10.40.0.0/24 of storage)
      tenant red > slot train-a-gpu-001 > machine gpu-1 > rail 0 on rail0 > prefix 203.0.113.0/26 of rail-0 > rail 0 on rail0 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (prefix 203.0.113.0/26 of rail-0)
      tenant red > slot train-a-gpu-001 > machine gpu-1 > rail 1 on rail1 > prefix 203.0.113.64/26 of rail-1 > rail 1 on rail1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (prefix 203.0.113.64/26 of rail-1)
    p-key: shared
      tenant red > slot train-a-gpu-001 > machine gpu-1 > rail 0 on rail0 > P_Key 0x0012 on rail-0 > rail 0 on rail0 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (P_Key 0x0012 on rail-0)
      tenant red > slot train-a-gpu-001 > machine gpu-1 > rail 1 on rail1 > the default partition on rail-1 > rail 1 on rail1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (the default partition on rail-1)
    nvlink-domain: shared
      tenant red > slot train-a-gpu-001 > machine gpu-1 > partition 2 of NVLink domain rack-7 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (partition 2 of NVLink domain rack-7)
    bmc: shared
      tenant red > slot train-a-control-001 > machine cpu-1 > BMC 192.0.2.11 > VLAN 5, bmc > BMC 192.0.2.14 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet (VLAN 5, bmc)
      tenant red > slot train-a-gpu-001 > machine gpu-1 > BMC 192.0.2.14 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet (BMC 192.0.2.14)
    provisioning-network: shared
      tenant red > slot train-a-control-001 > machine cpu-1 > NIC eno1 > the untagged VLAN of fabric hosts, pxe > NIC eno1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet (the untagged VLAN of fabric hosts, pxe)"
  `);
});

test('a server that was given back and is not known to be let go is still reached, and nothing else of it', () => {
  const model = together((one) => {
    Object.assign(item(slotsIn(one, 'gpu'), 1), { isDeclared: false, lettingGo: ['gpu-1', 'not-there'] });
    for (const network of one.site.networks) network.tenant = null;
  });
  expect(told(model)).toMatchInlineSnapshot(`
    "machine: shared
      tenant red > slot train-a-gpu-001 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet (machine gpu-1)
    pool: isolated
    vlan: isolated
    vni: isolated
    prefix: isolated
    p-key: isolated
    nvlink-domain: isolated
    bmc: shared
      tenant red > slot train-a-control-001 > machine cpu-1 > BMC 192.0.2.11 > VLAN 5, bmc > BMC 192.0.2.14 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet (VLAN 5, bmc)
      tenant red > slot train-a-gpu-001 > machine gpu-1 > BMC 192.0.2.14 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet (BMC 192.0.2.14)
    provisioning-network: isolated"
  `);
});

test('a boot NIC that no port uses is on every provisioning network, and one that is used is not again', () => {
  const model = together((one) => {
    for (const slot of slotsIn(one, 'gpu')) slot.ports = slot.ports.slice(1);
    one.site.networks.push({ ...named(one.site.networks, 'pxe'), name: 'pxe-2', vid: 12 });
  });
  const booting = isolationOf(model).pairs[0]?.checks.find(({ kind }) => kind === 'provisioning-network');
  expect(booting?.meetings.map(({ path }) => path.join(' > '))).toMatchInlineSnapshot(`
    [
      "tenant red > slot train-a-control-001 > machine cpu-1 > NIC eno1 > the untagged VLAN of fabric hosts, pxe > boot NIC eno1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet",
      "tenant red > slot train-a-gpu-001 > machine gpu-1 > boot NIC eno1 > VLAN 12 of fabric hosts, pxe-2 > boot NIC eno1 > machine gpu-2 > slot train-a-gpu-002 > tenant violet",
    ]
  `);
  const without = together((one) => {
    for (const slot of slotsIn(one, 'gpu')) slot.ports = slot.ports.slice(1);
    for (const machine of one.site.machines) machine.bootNic = null;
  });
  expect(isolationOf(without).pairs[0]?.checks.at(-1)?.verdict).toBe('isolated');
});

test('networks outside of any fabric are the same by number, and without one by name', () => {
  const vlans = (...changes: readonly object[]) => {
    const model = together((one) => {
      const [red, violet] = slotsIn(one, 'gpu');
      const plain = { ...named(one.site.networks, 'storage'), fabric: null, purpose: 'front-end', vni: null };
      changes.forEach((change, index) => {
        one.site.networks.push({
          ...plain,
          name: `own-${index}`,
          subnets: [],
          tenant: [red, violet][index]?.tenant ?? null,
          ...change,
        } as never);
      });
      for (const slot of slotsIn(one, 'gpu')) Object.assign(slot, { ports: [], rails: [] });
    });
    return isolationOf(model)
      .pairs[0]?.checks.find(({ kind }) => kind === 'vlan')
      ?.meetings.map(({ path }) => path);
  };
  expect(vlans({ vid: 7 }, { vid: 7 })).toEqual([
    [
      'tenant red',
      'network own-0, which is its own',
      'VLAN 7, own-0',
      'VLAN 7, own-1',
      'network own-1, which is its own',
      'tenant violet',
    ],
  ]);
  expect(vlans({ vid: 7 }, { vid: 8 })).toEqual([]);
  expect(vlans({ vid: 0 }, { vid: 0 })).toEqual([]);
  expect(vlans({ vid: 7, fabric: 'x' }, { vid: 7 })).toEqual([]);
  expect(vlans({ vid: 0, fabric: 'x' }, { vid: 0, fabric: 'x' })).toEqual([
    expect.arrayContaining(['the untagged VLAN of fabric x, own-0', 'the untagged VLAN of fabric x, own-1']),
  ]);
});

test('point-to-point links count by their own pairs, and networks without addresses by none', () => {
  const prefixes = (change: (model: Mutable<SiteModel>) => void) =>
    isolationOf(together(change))
      .pairs[0]?.checks.find(({ kind }) => kind === 'prefix')
      ?.meetings.map(({ what }) => what);
  const all = prefixes(() => {});
  expect(all).toEqual([
    'prefix 198.51.100.0/24 of in-band',
    'prefix 10.40.0.0/24 of storage',
    'prefix 203.0.113.0/26 of rail-0',
    'prefix 203.0.113.64/26 of rail-1',
  ]);
  expect(
    prefixes((one) => {
      for (const network of one.site.networks) network.addressing = 'point-to-point';
      slotsIn(one, 'gpu').forEach((slot, index) => {
        for (const link of slot.ports.flatMap(({ links }) => links))
          Object.assign(link, { address: `10.60.0.${2 * index + 1}`, prefixLength: 31 });
        for (const rail of slot.rails)
          Object.assign(rail, { address: `10.61.0.${2 * index + 1}`, prefixLength: 31 });
      });
    }),
  ).toEqual([]);
  expect(
    prefixes((one) => {
      for (const slot of slotsIn(one, 'gpu')) {
        for (const link of slot.ports.flatMap(({ links }) => links)) link.mode = 'none';
        slot.rails = [];
      }
    }),
  ).toEqual([]);
});

test('of two networks with many overlapping prefixes the first overlap is told', () => {
  const own = (name: string, tenant: string, cidrs: readonly string[]) => (one: Mutable<SiteModel>) =>
    one.site.networks.push({
      ...named(one.site.networks, 'storage'),
      name,
      tenant,
      vid: name.length,
      subnets: cidrs.map((cidr) => subnet(cidr)),
    } as never);
  const met = (ours: readonly string[], theirs: readonly string[]) => {
    const model = together((one) => {
      for (const slot of slotsIn(one, 'gpu')) Object.assign(slot, { ports: [], rails: [] });
      own('ours', 'red', ours)(one);
      own('theirs', 'violet', theirs)(one);
    });
    return isolationOf(model)
      .pairs[0]?.checks.find(({ kind }) => kind === 'prefix')
      ?.meetings.map(({ path }) => path.slice(2, 4));
  };
  expect(
    met(['10.9.0.0/24', '10.1.0.0/24', '10.5.0.0/24'], ['10.5.0.128/25', '10.9.0.0/16', '10.4.0.0/16']),
  ).toEqual([['prefix 10.5.0.0/24 of ours', 'prefix 10.5.0.128/25 of theirs']]);
  expect(met(['10.1.0.0/24'], ['10.2.0.0/24', '10.0.0.0/24'])).toEqual([]);
  expect(met(['2001:db8::/64', '10.1.0.0/24'], ['10.0.0.0/24', '2001:db8::/48'])).toEqual([
    ['prefix 2001:db8::/64 of ours', 'prefix 2001:db8::/48 of theirs'],
  ]);
  expect(met(['10.0.0.0/24', '10.0.2.0/24'], ['10.0.1.0/24', '10.0.2.128/25'])).toEqual([
    ['prefix 10.0.2.0/24 of ours', 'prefix 10.0.2.128/25 of theirs'],
  ]);
});
