import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import type { ProjectInput } from '../../src/definition/project.js';
import type { SiteInput } from '../../src/definition/site.js';
import { emptyLock } from '../../src/model/lock/lock.js';
import { resolve } from '../../src/model/resolve.js';
import type { SiteInventory } from '../../src/model/types.js';
import { expectGolden } from '../support/golden.js';
import { said } from '../support/said.js';
import { definitionOf } from '../support/site-fixture.js';

const node = {
  cpu: { sockets: 2, coresPerSocket: 8 },
  memoryGiB: 64,
  nics: { eth0: {} },
  disks: { sda: { type: 'ssd', sizeGB: 480 } },
} as const;

function alone(
  site: Partial<SiteInput>,
  more: Partial<ProjectInput> = {},
  hardware: object = { node },
): Definition {
  return {
    project: { organization: 'example', tenants: { red: {} }, deployments: [], ...more },
    sites: { dc1: { domain: 'dc1.example.net', provisioner: { type: 'maas' }, ...site } },
    clusters: {},
    hardware: hardware as Definition['hardware'],
  };
}

const run = (definition: Definition) => resolve(definition, { site: 'dc1', lock: null });
const refused = (definition: Definition) => said(run(definition).issues);

function inventoryOf(definition: Definition): SiteInventory {
  const { inventory, issues } = run(definition);
  expect(said(issues)).toBe('');
  return inventory ?? expect.fail('the site does not resolve');
}

test('golden: what a site that says nothing comes to, by each provisioner', () => {
  const machines = { m1: { profile: 'node' } };
  const networks = {
    pxe: { purpose: 'provisioning' as const },
    rail: { purpose: 'rail' as const, rail: 0 },
    oob: { purpose: 'bmc' as const },
  };
  const plain = {
    racks: { r01: {} },
    machines,
    networks,
    images: { noble: {} },
    zones: {},
    fabrics: { fab: {} },
  };
  expectGolden('model/plain-site-maas', inventoryOf(alone(plain)));
  const {
    provisioner,
    domainMode,
    networks: made,
    machines: nodes,
  } = inventoryOf(alone({ ...plain, provisioner: { type: 'ironic' } }));
  expectGolden('model/plain-site-ironic', {
    provisioner,
    domainMode,
    networks: made,
    ironic: nodes[0]?.ironic,
  });
});

