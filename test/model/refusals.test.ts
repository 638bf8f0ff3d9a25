import { expect, test } from 'vitest';
import type { ClusterInput, PoolInput } from '../../src/definition/cluster.js';
import type { Definition } from '../../src/definition/definition.js';
import type { MachineInput, SiteInput } from '../../src/definition/site.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { resolve } from '../../src/model/resolve.js';
import { said } from '../support/said.js';
import { definitionOf, gpuMachine, type SiteShape } from '../support/site-fixture.js';

/** A pool of GPU machines with networks of its own. */
const gpus = (networks: PoolInput['networks'], more: Partial<PoolInput> = {}): SiteShape => ({
  pools: { gpu: { role: 'gpu', count: 2, networks, ...more } },
});

const network = (vlan: number, subnet: number, more: object = {}) => ({
  purpose: 'storage' as const,
  mode: 'managed' as const,
  fabric: 'fab',
  vlan,
  subnets: { main: { cidr: `10.${subnet}.0.0/24` } },
  ...more,
});

type Networks = NonNullable<SiteInput['networks']>;

/** The made-up site with more networks, or others. */
function withNetworks(shape: SiteShape, networks: Networks): Definition {
  const definition = definitionOf(shape);
  const dc1 = definition.sites['dc1'];
  if (dc1 === undefined) throw new Error('the fixture has no dc1');
  return { ...definition, sites: { dc1: { ...dc1, networks: { ...dc1.networks, ...networks } } } };
}

const run = (definition: Definition, lock: Lock | null = null, base?: Lock | null) =>
  resolve(definition, { site: 'dc1', lock, ...(base === undefined ? {} : { baseLock: base }) });
const refused = (definition: Definition) => said(run(definition).issues);

function decided(definition: Definition): Lock {
  const { lock, issues } = run(definition);
  expect(said(issues)).toBe('');
  return lock ?? expect.fail('no lock was proposed');
}

const sans = (nic: string): Partial<MachineInput> => {
  const { [nic]: _, ...nics } = gpuMachine(1, 1).nics ?? {};
  return { nics };
};

test('a network whose NICs a machine does not have, or not with a MAC', () => {
  expect(
    refused(definitionOf(gpus({ 'in-band': { roles: ['storage', 'front-end'] } }))),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-band
      error [NIC_MISSING] slot train-gpu-001 on gpu-r1-n1 (gpu-node): network in-band wants a NIC with role storage or front-end with a known MAC
      hint: give the profile’s NIC the role and the machine’s NIC its MAC, or choose other NICs
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
  expect(refused(definitionOf(gpus({ 'in-band': { nics: ['eno1', 'eno9'] } })))).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-band
      error [NIC_MISSING] slot train-gpu-001 on gpu-r1-n1 (gpu-node): network in-band wants NICs eno1, eno9 with a known MAC
      hint: give the profile’s NIC the role and the machine’s NIC its MAC, or choose other NICs
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
  const one = definitionOf({
    ...gpus({ 'in-band': { nics: ['eno1', 'eno2'], bond: {} } }, { count: 6 }),
    machines: { 'gpu-r1-n2': sans('eno2') },
  });
  expect(refused(one)).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-band
      error [NIC_MISSING] slot train-gpu-002 on gpu-r1-n2 (gpu-node): network in-band wants NICs eno1, eno2 with a known MAC
      hint: give the profile’s NIC the role and the machine’s NIC its MAC, or choose other NICs
      ports bind: the largest count that fits is 5"
  `);
});

test('an optional network of a machine without its NIC is left out', () => {
  const optional = definitionOf(
    gpus({ 'in-band': {}, 'rail-0': { optional: true }, storage: { optional: true } }),
  );
  const { model, issues } = run(
    withNetworks(gpus({ 'in-band': {}, san: { roles: ['storage'], optional: true } }), {
      san: network(200, 9),
    }),
  );
  expect(said(issues)).toBe('');
  expect(
    model?.clusters[0]?.slots[0]?.ports.flatMap(({ links }) => links.map((link) => link.network)),
  ).toEqual(['in-band']);
  expect(refused(optional)).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks rail-0
      error [NETWORK_EXTERNAL] network rail-0 is in no fabric, so the provisioner cannot put a server on it
      hint: rails are configured by \`rails\`, not as an attachment"
  `);
});

