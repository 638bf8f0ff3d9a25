import { describe, expect, test } from 'vitest';
import type { PoolInput } from '../../src/definition/cluster.js';
import type { Definition } from '../../src/definition/definition.js';
import { parseDefinition } from '../../src/definition/parse.js';
import type { SiteInput } from '../../src/definition/site.js';
import { explainField } from '../../src/model/explain.js';
import type { LockAction } from '../../src/model/lock/lock-actions.js';
import { printLock } from '../../src/model/lock/lock-file.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { findSlot } from '../../src/model/model.js';
import { type Resolution, resolve } from '../../src/model/resolve.js';
import { definitionOf, withMachines, withPools } from '../support/site-fixture.js';

function run(
  definition: Definition,
  lock: Lock | null = null,
  actions: readonly LockAction[] = [],
): Resolution {
  return resolve(definition, { site: 'dc1', lock, actions });
}

function lockOf(resolution: Resolution): Lock {
  expect(resolution.issues).toEqual([]);
  if (resolution.lock === null) throw new Error('no lock was proposed');
  return resolution.lock;
}

const codes = (resolution: Resolution) => resolution.issues.map((issue) => issue.code);
const assetOf = (lock: Lock, slot: string) => lock.slots.find((candidate) => candidate.name === slot)?.asset;

test('gives every slot a machine that fits, and control nodes no GPUs', () => {
  const lock = lockOf(run(definitionOf()));
  expect(lock.slots.map((slot) => [slot.name, slot.asset])).toEqual([
    ['train-control-001', 'cpu-r1-n1'],
    ['train-gpu-001', 'gpu-r1-n1'],
    ['train-gpu-002', 'gpu-r1-n2'],
  ]);
});

test('leaves machines with more GPUs to the pools that ask for them, in whatever rack they stand', () => {
  const definition = withPools(
    definitionOf({ machines: { 'gpu-r2-n3': { profile: 'one-gpu' } } }),
    (pools) => ({
      few: { ...pools['gpu'], role: 'gpu', count: 2, hardware: { gpus: { count: 1 } } },
      many: { ...pools['gpu'], role: 'gpu', count: 1, hardware: { gpus: { count: 4 } } },
    }),
  );
  const whole = definition.hardware['gpu-node'] ?? expect.fail('the fixture has no gpu-node');
  const gpus = { vendor: 'amd', model: 'MI210', memoryGB: 64 } as const;
  const hardware = { ...definition.hardware, 'one-gpu': { ...whole, gpus: { ...gpus, count: 1 } } };
  const lock = lockOf(run({ ...definition, hardware }));
  expect(assetOf(lock, 'train-few-001')).toBe('gpu-r2-n3');
  expect(assetOf(lock, 'train-few-002')).toBe('gpu-r2-n1');
  expect(assetOf(lock, 'train-many-001')).toBe('gpu-r1-n1');
});

test('spreads control nodes over racks and packs GPU nodes into one', () => {
  const definition = withPools(definitionOf({ racks: 3, gpusPerRack: 4 }), (pools) => ({
    ...pools,
    control: { ...pools['control'], role: 'control', count: 3 },
    gpu: { ...pools['gpu'], role: 'gpu', count: 4 },
  }));
  const lock = lockOf(run(definition));
  const racks = (pool: string) =>
    lock.slots.filter((slot) => slot.pool === pool).map((slot) => slot.asset.slice(4, 6));
  expect(new Set(racks('control')).size).toBe(3);
  expect(new Set(racks('gpu')).size).toBe(1);
});

test('proposes the same lock for the lock that it proposed', () => {
  const first = lockOf(run(definitionOf()));
  expect(printLock(lockOf(run(definitionOf(), first)))).toBe(printLock(first));
});

test('puts an in-band network onto the bond of the NIC that boots, and leaves its untagged VLAN to provisioning', () => {
  const { model } = run(definitionOf());
  const port = model === null ? undefined : findSlot(model, 'train-gpu-001')?.ports[0];
  expect(port?.name).toBe('bond-mgmt');
  expect(port?.nics.map((nic) => nic.name)).toEqual(['eno1', 'eno2']);
  expect(port?.untagged).toEqual({ network: 'provisioning', fabric: 'fab', vid: 0 });
  expect(port?.links.map((link) => [link.interface, link.address, link.gateway])).toEqual([
    ['bond-mgmt.100', '10.2.0.2', true],
  ]);
});