test('golden: what a site that says everything comes to', () => {
  const full: Partial<SiteInput> = {
    domainMode: 'existing',
    routingDomain: 'west',
    ntp: ['192.0.2.123'],
    modules: { a: { budgetWatts: 100_000 } },
    racks: {
      r01: {
        module: 'a',
        units: 48,
        feeds: { b: { capacityWatts: 8000 }, a: { capacityWatts: 9000 } },
        derate: 0.9,
        otherWatts: 300,
        otherUnits: 2,
        maxWeightKg: 1200,
        cooling: 'liquid',
        zone: 'z1',
      },
    },
    fabrics: { fab: { mode: 'managed' } },
    vlanPools: { pool: { from: 200, to: 210 } },
    zones: { z1: { mode: 'existing', description: 'Row 1' }, z2: {} },
    networks: {
      pooled: { purpose: 'storage', fabric: 'fab', mode: 'managed', vlan: { pool: 'pool' } },
      front: {
        purpose: 'front-end',
        mode: 'managed',
        fabric: 'fab',
        vlan: 100,
        vni: 10_100,
        tagged: false,
        mtu: 9000,
        switchMtu: 9216,
        tenant: 'red',
        space: 'front',
        subnets: {
          main: {
            cidr: '192.0.2.0/25',
            gateway: '192.0.2.1',
            dns: ['192.0.2.53'],
            ranges: {
              slots: { type: 'static', from: '192.0.2.10', to: '192.0.2.20', comment: 'slots' },
              pool: { type: 'dynamic', from: '192.0.2.30', to: '192.0.2.40' },
            },
          },
        },
        dhcp: { by: 'relay', to: 'pxe' },
      },
      pxe: {
        purpose: 'provisioning',
        fabric: 'fab',
        dhcp: { by: 'rack-controller', primary: 'rack-1', secondary: 'rack-2' },
      },
      'rail-0': {
        purpose: 'rail',
        rail: 0,
        pkey: 9,
        addressing: 'point-to-point',
        subnets: { r: { cidr: '10.0.0.0/24' } },
      },
      oob: { purpose: 'bmc', dhcp: { by: 'external' } },
    },
    images: {
      noble: { series: 'ubuntu/noble', hweKernel: 'hwe-24.04' },
      own: {
        url: 'https://images.example.net/own.qcow2',
        checksum: `SHA256:${'AB'.repeat(32)}`,
        diskFormat: 'qcow2',
      } as never,
    },
    credentials: { b: {}, a: { description: 'old' } },
    defaults: { image: 'noble', credentials: 'a', profile: 'node' },
    machines: {
      m1: {
        serial: 'S1',
        rack: 'r01',
        unit: 7,
        state: 'spare',
        zone: 'z2',
        nvlinkDomain: 'd1',
        bmc: { protocol: 'ipmi', address: '192.0.2.201', credentials: 'b', nodeId: '1' as never },
        bootNic: 'eth1',
        nics: { eth0: { mac: '02-00-5E-00-53-01', switch: 'leaf', port: '1' }, eth1: {} },
        overrides: { memoryGiB: 128, nics: { eth1: { gbps: 25 } } },
      },
      m2: { rack: 'r01' },
    },
  };
  const profile = {
    units: 2,
    weightKg: 30,
    cpu: { sockets: 1, coresPerSocket: 64, threadsPerCore: 1, architecture: 'arm64' },
    memoryGiB: 512,
    gpus: { vendor: 'nvidia', model: 'H100-SXM', count: 8, memoryGB: 80, migCapable: true, watts: 700 },
    nics: {
      eth0: { kind: 'ethernet', gbps: 100, roles: ['boot'] },
      ib0: { kind: 'infiniband', gbps: 400, roles: ['rail'], rail: 0 },
    },
    disks: {
      nvme0n1: {
        type: 'nvme',
        sizeGB: 960,
        role: 'root',
        hint: { serial: 'D1', wwn: 'w', model: 'm', sizeGB: 894 },
      },
      nvme1n1: { type: 'nvme', sizeGB: 3840, role: 'scratch' },
      sda: { type: 'hdd', sizeGB: 8000 },
    },
    power: { psus: 6, psusNeeded: 4, psuWatts: 3300, maxWatts: 10_200 },
    boot: { mode: 'bios', secureBoot: false },
    bmc: { protocol: 'redfish' },
  };
  const tenants = { red: { id: 7, handOver: { erase: 'secure' as const } }, blue: {} };
  const sharedServices = {
    here: {
      networks: ['oob'],
      reason: 'switches keep them apart',
      sites: ['dc1'],
      tenants: ['red', 'blue'],
      nvlinkDomains: ['d1'],
    },
  };
  const tenantNumbers = { vlan: { storage: 500 }, vni: 20_000, pkey: 100, nvlink: 30 };
  const state = { type: 's3', bucket: 'states', region: 'eu-1' } as const;
  const definition = alone({ ...full, tenantNumbers } as never, { tenants, state, sharedServices } as never, {
    node: profile,
  });
  const { inventory, issues, lock } = run(definition);
  expect(said(issues)).toMatchInlineSnapshot(`""`);
  expectGolden('model/full-site', inventory);
  expect(lock?.numbers).toEqual([{ key: 'vlan/pooled', pool: 'pool', value: 200 }]);
});

test.each([
  [undefined, { type: 'local', path: '../../../state' }],
  [
    { type: 'local', path: 'there' },
    { type: 'local', path: 'there' },
  ],
  [
    {
      type: 's3',
      bucket: 'states',
      region: 'eu',
      prefix: 'p',
      endpoint: 'https://s3.example.net',
      encrypt: false,
      useLockfile: false,
    },
    {
      type: 's3',
      bucket: 'states',
      region: 'eu',
      prefix: 'p',
      endpoint: 'https://s3.example.net',
      encrypt: false,
      useLockfile: false,
    },
  ],
  [
    { type: 's3', bucket: 'states', region: 'eu' },
    {
      type: 's3',
      bucket: 'states',
      region: 'eu',
      prefix: 'rackform',
      endpoint: null,
      encrypt: true,
      useLockfile: true,
    },
  ],
  [
    { type: 'http', address: 'https://state.example.net' },
    { type: 'http', address: 'https://state.example.net', locking: true },
  ],
  [
    { type: 'http', address: 'https://state.example.net', locking: false },
    { type: 'http', address: 'https://state.example.net', locking: false },
  ],
  [{ type: 'pg' }, { type: 'pg', schema: 'rackform' }],
  [
    { type: 'pg', schema: 'other' },
    { type: 'pg', schema: 'other' },
  ],
] as const)('state %o is kept in %o', (state, model) => {
  expect(
    inventoryOf(alone({}, state === undefined ? {} : { state: state as ProjectInput['state'] })).state,
  ).toEqual(model);
});