test('bonds that differ over the same NICs, and one that is required over a single NIC', () => {
  const differing = withNetworks(
    gpus({
      'in-band': { bond: { mode: 'active-backup' } },
      san: { roles: ['management'], bond: { lacpFallback: true } },
    }),
    { san: network(200, 9) },
  );
  expect(refused(differing)).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-band
      error [BOND_CONFLICT] slot train-gpu-001 on gpu-r1-n1 (gpu-node): the networks in-band and san share NICs and describe their bond differently
      hint: give both the same bond
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
  expect(
    refused(definitionOf(gpus({ 'in-band': { roles: ['boot'], bond: { required: true } } }))),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-band
      error [BOND_TOO_FEW_NICS] slot train-gpu-001 on gpu-r1-n1 (gpu-node): network in-band requires a bond, and a gpu-node has one NIC for it
      hint: leave out required, and a single NIC is used plain
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
});

test('two fabrics, or two untagged networks, on one NIC', () => {
  const shape = gpus({ 'in-band': {}, san: {} });
  const twoFabrics = withNetworks(
    { ...shape, site: { fabrics: { fab: {}, other: {} } } as Partial<SiteInput> },
    { san: network(200, 9, { fabric: 'other' }) },
  );
  expect(refused(twoFabrics)).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks san
      error [PORT_TWO_FABRICS] slot train-gpu-001 on gpu-r1-n1 (gpu-node): networks in-band and san share a NIC and lie in different fabrics
      hint: a NIC is in one fabric; give the networks other NICs
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
  const untagged = withNetworks(gpus({ a: { roles: ['management'] }, b: { roles: ['management'] } }), {
    a: network(0, 8, { mode: 'existing', purpose: 'in-band', fabric: 'second' }),
    b: network(0, 9, { mode: 'existing', purpose: 'storage', fabric: 'second' }),
  });
  expect(said(run(untagged).issues)).toMatchInlineSnapshot(`
    "site/dc1 networks a fabric
      error [REF_UNKNOWN_FABRIC] unknown fabric "second"; there are fab
      network b names it too
    cluster/train pools gpu networks b
      error [LINK_TWO_ON_NIC] slot train-gpu-001 on gpu-r1-n1 (gpu-node): networks a and b are both untagged on one NIC: the MAAS provider’s second link removes the first
      hint: tag one of them, or give it another NIC
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
});

test('VLAN interfaces of NICs with names too long for a dot and a number', () => {
  const long = 'enp65s0f0np0';
  const definition = withNetworks(gpus({ a: { nics: [long] }, b: { nics: [`${long}x`] } }), {
    a: network(1200, 8),
    b: network(1200, 9, { fabric: 'second' }),
  });
  const profile = definition.hardware['gpu-node'] ?? expect.fail('no profile');
  const nics = {
    ...profile.nics,
    [long]: { gbps: 25 as const, roles: [] },
    [`${long}x`]: { gbps: 25 as const, roles: [] },
  };
  const machines = Object.fromEntries(
    Object.entries(definition.sites['dc1']?.machines ?? {}).map(([asset, machine], index) => [
      asset,
      {
        ...machine,
        nics: {
          ...machine.nics,
          [long]: { mac: `02:00:07:00:00:${10 + index}` },
          [`${long}x`]: { mac: `02:00:08:00:00:${10 + index}` },
        },
      },
    ]),
  );
  const dc1 = definition.sites['dc1'] ?? expect.fail('no dc1');
  const site = { ...dc1, machines, fabrics: { fab: {}, second: {} } };
  expect(
    refused({
      ...definition,
      sites: { dc1: site },
      hardware: { ...definition.hardware, 'gpu-node': { ...profile, nics } as never },
    }),
  ).toMatchInlineSnapshot(`
    "site/dc1 machines cpu-r1-n1 nics enp65s0f0np0
      error [REF_UNKNOWN_NIC] unknown NIC "enp65s0f0np0"; there are eno1, eno2
      machine cpu-r2-n1 names it too
    site/dc1 machines cpu-r1-n1 nics enp65s0f0np0x
      error [REF_UNKNOWN_NIC] unknown NIC "enp65s0f0np0x"; there are eno1, eno2
      machine cpu-r2-n1 names it too
    cluster/train pools gpu networks b
      error [INTERFACE_NAME_TWICE] slot train-gpu-001 on gpu-r1-n1 (gpu-node): the VLAN interface of network b is named vlan1200, as another of the machine: its NIC has too long a name for NIC.VLAN
      hint: give the NICs shorter names, or put the networks on a bond
      ports bind: the largest count that fits is 0
      the same for 1 more: train-gpu-002"
  `);
});

test('networks that are ambiguous, missing, unknown, external or without addresses', () => {
  const two = { san: network(200, 8), nas: network(201, 9) };
  expect(refused(withNetworks(gpus({ storage: {} }), two))).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks storage
      error [NETWORK_AMBIGUOUS] pool gpu asks for a network of purpose storage, and site dc1 has nas, san
      hint: name one of them as the key, in the overrides of the deployment at dc1"
  `);
  expect(refused(definitionOf(gpus({ storage: {} })))).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks storage
      error [NETWORK_MISSING] pool gpu asks for a network of purpose storage, and site dc1 has none
      hint: add one to the site, or set optional: true"
  `);
  expect(
    refused(withNetworks(gpus({ storage: {} }), { san: network(200, 8, { tenant: 'blue' }) })),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks storage
      error [NETWORK_MISSING] pool gpu asks for a network of purpose storage, and site dc1 has none open to tenant red
      hint: add one to the site, or set optional: true"
  `);
  expect(refused(definitionOf(gpus({ 'in-bnad': {} })))).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-bnad
      error [REF_UNKNOWN_NETWORK] unknown network or purpose "in-bnad"; there are in-band, provisioning, rail-0, bmc, storage, front-end, rail
      hint: did you mean "in-band"?"
  `);
  expect(refused(definitionOf(gpus({ 'rail-0': {} })))).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks rail-0
      error [NETWORK_EXTERNAL] network rail-0 is in no fabric, so the provisioner cannot put a server on it
      hint: rails are configured by \`rails\`, not as an attachment"
  `);
  expect(
    refused(withNetworks(gpus({ wan: {} }), { wan: network(300, 8, { mode: 'external' }) })),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks wan
      error [NETWORK_EXTERNAL] network wan is external, so the provisioner cannot put a server on it
      hint: give it a fabric and mode managed or existing"
  `);
  const subnets = { one: { cidr: '10.8.0.0/24' }, two: { cidr: '10.9.0.0/24' } };
  expect(
    refused(withNetworks(gpus({ san: {} }), { san: network(200, 8, { subnets }) })),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks san
      error [NETWORK_AMBIGUOUS] network san has subnets one, two, and a NIC takes one link only (maas_network_interface_link removes the others)
      hint: name one with subnet"
  `);
  expect(
    refused(withNetworks(gpus({ san: { subnet: 'tow' } }), { san: network(200, 8, { subnets }) })),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks san subnet
      error [REF_UNKNOWN_SUBNET] unknown subnet of san "tow"; there are one, two
      hint: did you mean "two"?"
  `);
  expect(
    refused(withNetworks(gpus({ san: {} }), { san: network(200, 8, { subnets: {} }) })),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks san
      error [NETWORK_WITHOUT_SUBNET] network san has no subnet to take static addresses from
      hint: give it a subnet, or set addressing: none"
  `);
  expect(
    refused(definitionOf(gpus({ 'in-band': { addressing: 'none', gateway: true } }))),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks in-band
      error [GATEWAY_WITHOUT_ADDRESS] network in-band is to have the default gateway, and gives its slots no address
      hint: set addressing static, dhcp or auto, or leave gateway out"
  `);
});

test('rails that are required, where there are none', () => {
  const rails = { rails: { required: true }, role: 'cpu' as const, machines: ['cpu-r1-n1', 'cpu-r2-n1'] };
  expect(refused(definitionOf({ pools: { cpu: { networks: {}, ...rails } } }))).toMatchInlineSnapshot(`
    "cluster/train pools cpu rails
      error [RAILS_MISSING] pool cpu requires compute rails, and a cpu-node has none that this site has a network for
      hint: give the site networks of purpose rail and the profile NICs with rail numbers, or leave out required"
  `);
  const { issues, model } = run(definitionOf(gpus({}, { rails: { required: true } })));
  expect(said(issues)).toBe('');
  expect(model?.clusters[0]?.slots[0]?.rails.map(({ rail }) => rail)).toEqual([0]);
});

test('an image that nobody names, or that the site does not have', () => {
  const none = definitionOf({ ...gpus({}), site: { defaults: {} } });
  expect(refused(none)).toMatchInlineSnapshot(`
    "cluster/train pools gpu
      error [IMAGE_MISSING] pool train/gpu names no image, and site dc1 has no default
      hint: set defaults.image of the site, or image of the pool"
  `);
  expect(refused(definitionOf(gpus({}, { image: 'nobel' })))).toMatchInlineSnapshot(`
    "cluster/train pools gpu image
      error [REF_UNKNOWN_IMAGE] unknown image "nobel"; there are noble
      hint: did you mean "noble"?"
  `);
  expect(
    refused(definitionOf({ ...gpus({}), site: { defaults: { image: 'jammy' } } })),
  ).toMatchInlineSnapshot(`
    "site/dc1 defaults image
      error [REF_UNKNOWN_IMAGE] unknown image "jammy"; there are noble"
  `);
});

test('addresses that run out, of one slot and of many', () => {
  const narrow = (cidr: string, count: number) =>
    withNetworks(
      { ...gpus({ 'in-band': {} }, { count }), gpusPerRack: 7 },
      {
        'in-band': {
          purpose: 'in-band',
          mode: 'managed',
          fabric: 'fab',
          vlan: 100,
          subnets: { main: { cidr } },
        },
      },
    );
  expect(refused(narrow('10.2.0.0/30', 3))).toMatchInlineSnapshot(`
    "site/dc1 networks in-band subnets
      error [allocation/addresses-exhausted] network in-band has no free address left for slot train-gpu-003
      hint: widen the static range or the prefix
      pool train/gpu: addresses bind: the largest count that fits is 2"
  `);
  expect(refused(narrow('10.2.0.0/30', 12))).toMatchInlineSnapshot(`
    "site/dc1 networks in-band subnets
      error [allocation/addresses-exhausted] network in-band has no free address left for 10 slots
      hint: widen the static range or the prefix
      pool train/gpu: addresses bind: the largest count that fits is 2
      without an address: train-gpu-003, train-gpu-004, train-gpu-005, train-gpu-006, train-gpu-007, train-gpu-008, train-gpu-009, train-gpu-010, ..."
  `);
});

test('networks of slots in service that would change, or be taken away', () => {
  const shape = { ...gpus({ 'in-band': {} }, { count: 14 }), gpusPerRack: 7 };
  const definition = definitionOf(shape);
  const lock = decided(definition);
  const changed = (pools: Record<string, PoolInput>) => {
    const { cluster: _, ...rest } = shape as SiteShape;
    return said(run(definitionOf({ ...rest, pools }), lock).issues);
  };
  const pool = shape.pools?.['gpu'] ?? expect.fail('no pool');
  expect(changed({ gpu: { ...pool, networks: { 'in-band': { bond: {} } } } })).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks
      error [lock/network-changed] 14 slots of pool train/gpu are in service and would change its NICs, bonds, networks or addresses: MAAS refuses that on a deployed machine
      hint: undo the change, or reimage with it: rackform lock --reimage train-gpu-001 train-gpu-002 train-gpu-003 train-gpu-004 ...
      slots: train-gpu-001, train-gpu-002, train-gpu-003, train-gpu-004, train-gpu-005, train-gpu-006, train-gpu-007, train-gpu-008, train-gpu-009, train-gpu-010, train-gpu-011, train-gpu-012, ..."
  `);
  const inBand = (more: object) =>
    ({
      purpose: 'in-band',
      mode: 'managed',
      fabric: 'fab',
      vlan: 100,
      subnets: { main: { cidr: '10.2.0.0/16', gateway: '10.2.0.1' } },
      ...more,
    }) as const;
  expect(
    said(run(withNetworks(shape, { 'in-band': inBand({ vlan: 101 }) }), lock).issues),
  ).toMatchInlineSnapshot(`
    "site/dc1 networks in-band
      error [lock/network-in-use] network in-band would be made anew (its mode, fabric, VLAN or subnet changed) while 14 slots are in service on it: MAAS drops their links with it
      hint: undo the change; or add the new network under a name of its own, move the slots to it by rackform lock --reimage, apply, and take the old one out then
      slots: train-gpu-001, train-gpu-002, train-gpu-003, train-gpu-004, train-gpu-005, train-gpu-006, train-gpu-007, train-gpu-008, train-gpu-009, train-gpu-010, train-gpu-011, train-gpu-012, ..."
  `);
  expect(
    said(
      run(
        withNetworks(
          { ...shape, pools: { gpu: { ...pool, networks: {} } } },
          { 'in-band': inBand({ mode: 'existing' }) },
        ),
        lock,
      ).issues,
    ),
  ).toMatchInlineSnapshot(`
    "site/dc1 networks in-band
      error [lock/network-in-use] network in-band would be made anew (its mode, fabric, VLAN or subnet changed) while 14 slots are in service on it: MAAS drops their links with it
      hint: undo the change; or add the new network under a name of its own, move the slots to it by rackform lock --reimage, apply, and take the old one out then
      slots: train-gpu-001, train-gpu-002, train-gpu-003, train-gpu-004, train-gpu-005, train-gpu-006, train-gpu-007, train-gpu-008, train-gpu-009, train-gpu-010, train-gpu-011, train-gpu-012, ..."
  `);
  const one = { ...shape, pools: { gpu: { ...pool, count: 1 } } };
  const single = decided(definitionOf(one));
  const { 'in-band': __, ...others } = definition.sites['dc1']?.networks ?? {};
  const gone = definitionOf({
    ...one,
    pools: { gpu: { ...pool, count: 1, networks: {} } },
    site: { networks: others },
  });
  expect(said(run(gone, single).issues)).toMatchInlineSnapshot(`
    "site/dc1 networks
      error [lock/network-in-use] network in-band would be taken away while slot train-gpu-001 is in service on it: MAAS drops their links with it
      hint: undo the change; or add the new network under a name of its own, move the slots to it by rackform lock --reimage, apply, and take the old one out then"
  `);
  const moved = withNetworks(one, {
    'in-band': inBand({
      subnets: {
        main: {
          cidr: '10.2.0.0/16',
          gateway: '10.2.0.1',
          ranges: { slots: { type: 'static', from: '10.2.1.1', to: '10.2.1.9' } },
        },
      },
    }),
  });
  expect(said(run(moved, single).issues)).toMatchInlineSnapshot(`
    "cluster/train pools gpu networks
      error [lock/network-changed] slot train-gpu-001 is in service and would change address 10.2.0.2 on in-band: MAAS refuses that on a deployed machine
      hint: undo the change, or reimage with it: rackform lock --reimage train-gpu-001"
  `);
});