test('freezes the model with everything in it', () => {
  const { model } = run(definitionOf());
  expect(Object.isFrozen(model?.clusters[0]?.slots[0]?.ports[0]?.links[0])).toBe(true);
});

test('a machine in repair moves exactly its slot to a spare and raises its generation', () => {
  const definition = withMachines(definitionOf(), (machines) => ({
    ...machines,
    'gpu-r2-n3': { ...machines['gpu-r2-n3'], state: 'spare' },
  }));
  const before = lockOf(run(definition));
  const failed = withMachines(definition, (machines) => ({
    ...machines,
    'gpu-r1-n1': { ...machines['gpu-r1-n1'], state: 'repair' },
  }));
  const after = lockOf(run(failed, before));
  const moved = after.slots.find((slot) => slot.name === 'train-gpu-001');
  expect(moved).toMatchObject({
    asset: 'gpu-r2-n3',
    generation: 2,
    addresses: before.slots.find((slot) => slot.name === 'train-gpu-001')?.addresses,
  });
  expect(after.slots.filter((slot) => slot.name !== 'train-gpu-001')).toEqual(
    before.slots.filter((slot) => slot.name !== 'train-gpu-001'),
  );
  expect(after.machines.find((machine) => machine.asset === 'gpu-r1-n1')?.claim).toBe('train-gpu-001');
});

test('says what binds when machines run out', () => {
  const resolution = run(
    withPools(definitionOf(), (pools) => ({ ...pools, gpu: { ...pools['gpu'], role: 'gpu', count: 9 } })),
  );
  expect(codes(resolution)).toEqual(['allocation/not-enough-machines']);
  expect(resolution.issues[0]?.message).toBe('pool train/gpu wants 9 machines, and 6 can be had');
  expect(resolution.issues[0]?.follows).toContain('cpu-r1-n1, cpu-r2-n1: each has no GPU');
  expect(resolution.model).toBeNull();
});

test('refuses to let a slot in service leave by omission', () => {
  const lock = lockOf(run(definitionOf()));
  const shrunk = withPools(definitionOf(), (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', count: 1 },
  }));
  const resolution = run(shrunk, lock);
  expect(codes(resolution)).toEqual(['lock/removal-by-omission']);
  expect(resolution.issues[0]?.hint).toContain('rackform lock --release train-gpu-002');
});

test('drops a slot that never was in service when its pool shrinks', () => {
  const lock = lockOf(run(definitionOf()));
  const shrunk = withPools(definitionOf(), (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', count: 1 },
  }));
  const resolution = resolve(shrunk, { site: 'dc1', lock, baseLock: null });
  expect(lockOf(resolution).slots.map((slot) => slot.name)).toEqual(['train-control-001', 'train-gpu-001']);
});

test('refuses a pool that leaves the definition while in service', () => {
  const lock = lockOf(run(definitionOf()));
  const resolution = run(
    withPools(definitionOf(), ({ gpu: _, ...pools }) => pools),
    lock,
  );
  expect(codes(resolution)).toEqual(['lock/removal-by-omission']);
});

test('refuses a machine that leaves the inventory while a slot holds it, and while the provisioner knows it', () => {
  const lock = lockOf(run(definitionOf()));
  const without = (asset: string) =>
    withMachines(definitionOf(), (machines) =>
      Object.fromEntries(Object.entries(machines).filter(([name]) => name !== asset)),
    );
  expect(codes(run(without('gpu-r1-n1'), lock))).toEqual(['lock/machine-omitted']);
  expect(codes(run(without('gpu-r2-n3'), lock))).toEqual(['lock/machine-omitted']);
});

test.each(['releasing', 'released'] as const)(
  'refuses a machine that leaves the inventory while its slot is %s',
  (phase) => {
    const lock = lockOf(run(definitionOf()));
    const leaving: Lock = {
      ...lock,
      slots: lock.slots.map((slot) => (slot.asset === 'gpu-r1-n1' ? { ...slot, phase } : slot)),
    };
    const without = withMachines(definitionOf(), ({ 'gpu-r1-n1': _, ...machines }) => machines);
    expect(codes(run(without, leaving))).toContain('lock/machine-omitted');
  },
);

