import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isolationOf } from '../../../src/model/tenancy/isolation.js';
import type { SiteModel } from '../../../src/model/types.js';
import { share } from '../../guardrails/sharing-cases.js';
import { changed, item, type Mutable, named, slotsIn, subnet } from '../../support/inventory-fixture.js';

/** Gives the second GPU machine to blue, with networks and a BMC of its own in everything. */
function apart(model: Mutable<SiteModel>): void {
  const slot = item(slotsIn(model, 'gpu'), 1);
  Object.assign(slot, { tenant: 'violet', cluster: 'train-b', pool: 'gpu' });
  const { networks, machines } = model.site;
  named(machines, slot.asset).bmc.address = '192.0.3.1';
  const twin = (name: string, cidr: string, changes: object) => ({
    ...JSON.parse(JSON.stringify(named(networks, name))),
    name: `${name}-b`,
    subnets: [subnet(cidr)],
    ...changes,
  });
  networks.push(
    twin('bmc', '192.0.3.0/24', { vid: 6 }),
    twin('in-band', '10.50.0.0/24', { vid: 101, tenant: 'violet' }),
    twin('pxe', '10.51.0.0/24', { vid: 10, fabric: 'hosts-b' }),
    twin('storage', '10.52.0.0/24', { vid: 1002 }),
    twin('rail-0', '10.53.0.0/24', { vid: 310 }),
    twin('rail-1', '10.54.0.0/24', { vid: 311 }),
  );
  for (const port of slot.ports) {
    if (port.untagged.network !== null) port.untagged = { network: 'pxe-b', fabric: 'hosts-b', vid: 10 };
    else port.untagged.fabric = 'data-b';
    for (const link of port.links) {
      link.subnet = link.network === 'in-band' ? '10.50.0.0/24' : '10.52.0.0/24';
      link.network = `${link.network}-b`;
    }
  }
  for (const rail of slot.rails) rail.network = `${rail.network}-b`;
}

/** What the first two tenants have in common, by kind: `what` of each meeting. */
function shared(model: SiteModel): Readonly<Record<string, readonly string[]>> {
  const pair = isolationOf(model).pairs.find(({ level }) => level === 'tenant');
  const met = (pair?.checks ?? []).filter(({ verdict }) => verdict !== 'isolated');
  return Object.fromEntries(met.map(({ kind, meetings }) => [kind, meetings.map(({ what }) => what)]));
}

test('a site with one tenant has nobody to isolate from', () => {
  const model = changed((one) => {
    for (const network of one.site.networks) network.tenant = null;
  });
  expect(isolationOf(model)).toEqual({ site: 'dc1', tenants: ['red'], pairs: [] });
});