test('machines that a pool cannot have, and why not', () => {
  const held: Record<string, Partial<MachineInput>> = {
    'gpu-r1-n1': { state: 'repair' },
    'gpu-r1-n2': { state: 'spare' },
    'gpu-r1-n3': { profile: 'cpu-node', nics: {} },
  };
  expect(
    refused(definitionOf({ ...gpus({}, { count: 6, hardware: { gpus: { count: 2 } } }), machines: held })),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu count
      error [allocation/not-enough-machines] pool train/gpu wants 6 machines, and 3 can be had
      hint: lower the count, widen the hardware, or add machines
      machines bind: the largest count that fits is 3 (feed for 3, units for 3, ports for 3)
      cpu-r1-n1, cpu-r2-n1, gpu-r1-n3: each has no GPU
      gpu-r2-n1, gpu-r2-n2, gpu-r2-n3: each is held by another slot
      gpu-r1-n1 is in state repair
      gpu-r1-n2 is kept as a spare"
  `);
  expect(
    refused(
      definitionOf({ ...gpus({}, { count: 2, machines: ['gpu-r1-n1', 'gpu-r2-n1'] }), machines: held }),
    ),
  ).toMatchInlineSnapshot(`
    "cluster/train pools gpu machines
      error [allocation/explicit-machine-unusable] pool train/gpu wants 2 machines, and 1 can be had
      hint: name other machines, or free these
      machines bind: the largest count that fits is 1 (feed for 1, units for 1, ports for 1)
      6 machines: each is not one of the pool’s machines
      gpu-r1-n1 is in state repair
      gpu-r2-n1 is held by another slot"
  `);
  const wants = (hardware: PoolInput['hardware'], more: Partial<PoolInput> = {}) =>
    run(definitionOf(gpus({}, { count: 1, hardware, ...more }))).issues.flatMap(
      ({ follows = [] }) => follows,
    );
  expect(
    [
      wants({ profiles: ['other', 'more'] }),
      wants({ cores: 64 }),
      wants({ memoryGiB: 1024 }),
      wants({ architecture: 'arm64' }),
      wants({ gpus: { count: 8 } }),
      wants({ gpus: { vendor: 'nvidia' } }),
      wants({ gpus: { model: 'MI300X' } }),
      wants({ gpus: { memoryGB: 80 } }),
      wants({ gpus: { migCapable: true } }),
      wants({ gpus: { count: 0 } }, { racks: ['r02'], machines: undefined as never }),
    ].map((follows) => follows.slice(1)),
  ).toMatchInlineSnapshot(`
    [
      [
        "6 machines: each is a gpu-node, not a other or more",
        "cpu-r1-n1, cpu-r2-n1: each is a cpu-node, not a other or more",
      ],
      [
        "6 machines: each has 32 cores, fewer than 64",
        "cpu-r1-n1, cpu-r2-n1: each has 16 cores, fewer than 64",
      ],
      [
        "6 machines: each has 512 GiB of RAM, less than 1024",
        "cpu-r1-n1, cpu-r2-n1: each has 128 GiB of RAM, less than 1024",
      ],
      [
        "8 machines: each is amd64, not arm64",
      ],
      [
        "6 machines: each has 4 GPUs, fewer than 8",
        "cpu-r1-n1, cpu-r2-n1: each has no GPU",
      ],
      [
        "6 machines: each has GPUs of amd, not nvidia",
        "cpu-r1-n1, cpu-r2-n1: each has no GPU",
      ],
      [
        "6 machines: each has MI210 GPUs, not MI300X",
        "cpu-r1-n1, cpu-r2-n1: each has no GPU",
      ],
      [
        "6 machines: each has 64 GB on a GPU, less than 80",
        "cpu-r1-n1, cpu-r2-n1: each has no GPU",
      ],
      [
        "6 machines: each has MI210 GPUs, which cannot be cut into MIG instances",
        "cpu-r1-n1, cpu-r2-n1: each has no GPU",
      ],
      [],
    ]
  `);
});

test('what a cluster says of itself that cannot be', () => {
  const cluster = (change: Partial<ClusterInput>) => {
    const { pools: _, mode: __, ...bare } = definitionOf().clusters['train'] ?? { tenant: 'red' };
    return refused({ ...definitionOf(), clusters: { train: { ...bare, ...change } } });
  };
  expect(cluster({ preset: 'dedicated-trainnig', options: {} })).toMatchInlineSnapshot(`
    "cluster/train preset
      error [REF_UNKNOWN_PRESET] unknown preset "dedicated-trainnig"; there are dedicated-training, shared-inference
      hint: did you mean "dedicated-training"?"
  `);
  expect(
    cluster({
      preset: 'dedicated-training',
      options: { gpuNodes: 0, gpuNode: 3, gpu: { vendor: 'intel', counts: 8 } },
    }),
  ).toMatchInlineSnapshot(`
    "cluster/train options gpuNodes
      error [PRESET_OPTION_INVALID] option "gpuNodes" of preset dedicated-training: too small: expected number to be >=1, got 0
    cluster/train options gpu counts
      error [PRESET_UNKNOWN_OPTION] unknown option of dedicated-training "counts"; there are vendor, model, count, memoryGB
      hint: did you mean "count"?
    cluster/train options gpuNode
      error [PRESET_UNKNOWN_OPTION] unknown option of dedicated-training "gpuNode"; there are gpuNodes, gpu, controlNodes, loginNodes, spares, image, bond, lacpFallback, scratch, hugePages1GiB
      hint: did you mean "gpuNodes"?"
  `);
  expect(cluster({ preset: 'dedicated-training' })).toMatchInlineSnapshot(`
    "cluster/train options
      error [PRESET_OPTION_MISSING] preset dedicated-training needs option "gpuNodes"
    cluster/train options
      error [PRESET_OPTION_MISSING] preset dedicated-training needs option "gpu""
  `);
  expect(cluster({ mode: 'dedicated', pools: { gpu: { role: 'gpu' } } })).toMatchInlineSnapshot(`
    "cluster/train pools gpu
      error [POOL_WITHOUT_SIZE] pool "gpu" has neither count nor machines"
  `);
  expect(
    cluster({
      mode: 'dedicated',
      pools: { a: { role: 'gpu', machines: ['gpu-r1-n1'] }, b: { role: 'gpu', machines: ['gpu-r1-n1'] } },
    }),
  ).toMatchInlineSnapshot(`
    "cluster/train pools b machines 0
      error [allocation/machine-claimed-twice] machine gpu-r1-n1 is named by pool train/a already
      hint: a server is one slot’s alone: name another machine
    cluster/train pools b machines
      error [allocation/explicit-machine-unusable] pool train/b wants 1 machines, and 0 can be had
      hint: name other machines, or free these
      machines bind: the largest count that fits is 0 (feed for 0, units for 0, ports for 0)
      7 machines: each is not one of the pool’s machines
      gpu-r1-n1 is held by another slot"
  `);
});