test('names that nothing is called, each once with who else says it', () => {
  const definition = alone({
    racks: { r01: { zone: 'z9', module: 'm9' }, r02: { zone: 'z9', module: 'm9' } },
    modules: { m1: {} },
    zones: { z1: {} },
    fabrics: { fab: {} },
    vlanPools: { pool: { from: 1, to: 2 } },
    credentials: { bmc: {} },
    defaults: { credentials: 'bcm' },
    networks: {
      a: {
        purpose: 'in-band',
        fabric: 'fba',
        vlan: { pool: 'pol' },
        tenant: 'rde',
        dhcp: { by: 'relay', to: 'px' },
      },
      b: {
        purpose: 'in-band',
        fabric: 'fba',
        vlan: { pool: 'pol' },
        tenant: 'rde',
        dhcp: { by: 'relay', to: 'px' },
      },
      pxe: { purpose: 'provisioning', fabric: 'fab' },
    },
    machines: {
      m1: { profile: 'nod', rack: 'r09', zone: 'z8' },
      m2: { profile: 'node', bmc: { credentials: 'bm' }, bootNic: 'eth9', nics: { eht0: {} } },
      m3: { rack: 'r01' },
      m4: { profile: 'node', zone: 'default', rack: 'r09' },
    },
  });
  expect(refused(definition)).toMatchInlineSnapshot(`
    "site/dc1 racks r01 zone
      error [REF_UNKNOWN_ZONE] unknown zone "z9"; there are z1
      hint: did you mean "z1"?
      rack r02 names it too
    site/dc1 racks r01 module
      error [REF_UNKNOWN_MODULE] unknown module "m9"; there are m1
      hint: did you mean "m1"?
      rack r02 names it too
    site/dc1 networks a fabric
      error [REF_UNKNOWN_FABRIC] unknown fabric "fba"; there are fab
      hint: did you mean "fab"?
      network b names it too
    site/dc1 networks a vlan pool
      error [REF_UNKNOWN_VLAN_POOL] unknown VLAN pool "pol"; there are pool
      hint: did you mean "pool"?
      network b names it too
    site/dc1 networks a tenant
      error [REF_UNKNOWN_TENANT] unknown tenant "rde"; there are red
      hint: did you mean "red"?
      network b names it too
    site/dc1 networks a dhcp to
      error [REF_UNKNOWN_NETWORK] unknown network "px"; there are a, b, pxe
      hint: did you mean "pxe"?
      network b names it too
    site/dc1 machines m1 profile
      error [REF_UNKNOWN_PROFILE] unknown hardware profile "nod"; there are asus-esc4000a-e12-h100-nvl, hpe-dl380a-gen11-l40s, supermicro-as-5126gs-tnrt2, dgx-h100, dgx-h200, dgx-b200, supermicro-as-8125gs-tnhr-h100, supermicro-as-8125gs-tnmr2-mi300x, dell-xe9680-h200, dell-xe9680-mi300x, node
      hint: did you mean "node"?
    site/dc1 machines m1 rack
      error [REF_UNKNOWN_RACK] unknown rack "r09"; there are r01, r02
      hint: did you mean "r01"?
      machine m4 names it too
    site/dc1 machines m1 zone
      error [REF_UNKNOWN_ZONE] unknown zone "z8"; there are z1
      hint: did you mean "z1"?
    site/dc1 defaults credentials
      error [REF_UNKNOWN_CREDENTIALS] unknown credential set "bcm"; there are bmc
      hint: did you mean "bmc"?
      machine m3 names it too
      machine m4 names it too
    site/dc1 machines m2 bmc credentials
      error [REF_UNKNOWN_CREDENTIALS] unknown credential set "bm"; there are bmc
      hint: did you mean "bmc"?
    site/dc1 machines m2 bootNic
      error [REF_UNKNOWN_NIC] unknown NIC "eth9"; there are eht0, eth0
      hint: did you mean "eth0"?
    site/dc1 machines m2 nics eht0
      error [REF_UNKNOWN_NIC] unknown NIC "eht0"; there are eth0
      hint: did you mean "eth0"?
    site/dc1 machines m3 profile
      error [REF_UNKNOWN_PROFILE] unknown hardware profile "(none given)"; there are asus-esc4000a-e12-h100-nvl, hpe-dl380a-gen11-l40s, supermicro-as-5126gs-tnrt2, dgx-h100, dgx-h200, dgx-b200, supermicro-as-8125gs-tnhr-h100, supermicro-as-8125gs-tnmr2-mi300x, dell-xe9680-h200, dell-xe9680-mi300x, node"
  `);
});