test('a retired machine leaves the provisioner once no slot holds it', () => {
  const lock = lockOf(run(definitionOf()));
  const retire = (asset: string) =>
    withMachines(definitionOf(), (machines) => ({
      ...machines,
      [asset]: { ...machines[asset], state: 'retired' },
    }));
  const free = run(retire('gpu-r2-n3'), lock);
  expect(free.model?.enrolments.find((enrolment) => enrolment.asset === 'gpu-r2-n3')?.isDeclared).toBe(false);
  const held = run(retire('gpu-r1-n1'), lock);
  expect(held.model?.enrolments.find((enrolment) => enrolment.asset === 'gpu-r1-n1')?.isDeclared).toBe(true);
});

test('keeps explicit machines, and says why one cannot be used', () => {
  const named = withPools(definitionOf(), (pools) => ({
    ...pools,
    gpu: { role: 'gpu', machines: ['gpu-r2-n2', 'gpu-r1-n3'] },
  }));
  expect(
    new Set(
      lockOf(run(named))
        .slots.filter((slot) => slot.pool === 'gpu')
        .map((slot) => slot.asset),
    ),
  ).toEqual(new Set(['gpu-r2-n2', 'gpu-r1-n3']));
  const broken = withMachines(named, (machines) => ({
    ...machines,
    'gpu-r2-n2': { ...machines['gpu-r2-n2'], state: 'quarantine' },
  }));
  const resolution = run(broken);
  expect(codes(resolution)).toEqual(['allocation/explicit-machine-unusable']);
  expect(resolution.issues[0]?.follows).toContain('gpu-r2-n2 is in state quarantine');
});

test('a machine of another tenant needs its erase known before it changes hands', () => {
  const lock = lockOf(run(definitionOf()));
  const machines = lock.machines.map((machine) =>
    machine.asset.startsWith('gpu') ? { ...machine, claim: null, tenant: 'blue', erased: 'quick' } : machine,
  );
  const fresh: Lock = { ...lock, slots: [], machines };
  expect(codes(run(definitionOf(), fresh))).toEqual(['lock/hand-over-without-erase']);
  const erased: Lock = {
    ...fresh,
    machines: machines.map((machine) => ({ ...machine, erased: 'full', claim: null })),
  };
  expect(assetOf(lockOf(run(definitionOf(), erased)), 'train-gpu-001')).toBe('gpu-r1-n1');
});

test('refuses a network change under a slot in service, and takes it with a reimage', () => {
  const lock = lockOf(run(definitionOf()));
  const changed = withPools(definitionOf(), (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', networks: { 'in-band': { addressing: 'dhcp' } } },
  }));
  const refused = run(changed, lock);
  expect(codes(refused)).toEqual(['lock/network-changed']);
  const taken = lockOf(run(changed, lock, [{ kind: 'reimage', slots: ['train-gpu-001', 'train-gpu-002'] }]));
  expect(taken.slots.find((slot) => slot.name === 'train-gpu-001')).toMatchObject({
    generation: 2,
    addresses: { 'rail-0': '10.3.0.1' },
  });
});

describe('the default gateway', () => {
  const links = (networks: PoolInput['networks']) => {
    const changed = withPools(definitionOf(), (pools) => ({
      ...pools,
      gpu: { ...pools['gpu'], role: 'gpu', networks },
    }));
    const resolution = run(changed);
    const slot = resolution.model?.clusters[0]?.slots.find(({ pool }) => pool === 'gpu');
    return { codes: codes(resolution), links: slot?.ports.flatMap((port) => port.links) ?? [] };
  };

  test.each([
    ['static', true],
    ['auto', true],
    ['dhcp', false],
    ['none', false],
  ] as const)(
    'with addressing %s is told to MAAS: %s, which takes it with static and auto alone',
    (addressing, is) => {
      expect(links({ 'in-band': { addressing } }).links.map(({ gateway }) => gateway)).toEqual([is]);
    },
  );

  test('comes with DHCP, where it is asked for, and not without an address', () => {
    const dhcp = links({ 'in-band': { addressing: 'dhcp', gateway: true } });
    expect(dhcp).toMatchObject({ codes: [], links: [{ gateway: false }] });
    expect(links({ 'in-band': { addressing: 'none', gateway: true } }).codes).toEqual([
      'GATEWAY_WITHOUT_ADDRESS',
    ]);
  });
});