test('tenants with machines, networks and BMCs of their own are isolated in every kind', () => {
  const [pair] = isolationOf(changed(apart)).pairs;
  expect(pair?.verdict).toBe('isolated');
  expect(pair?.checks.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual([
    'machine isolated',
    'pool isolated',
    'vlan isolated',
    'vni isolated',
    'prefix isolated',
    'p-key isolated',
    'nvlink-domain isolated',
    'bmc isolated',
    'provisioning-network isolated',
  ]);
});

describe('one thing in common is found, and nothing else', () => {
  const blue = (model: Mutable<SiteModel>) => {
    const slot = model.clusters.flatMap(({ slots }) => slots).find(({ tenant }) => tenant === 'violet');
    if (slot === undefined) throw new Error('blue has no slot');
    return slot;
  };
  const cases: readonly (readonly [string, (model: Mutable<SiteModel>) => void, object])[] = [
    [
      'a machine that it has not let go',
      (model) => blue(model).lettingGo.push('gpu-1'),
      { machine: ['machine gpu-1'], bmc: ['VLAN 5, bmc', 'BMC 192.0.2.14'] },
    ],
    ['a pool', (model) => Object.assign(blue(model), { cluster: 'train-a' }), { pool: ['pool train-a/gpu'] }],
    [
      'a VLAN under another name',
      (model) => Object.assign(named(model.site.networks, 'in-band-b'), { vid: 100 }),
      { vlan: ['VLAN 100 of fabric hosts, in-band'] },
    ],
    [
      'the untagged VLAN of a fabric that no network names',
      (model) => {
        item(blue(model).ports, 1).untagged.fabric = 'data';
      },
      { vlan: ['the untagged VLAN of fabric data'] },
    ],
    [
      'a VNI',
      (model) => {
        named(model.site.networks, 'in-band').vni = 7;
        named(model.site.networks, 'storage-b').vni = 7;
      },
      { vni: ['VNI 7, in-band'] },
    ],
    [
      'a prefix inside another',
      (model) => {
        for (const link of item(blue(model).ports, 1).links) link.subnet = '198.51.100.64/26';
      },
      { prefix: ['prefix 198.51.100.0/24 of in-band'] },
    ],
    [
      'a P_Key on two rails of one fabric',
      (model) => {
        for (const slot of slotsIn(model, 'gpu'))
          for (const rail of slot.rails) Object.assign(rail, { kind: 'infiniband', pkey: 9 });
      },
      // The two rails of the one, each with the two of the other: told once.
      { 'p-key': ['P_Key 0x0009 on rail-0', 'P_Key 0x0009 on rail-1'] },
    ],
    [
      'an NVLink domain, where one has no partition',
      (model) => {
        slotsIn(model, 'gpu').forEach((slot, index) => {
          slot.nvlink = { domain: 'rack-7', partition: index === 0 ? null : 3 };
        });
      },
      { 'nvlink-domain': ['NVLink domain rack-7'] },
    ],
    [
      'a BMC of two servers',
      (model) => {
        named(model.site.machines, 'gpu-2').bmc.address = '192.0.2.14';
      },
      { bmc: ['VLAN 5, bmc', 'BMC 192.0.2.14'] },
    ],
    [
      'the provisioning network, by a boot NIC that the pool does not use',
      (model) => {
        const slot = blue(model);
        slot.ports = slot.ports.slice(1);
      },
      { 'provisioning-network': ['the untagged VLAN of fabric hosts, pxe'] },
    ],
    [
      'a network that is the other’s own',
      (model) => {
        named(model.site.networks, 'storage').tenant = 'violet';
      },
      {
        vlan: ['VLAN 1001 of fabric data, storage'],
        prefix: ['prefix 10.40.0.0/24 of storage'],
      },
    ],
  ];
  test.each(cases)('%s', (_, change, found) => {
    expect(
      shared(
        changed((model) => {
          apart(model);
          change(model);
        }),
      ),
    ).toEqual(found);
  });

  test('with the path from the one to the other', () => {
    const model = changed((one) => {
      apart(one);
      blue(one).lettingGo.push('gpu-1');
    });
    const meeting = isolationOf(model).pairs[0]?.checks[0]?.meetings[0];
    expect(meeting?.path.join(' > ')).toBe(
      'tenant red > slot train-a-gpu-001 > machine gpu-1 > slot train-a-gpu-002, not yet known to have let go > tenant violet',
    );
  });
});

describe('a shared service', () => {
  const onPxe = (service: object) =>
    changed((model) => {
      apart(model);
      const slot = item(slotsIn(model, 'gpu'), 1);
      for (const port of slot.ports)
        if (port.untagged.network !== null) port.untagged = { network: 'pxe', fabric: 'hosts', vid: 0 };
      model.site.sharedServices = [
        {
          name: 'boot',
          networks: ['pxe'],
          nvlinkDomains: [],
          tenants: null,
          reason: 'for a test',
          ...service,
        },
      ];
    });

  test('declares what its networks join, with its reason', () => {
    const [pair] = isolationOf(onPxe({})).pairs;
    expect(pair?.verdict).toBe('declared');
    expect(pair?.checks.at(-1)?.meetings).toMatchObject([{ service: 'boot', reason: 'for a test' }]);
  });

  test('says nothing of tenants and networks that it does not name', () => {
    expect(isolationOf(onPxe({ tenants: ['red', 'green'] })).pairs[0]?.verdict).toBe('shared');
    expect(isolationOf(onPxe({ networks: ['storage'] })).pairs[0]?.verdict).toBe('shared');
    expect(isolationOf(onPxe({ tenants: ['red', 'violet'] })).pairs[0]?.verdict).toBe('declared');
  });

  test('never declares a machine', () => {
    const model = onPxe({ networks: onPxe({}).site.networks.map(({ name }) => name) });
    const again = JSON.parse(JSON.stringify(model)) as Mutable<SiteModel>;
    item(slotsIn(again, 'gpu'), 1).asset = 'gpu-1';
    const checks = isolationOf(again as SiteModel).pairs[0]?.checks ?? [];
    expect(checks.filter(({ verdict }) => verdict === 'shared').map(({ kind }) => kind)).toEqual([
      'machine',
      'bmc',
    ]);
  });
});

test('workload tenants of a shared cluster are apart by namespace, and share its machines by its mode', () => {
  const of = (...names: readonly string[]) =>
    isolationOf(
      changed((model) =>
        share(model, ...names.map((namespace, index) => ({ name: `w${index}`, namespace }))),
      ),
    ).pairs.map(({ tenants, cluster, verdict }) => `${tenants.join('+')} in ${cluster}: ${verdict}`);
  expect(of('a', 'b', 'a')).toEqual([
    'w0+w1 in train-a: declared',
    'w0+w2 in train-a: shared',
    'w1+w2 in train-a: declared',
  ]);
});

test('a workload tenant with pools to itself shares no machine, only the networks of the cluster', () => {
  const model = changed((one) => share(one, { name: 'a', pools: ['gpu'] }, { name: 'b' }, { name: 'c' }));
  const found = isolationOf(model).pairs.map(({ tenants, checks }) => [
    tenants.join('+'),
    ...checks.map(({ kind, verdict }) => `${kind} ${verdict}`),
  ]);
  expect(found).toEqual([
    ['a+b', 'namespace isolated', 'machine isolated', 'vlan declared'],
    ['a+c', 'namespace isolated', 'machine isolated', 'vlan declared'],
    ['b+c', 'namespace isolated', 'machine declared', 'vlan declared'],
  ]);
});

test('whoever is asked first, two tenants share the same', () => {
  const kinds = fc.subarray(['vid', 'vni', 'bmc', 'subnet'] as const);
  fc.assert(
    fc.property(kinds, fc.boolean(), (chosen, isSwapped) => {
      const model = changed((one) => {
        apart(one);
        const network = named(one.site.networks, 'in-band-b');
        if (chosen.includes('vid')) network.vid = 100;
        if (chosen.includes('vni')) {
          network.vni = 9;
          named(one.site.networks, 'in-band').vni = 9;
        }
        if (chosen.includes('bmc')) named(one.site.machines, 'gpu-2').bmc.address = '192.0.2.200';
        if (chosen.includes('subnet'))
          for (const link of item(item(slotsIn(one, 'gpu'), 1).ports).links) link.subnet = '198.51.100.0/24';
        const swapped = new Map([
          ['red', 'violet'],
          ['violet', 'red'],
        ]);
        for (const slot of one.clusters.flatMap(({ slots }) => slots))
          if (isSwapped) slot.tenant = swapped.get(slot.tenant) ?? slot.tenant;
        for (const each of one.site.networks)
          if (isSwapped) each.tenant = swapped.get(each.tenant ?? '') ?? each.tenant;
      });
      const wanted = { vid: 'vlan', vni: 'vni', bmc: 'bmc', subnet: 'prefix' };
      expect(Object.keys(shared(model)).sort()).toEqual(chosen.map((one) => wanted[one]).sort());
    }),
    { numRuns: 40 },
  );
});