test('what a provisioner has no use for is refused by name, once with all places', () => {
  const networks = {
    a: {
      purpose: 'in-band' as const,
      mode: 'managed' as const,
      fabric: 'f',
      space: 's',
      dhcp: { by: 'rack-controller' as const, primary: 'r' },
    },
    b: {
      purpose: 'in-band' as const,
      mode: 'managed' as const,
      fabric: 'f',
      dhcp: { by: 'relay' as const, to: 'a' },
    },
  };
  const racks = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`r${index}`, { zone: 'z' }]));
  const ironic = alone({
    provisioner: { type: 'ironic', serverVersion: '3.5', settings: { kernel_opts: 'x' } },
    domainMode: 'managed',
    zones: { z: {}, y: {} },
    racks,
    fabrics: { f: { mode: 'managed' } },
    networks,
    machines: { m1: { profile: 'node', zone: 'z' } },
  });
  expect(refused(ironic)).toMatchInlineSnapshot(`
    "site/dc1 provisioner serverVersion
      error [PROVISIONER_FIELD] provisioner.serverVersion does nothing at a site whose provisioner is ironic: it is a field of MAAS
      hint: say release
    site/dc1 provisioner settings
      error [PROVISIONER_FIELD] provisioner.settings does nothing at a site whose provisioner is ironic: it is a field of MAAS
      hint: set them in the configuration of Ironic
    site/dc1 zones y
      error [PROVISIONER_FIELD] zones.y does nothing at a site whose provisioner is ironic: Ironic has no zones
      hint: use conductorGroup, or leave it out
      so does zones.z
    site/dc1 racks r0 zone
      error [PROVISIONER_FIELD] racks.r0.zone does nothing at a site whose provisioner is ironic: Ironic has no zones
      hint: leave it out
      so does racks.r1.zone, racks.r2.zone, racks.r3.zone, racks.r4.zone, racks.r5.zone, racks.r6.zone, racks.r7.zone, racks.r8.zone, ...
    site/dc1 machines m1 zone
      error [PROVISIONER_FIELD] machines.m1.zone does nothing at a site whose provisioner is ironic: Ironic has no zones
      hint: leave it out
    site/dc1 domainMode
      error [PROVISIONER_FIELD] domainMode does nothing at a site whose provisioner is ironic: Ironic has no DNS
      hint: set existing, and make the records of the slots elsewhere
    site/dc1 fabrics f mode
      error [PROVISIONER_FIELD] fabrics.f.mode does nothing at a site whose provisioner is ironic: Ironic manages no networks
      hint: set existing, or leave it out
    site/dc1 networks a mode
      error [PROVISIONER_FIELD] networks.a.mode does nothing at a site whose provisioner is ironic: Ironic manages no networks
      hint: set existing, or leave it out: switches, VLANs and subnets are made elsewhere
      so does networks.b.mode
    site/dc1 networks a space
      error [PROVISIONER_FIELD] networks.a.space does nothing at a site whose provisioner is ironic: it is a field of MAAS
      hint: leave it out
    site/dc1 networks a dhcp by
      error [PROVISIONER_FIELD] networks.a.dhcp.by does nothing at a site whose provisioner is ironic: Ironic has no rack controllers
      hint: set external: the DHCP of Ironic, or whoever answers, is not made by rackform
      so does networks.b.dhcp.by"
  `);
  const fields = {
    dialect: 'rackform' as const,
    release: '2026.1',
    microversion: '1.95',
    auth: 'none' as const,
    interfaces: { network: 'noop' },
    deployKernel: 'https://images.example.net/k',
    deployRamdisk: 'https://images.example.net/r',
    conductorGroup: 'g',
    resourceClass: 'c',
    cleaning: 'devices' as const,
    switchIds: { leaf: '02:00:5e:00:53:01' },
  };
  const maas = alone({
    provisioner: { type: 'maas', ...fields } as never,
    machines: {
      m1: { profile: 'node', overrides: { ironic: { vendor: 'x' } } as never },
      m2: { profile: 'node' },
    },
  });
  expect(refused(maas)).toMatchInlineSnapshot(`
    "site/dc1 provisioner dialect
      error [PROVISIONER_FIELD] provisioner.dialect does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner release
      error [PROVISIONER_FIELD] provisioner.release does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner microversion
      error [PROVISIONER_FIELD] provisioner.microversion does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner auth
      error [PROVISIONER_FIELD] provisioner.auth does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner interfaces
      error [PROVISIONER_FIELD] provisioner.interfaces does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner deployKernel
      error [PROVISIONER_FIELD] provisioner.deployKernel does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner deployRamdisk
      error [PROVISIONER_FIELD] provisioner.deployRamdisk does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner conductorGroup
      error [PROVISIONER_FIELD] provisioner.conductorGroup does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner resourceClass
      error [PROVISIONER_FIELD] provisioner.resourceClass does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner cleaning
      error [PROVISIONER_FIELD] provisioner.cleaning does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 provisioner switchIds
      error [PROVISIONER_FIELD] provisioner.switchIds does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out
    site/dc1 machines m1 overrides ironic
      error [PROVISIONER_FIELD] machines.m1.overrides.ironic does nothing at a site whose provisioner is maas: it is a field of Ironic
      hint: leave it out"
  `);
  const dry = alone({ provisioner: { type: 'dry-run', ...fields } as never });
  expect(refused(dry)).toBe('');
});