describe('interface names', () => {
  const nics = ['enp129s0f0np0', 'enp129s0f1np1', 'enp130s0f0np0', 'enp130s0f1np1'] as const;
  const plain = definitionOf();
  const gpuNode = plain.hardware?.['gpu-node'];
  if (gpuNode === undefined) throw new Error('the fixture has no gpu-node');
  const network = (vlan: number, fabric: string, net: number) =>
    ({
      purpose: 'storage',
      mode: 'managed',
      fabric,
      vlan,
      subnets: { main: { cidr: `10.${net}.0.0/16` } },
    }) as const;
  const onLongNames = (networks: Record<string, { nics: string[]; bond?: object }>) => {
    const withNics = withMachines(plain, (machines) =>
      Object.fromEntries(
        Object.entries(machines).map(([asset, machine], index) => [
          asset,
          asset.startsWith('gpu')
            ? {
                ...machine,
                nics: {
                  ...machine.nics,
                  ...Object.fromEntries(
                    nics.map((nic, at) => [
                      nic,
                      { mac: `02:00:07:00:${String(index).padStart(2, '0')}:0${at}` },
                    ]),
                  ),
                },
              }
            : machine,
        ]),
      ),
    );
    const pools = withPools(withNics, (all) => ({
      ...all,
      gpu: { ...all['gpu'], role: 'gpu', networks: { 'in-band': {}, ...networks } },
    }));
    const dc1 = pools.sites['dc1'];
    if (dc1 === undefined) throw new Error('the fixture has no site dc1');
    const storage = { 'stor-a': network(200, 'fab', 8), 'stor-b': network(200, 'fab-b', 9) };
    const site = { ...dc1, fabrics: { fab: {}, 'fab-b': {} }, networks: { ...dc1.networks, ...storage } };
    const ports = Object.fromEntries(nics.map((nic) => [nic, { gbps: 100, roles: ['storage' as const] }]));
    return {
      ...pools,
      sites: { dc1: site },
      hardware: { ...plain.hardware, 'gpu-node': { ...gpuNode, nics: { ...gpuNode.nics, ...ports } } },
    };
  };

  test('of two bonds over NICs with names of one beginning differ, and leave room for a VLAN', () => {
    const resolution = run(
      onLongNames({
        'stor-a': { nics: [nics[0], nics[1]], bond: {} },
        'stor-b': { nics: [nics[2], nics[3]], bond: {} },
      }),
    );
    lockOf(resolution);
    const ports = resolution.model?.clusters[0]?.slots.find((slot) => slot.pool === 'gpu')?.ports ?? [];
    const bonds = ports.filter((port) => port.bond !== null && port.nics[0]?.name !== 'eno1');
    expect(new Set(bonds.map((port) => port.name)).size).toBe(2);
    for (const { name, links } of bonds) expect(links[0]?.interface).toBe(`${name}.200`);
  });

  test('that a machine would have twice are refused, which MAAS does in the middle of an apply', () => {
    const resolution = run(onLongNames({ 'stor-a': { nics: [nics[0]] }, 'stor-b': { nics: [nics[2]] } }));
    expect(codes(resolution)).toEqual(['INTERFACE_NAME_TWICE']);
    expect(resolution.issues[0]?.message).toContain('vlan200');
  });
});

describe('a managed network under slots in service', () => {
  const reimage = {
    kind: 'reimage',
    slots: ['train-control-001', 'train-gpu-001', 'train-gpu-002'],
  } as const;
  const site = definitionOf().sites['dc1'];
  const inBand = site?.networks?.['in-band'];
  if (site === undefined || inBand === undefined) throw new Error('the fixture has no network in-band');
  const withNetworks = (networks: NonNullable<SiteInput['networks']>) =>
    definitionOf({ site: { networks: { ...site.networks, ...networks } } });
  const main = inBand.subnets?.['main'] ?? { cidr: '10.2.0.0/16' };

  test.each<[string, NonNullable<SiteInput['networks']>]>([
    ['another VLAN number', { 'in-band': { ...inBand, vlan: 101 } }],
    ['another prefix', { 'in-band': { ...inBand, subnets: { main: { ...main, cidr: '10.2.0.0/15' } } } }],
    ['another name of its subnet', { 'in-band': { ...inBand, subnets: { first: main } } }],
    ['mode existing, which destroys it in MAAS', { 'in-band': { ...inBand, mode: 'existing' } }],
  ])('is refused %s, with a reimage too, which would come after', (_, networks) => {
    const lock = lockOf(run(definitionOf()));
    const changed = withNetworks(networks);
    expect(codes(run(changed, lock))).toEqual(['lock/network-in-use']);
    expect(codes(run(changed, lock, [reimage]))).toEqual(['lock/network-in-use']);
  });

  test('may change what is made anew for nobody', () => {
    const lock = lockOf(run(definitionOf()));
    const longer = {
      ...main,
      ranges: { slots: { type: 'static', from: '10.2.0.2', to: '10.2.255.254' } },
    } as const;
    expect(
      codes(run(withNetworks({ 'in-band': { ...inBand, mtu: 9000, subnets: { main: longer } } }), lock)),
    ).toEqual([]);
  });

  test('is left for a new one by a reimage, and then taken out', () => {
    const lock = lockOf(run(definitionOf()));
    const other = { ...inBand, vlan: 101, subnets: { main: { cidr: '10.4.0.0/16', gateway: '10.4.0.1' } } };
    const onOther = (networks: NonNullable<SiteInput['networks']>) =>
      withPools(definitionOf({ site: { networks } }), (pools) =>
        Object.fromEntries(
          Object.entries(pools).map(([name, pool]) => [name, { ...pool, networks: { other: {} } }]),
        ),
      );
    const { 'in-band': _, ...without } = site.networks ?? {};
    const moved = lockOf(run(onOther({ ...site.networks, other }), lock, [reimage]));
    expect(codes(run(onOther({ ...without, other }), lock, [reimage]))).toEqual(['lock/network-in-use']);
    expect(codes(run(onOther({ ...without, other }), moved))).toEqual([]);
  });
});