test('what a pool asks for that its provisioner cannot do is refused, in the words of its limit', () => {
  const pool = {
    role: 'cpu' as const,
    machines: ['cpu-r1-n1'],
    networks: { 'in-band': { addressing: 'auto' as const } },
    storage: {
      layout: 'lvm' as const,
      rootDisk: 'nvme0n1',
      raid: [{ level: '1' as const, disks: ['nvme0n1'] }],
    },
    release: { scripts: ['wipe'], erase: 'full' as const },
  };
  expect(refused(definitionOf({ pools: { cpu: pool as never } }))).toMatchInlineSnapshot(`
    "cluster/train pools cpu storage layout
      error [maas/storage-layout] pool train/cpu asks for storage.layout: no resource sets the storage layout of one machine; commissioning puts a flat root on the boot disk
      hint: keep the flat layout, or set default_storage_layout of the whole MAAS before commissioning
    cluster/train pools cpu storage rootDisk
      error [maas/storage-layout] pool train/cpu asks for storage.rootDisk: no resource sets the storage layout of one machine; commissioning puts a flat root on the boot disk
      hint: keep the flat layout, or set default_storage_layout of the whole MAAS before commissioning
    cluster/train pools cpu storage raid
      error [maas/raid-with-boot-disk] pool train/cpu asks for storage.raid: software RAID cannot have the boot disk as a member
      hint: use a hardware RAID for the root disk, or leave it single"
  `);
  const ironic = definitionOf({
    pools: { cpu: pool as never },
    site: { provisioner: { type: 'ironic', cleaning: 'metadata' } },
  });
  expect(said(run(ironic).issues.filter(({ code }) => code.startsWith('ironic/')))).toMatchInlineSnapshot(`
    "cluster/train pools cpu storage layout
      error [ironic/storage-layout] pool train/cpu asks for storage.layout: a whole-disk image brings its own layout, and RAID is made by cleaning steps before it
      hint: build the layout into the image, or make RAID beforehand, by ironic_raid of rackform/ironic or the tools of Ironic
    cluster/train pools cpu storage raid
      error [ironic/storage-layout] pool train/cpu asks for storage.raid: a whole-disk image brings its own layout, and RAID is made by cleaning steps before it
      hint: build the layout into the image, or make RAID beforehand, by ironic_raid of rackform/ironic or the tools of Ironic
    cluster/train pools cpu storage rootDisk
      error [ironic/root-disk-of-a-pool] pool train/cpu asks for storage.rootDisk: root device hints are of the node, so a pool cannot choose another disk
      hint: give the disk role root in the hardware profile or the overrides of the machine
    cluster/train pools cpu release scripts
      error [ironic/release-scripts] pool train/cpu asks for release.scripts: scripts at release are of MAAS
      hint: add a cleaning step to the ramdisk of Ironic
    cluster/train pools cpu networks in-band addressing
      error [ironic/auto-addresses] pool train/cpu asks for networks.in-band.addressing: nobody picks addresses when a node is deployed
      hint: use addressing static or dhcp
    cluster/train pools cpu release erase
      error [ironic/erase-by-release] pool train/cpu asks for release.erase: an undeploy takes no word about erasing: the cleaning steps of the conductors decide, and provisioner.cleaning only states them
      hint: set erase_devices_priority of the conductors, state it as cleaning, and ask pools for no more than it does"
  `);
});

test('VLAN numbers of pools: the lowest that the fabric has free, those in the lock first, and none when they run out', () => {
  const site = (from: number, to: number) =>
    alone({
      fabrics: { f: {}, g: {} },
      vlanPools: { pool: { from, to } },
      networks: {
        a: { purpose: 'storage', fabric: 'f', vlan: { pool: 'pool' } },
        b: { purpose: 'storage', fabric: 'f', vlan: { pool: 'pool' } },
        c: { purpose: 'storage', fabric: 'g', vlan: { pool: 'pool' } },
        fixed: { purpose: 'storage', fabric: 'f', vlan: 101 },
      },
    });
  const numbers = (definition: Definition, locked: readonly (readonly [string, number])[] = []) => {
    const lock = {
      ...emptyLock('dc1'),
      numbers: locked.map(([name, value]) => ({ key: `vlan/${name}`, pool: 'pool', value })),
    };
    const { lock: next, issues } = resolve(definition, { site: 'dc1', lock });
    return {
      said: said(issues),
      given: Object.fromEntries((next?.numbers ?? []).map(({ key, value }) => [key, value])),
    };
  };
  expect(numbers(site(100, 110))).toEqual({
    said: '',
    given: { 'vlan/a': 100, 'vlan/b': 102, 'vlan/c': 100 },
  });
  expect(numbers(site(100, 110), [['b', 100]]).given).toEqual({
    'vlan/a': 102,
    'vlan/b': 100,
    'vlan/c': 100,
  });
  expect(
    numbers(site(100, 110), [
      ['a', 110],
      ['b', 111],
      ['c', 99],
    ]).given,
  ).toEqual({ 'vlan/a': 110, 'vlan/b': 100, 'vlan/c': 100 });
  expect(numbers(site(100, 110), [['a', 101]]).given['vlan/a']).toBe(100);
  expect(numbers(site(100, 101)).given).toEqual({ 'vlan/a': 100, 'vlan/c': 100 });
  expect(numbers(site(100, 101)).said).toMatchInlineSnapshot(`
    "site/dc1 vlanPools pool
      error [allocation/vlan-pool-exhausted] VLAN pool pool (100 to 101) has no free id for network b
      hint: widen the pool, or give the network a VLAN id"
  `);
});

test('numbers of tenants’ networks follow from their ids, where nothing is written', () => {
  const tenantNumbers = { vlan: { storage: 500 }, vni: 20_000, pkey: 100 };
  const definition = alone(
    {
      fabrics: { f: {} },
      tenantNumbers,
      networks: {
        san: { purpose: 'storage', fabric: 'f', tenant: 'red' },
        front: { purpose: 'front-end', fabric: 'f', tenant: 'red' },
        own: { purpose: 'storage', fabric: 'f', tenant: 'red', vlan: 9, vni: 9 },
        open: { purpose: 'storage', fabric: 'f' },
        blue: { purpose: 'storage', fabric: 'f', tenant: 'blue' },
        rail: { purpose: 'rail', rail: 0, tenant: 'red' },
        railed: { purpose: 'rail', rail: 1, tenant: 'red', pkey: 5 },
      },
    } as never,
    { tenants: { red: { id: 7 }, blue: {} } },
  );
  const numbers = inventoryOf(definition).networks.map(({ name, vid, vni, pkey }) => [name, vid, vni, pkey]);
  expect(numbers).toEqual([
    ['blue', 0, null, null],
    ['front', 0, 20_007, null],
    ['open', 0, null, null],
    ['own', 9, 9, null],
    ['rail', 0, 20_007, 107],
    ['railed', 0, 20_007, 5],
    ['san', 507, 20_007, null],
  ]);
  const { tenantNumbers: _, ...bare } = definition.sites['dc1'] ?? expect.fail('no site');
  expect(inventoryOf({ ...definition, sites: { dc1: bare } }).networks.map(({ vni }) => vni)).toEqual([
    null,
    null,
    null,
    9,
    null,
    null,
    null,
  ]);
});