test('holds a released slot’s address until it is gone', () => {
  const lock = lockOf(run(definitionOf()));
  const released: Lock = {
    ...lock,
    slots: lock.slots.map((slot) =>
      slot.name === 'train-gpu-001' ? { ...slot, phase: 'released' as const } : slot,
    ),
  };
  const next = lockOf(run(definitionOf(), released));
  expect(next.slots.find((slot) => slot.name === 'train-gpu-003')?.addresses['in-band']).toBe('10.2.0.5');
});

test('an unknown name is one problem with what follows from it', () => {
  const broken = withMachines(definitionOf(), (machines) =>
    Object.fromEntries(
      Object.entries(machines).map(([asset, machine]) => [
        asset,
        machine.profile === 'gpu-node' ? { ...machine, profile: 'gpu-nod' } : machine,
      ]),
    ),
  );
  const issue = run(broken).issues.find((candidate) => candidate.code === 'REF_UNKNOWN_PROFILE');
  expect(issue?.hint).toBe('did you mean "gpu-node"?');
  expect(issue?.follows).toHaveLength(5);
});

test('refuses by name what the provider cannot do, at the field that asks for it', () => {
  const resolution = run(
    withPools(definitionOf(), (pools) => ({
      ...pools,
      gpu: {
        ...pools['gpu'],
        role: 'gpu',
        storage: { layout: 'lvm', raid: [{ level: '1', disks: ['nvme0n1'] }] },
      },
    })),
  );
  expect(resolution.issues.map((issue) => [issue.code, issue.at.path.join('.')])).toEqual([
    ['maas/storage-layout', 'pools.gpu.storage.layout'],
    ['maas/raid-with-boot-disk', 'pools.gpu.storage.raid'],
  ]);
});

test('two untagged networks on one NIC are refused', () => {
  const definition = definitionOf();
  const site = definition.sites['dc1'];
  const resolution = run({
    ...definition,
    sites: {
      dc1: {
        ...site,
        domain: 'dc1.example.net',
        provisioner: { type: 'maas' },
        networks: {
          ...site?.networks,
          'front-end': {
            purpose: 'front-end',
            mode: 'managed',
            fabric: 'fab',
            tagged: false,
            subnets: { f: { cidr: '10.9.0.0/24' } },
          },
        },
      },
    },
    clusters: {
      train: {
        tenant: 'red',
        mode: 'dedicated',
        pools: {
          gpu: {
            role: 'gpu',
            count: 1,
            networks: { provisioning: { addressing: 'dhcp', roles: ['boot'] }, 'front-end': {} },
          },
        },
      },
    },
  });
  expect(codes(resolution)).toContain('LINK_TWO_ON_NIC');
});