test('shared services name what there is', () => {
  const sharedServices = {
    one: {
      networks: ['oob', 'nothing'],
      nvlinkDomains: ['d1', 'd2'],
      tenants: ['rde', 'red'],
      sites: ['dc1', 'dc9'],
      reason: 'switches keep them apart',
    },
    four: {
      networks: ['nothing'],
      nvlinkDomains: ['d1', 'd2'],
      sites: ['dc1'],
      reason: 'switches keep them apart',
    },
    two: { networks: ['nowhere'], reason: 'switches keep them apart' },
    three: { networks: ['else'], sites: ['dc2'], reason: 'switches keep them apart' },
  };
  const base = alone(
    { networks: { oob: { purpose: 'bmc' } }, machines: { m1: { profile: 'node', nvlinkDomain: 'd1' } } },
    { sharedServices } as never,
  );
  const dc2 = {
    domain: 'dc2.example.net',
    provisioner: { type: 'maas' as const },
    networks: { else: { purpose: 'bmc' as const } },
  };
  expect(refused({ ...base, sites: { ...base.sites, dc2 } })).toMatchInlineSnapshot(`
    "project sharedServices four networks 0
      error [REF_UNKNOWN_NETWORK] unknown network "nothing"; there are oob
    project sharedServices four nvlinkDomains 1
      error [REF_UNKNOWN_NVLINK_DOMAIN] unknown NVLink domain "d2"; there are d1
      hint: did you mean "d1"?
    project sharedServices one sites 1
      error [REF_UNKNOWN_SITE] unknown site "dc9"; there are dc1, dc2
      hint: did you mean "dc1"?
    project sharedServices one tenants 0
      error [REF_UNKNOWN_TENANT] unknown tenant "rde"; there are red
      hint: did you mean "red"?
    project sharedServices two networks 0
      error [REF_UNKNOWN_NETWORK] unknown network "nowhere"; there are else, oob"
  `);
});

test('a site that nobody described, and a deployment at one', () => {
  const base = alone({});
  const { issues } = resolve(base, { site: 'dc2', lock: null });
  expect(said(issues)).toMatchInlineSnapshot(`
    "project deployments
      error [REF_UNKNOWN_SITE] unknown site "dc2"; there are dc1
      hint: did you mean "dc1"?"
  `);
  const elsewhere = {
    ...definitionOf(),
    project: {
      ...definitionOf().project,
      deployments: [
        { cluster: 'train', site: 'dc11' },
        { cluster: 'trian', site: 'dc1' },
      ],
    },
  };
  expect(refused(elsewhere)).toMatchInlineSnapshot(`
    "project deployments 0 site
      error [REF_UNKNOWN_SITE] unknown site "dc11"; there are dc1
      hint: did you mean "dc1"?
    project deployments 1 cluster
      error [REF_UNKNOWN_CLUSTER] unknown cluster "trian"; there are train
      hint: did you mean "train"?"
  `);
  const twice = {
    ...definitionOf(),
    project: {
      ...definitionOf().project,
      deployments: [
        { cluster: 'train', site: 'dc1' },
        { cluster: 'train', site: 'dc1' },
      ],
    },
  };
  expect(refused(twice)).toMatchInlineSnapshot(`
    "project deployments 1
      error [PROJECT_DUPLICATE_DEPLOYMENT] cluster "train" is deployed at "dc1" twice
      hint: a second cluster of the same kind needs a name of its own"
  `);
});