test('a point-to-point rail gives the host the odd address and the leaf the even one', () => {
  const definition = definitionOf();
  const site = definition.sites['dc1'];
  const { model, issues } = run({
    ...definition,
    sites: {
      dc1: {
        ...site,
        domain: 'dc1.example.net',
        provisioner: { type: 'maas' },
        networks: {
          ...site?.networks,
          'rail-0': {
            purpose: 'rail',
            rail: 0,
            addressing: 'point-to-point',
            mtu: 9000,
            subnets: { r: { cidr: '10.3.0.0/24' } },
          },
        },
      },
    },
  });
  expect(issues).toEqual([]);
  expect(
    model?.clusters[0]?.slots.flatMap((slot) =>
      slot.rails.map((rail) => [rail.address, rail.prefixLength, rail.gateway]),
    ),
  ).toEqual([
    ['10.3.0.1', 31, '10.3.0.0'],
    ['10.3.0.3', 31, '10.3.0.2'],
  ]);
});

test('VLAN ids from a pool are kept when networks come and go', () => {
  const withNetworks = (names: readonly string[]): Definition => {
    const definition = definitionOf();
    const site = definition.sites['dc1'];
    const more = Object.fromEntries(
      names.map((name) => [
        name,
        { purpose: 'storage' as const, mode: 'managed' as const, fabric: 'fab', vlan: { pool: 'tenants' } },
      ]),
    );
    return {
      ...definition,
      sites: {
        dc1: {
          ...site,
          domain: 'dc1.example.net',
          provisioner: { type: 'maas' },
          vlanPools: { tenants: { from: 300, to: 310 } },
          networks: { ...site?.networks, ...more },
        },
      },
    };
  };
  const first = lockOf(run(withNetworks(['s-b', 's-c'])));
  const second = lockOf(run(withNetworks(['s-a', 's-c', 's-d']), first));
  expect(second.numbers).toEqual([
    { key: 'vlan/s-a', pool: 'tenants', value: 300 },
    { key: 'vlan/s-c', pool: 'tenants', value: 301 },
    { key: 'vlan/s-d', pool: 'tenants', value: 302 },
  ]);
});

test('names that would meet when joined are refused', () => {
  const definition = definitionOf();
  const pool = { role: 'gpu' as const, count: 1, networks: {} };
  const clash = run({
    ...definition,
    project: {
      ...definition.project,
      deployments: [
        { cluster: 'a', site: 'dc1' },
        { cluster: 'a-b', site: 'dc1' },
      ],
    },
    clusters: {
      a: { tenant: 'red', mode: 'dedicated', pools: { 'b-c': pool } },
      'a-b': { tenant: 'red', mode: 'dedicated', pools: { c: pool } },
    },
  });
  expect(codes(clash)).toEqual(['NAME_CLASH']);
});

test('a machine named by two pools is refused at the second', () => {
  const named = { role: 'gpu' as const, machines: ['gpu-r1-n1'], networks: {} };
  const resolution = run(withPools(definitionOf(), () => ({ a: named, b: named })));
  expect(resolution.issues.map((issue) => [issue.code, issue.at.path.join('.')])).toContainEqual([
    'allocation/machine-claimed-twice',
    'pools.b.machines.0',
  ]);
});

test('what a pool lacks in a line that could not be read is no second problem', () => {
  const broken = withMachines(definitionOf(), (machines) =>
    Object.fromEntries(Object.entries(machines).map(([asset, machine]) => [asset, { ...machine, unit: -1 }])),
  );
  const resolution = run(broken);
  expect(new Set(codes(resolution))).toEqual(new Set(['SHAPE_TOO_SMALL']));
  expect(resolution.model).toBeNull();
});

test('a cluster without a mode says so where the cluster stands', () => {
  const definition = definitionOf();
  const resolution = run({ ...definition, clusters: { train: { tenant: 'red', pools: {} } } });
  expect(resolution.issues.map((issue) => [issue.code, issue.at.document])).toEqual([
    ['SHAPE_MISSING', 'cluster/train'],
  ]);
});

test('a site is not held up by what is wrong at another', () => {
  const definition = definitionOf();
  const both = {
    ...definition,
    sites: { ...definition.sites, dc2: { domain: 'no good!' } },
  } as unknown as Definition;
  expect(run(both).issues).toEqual([]);
});

test('explains a key that has dots in it', () => {
  const definition = withPools(definitionOf(), (pools) => ({
    ...pools,
    gpu: { ...pools['gpu'], role: 'gpu', kernel: { sysctl: { 'vm.swappiness': 1 } } },
  }));
  const found = explainField(
    parseDefinition(definition),
    'dc1',
    'clusters.train.pools.gpu.kernel.sysctl.vm.swappiness',
  );
  expect(found?.value).toBe(1);
  expect(found?.candidates[0]?.at.path).toEqual(['pools', 'gpu', 'kernel', 'sysctl', 'vm.swappiness']);
});
