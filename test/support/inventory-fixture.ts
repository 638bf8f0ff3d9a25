import type {
  HardwareModel,
  LinkModel,
  MachineModel,
  NetworkModel,
  NicModel,
  PortModel,
  RailModel,
  SiteInventory,
  SiteModel,
  SlotModel,
} from '../../src/model/types.js';
import { noSoftware } from './model-fixture.js';

/** A value with nothing read-only in it, for tests that change one thing. */
export type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { -readonly [K in keyof T]: Mutable<T[K]> };

/** A copy of the sound model with something changed. */
export function changed(change: (model: Mutable<SiteModel>) => void): SiteModel {
  // By way of JSON, since a structured clone keeps what machines share.
  const model = JSON.parse(JSON.stringify(soundModel())) as Mutable<SiteModel>;
  change(model);
  return model as SiteModel;
}

/** Finds by name or asset, and fails loudly. */
export function named<T extends { readonly name: string } | { readonly asset: string }>(
  list: readonly T[],
  name: string,
): T {
  const found = list.find((item) => ('name' in item ? item.name : item.asset) === name);
  if (found === undefined) throw new Error(`the fixture has no ${name}`);
  return found;
}

/** An item by its index, which the fixture has. */
export function item<T>(list: readonly T[], index = 0): T {
  const found = list[index];
  if (found === undefined) throw new Error(`the fixture has no item ${index}`);
  return found;
}

/** Slots of a pool. */
export function slotsIn(model: Mutable<SiteModel>, pool: string): Mutable<SlotModel>[] {
  return item(model.clusters).slots.filter((slot) => slot.pool === pool);
}

/** A site with a cluster that no rule finds anything in, save that nothing tests its GPUs. */
export function soundModel(): SiteModel {
  const site = soundSite();
  const slots = [
    ...['cpu-1', 'cpu-2', 'cpu-3'].map((asset, index) => slot(site, 'control', index + 1, asset)),
    ...['gpu-1', 'gpu-2'].map((asset, index) => slot(site, 'gpu', index + 1, asset)),
  ];
  return {
    formatVersion: 1,
    site,
    clusters: [
      {
        name: 'train-a',
        tenant: 'red',
        mode: 'dedicated',
        preset: 'dedicated-training',
        scheduler: 'slurm',
        workloadTenants: [],
        software: noSoftware,
        pools: (['control', 'gpu'] as const).map((name) => ({
          name,
          role: name,
          runs: 'metal',
          count: slots.filter(({ pool }) => pool === name).length,
          spares: name === 'gpu' ? 1 : 0,
          placement: name === 'gpu' ? 'pack' : 'spread',
          sparesAvailable: name === 'gpu' ? 1 : 0,
          slots: slots.filter(({ pool }) => pool === name).map((one) => one.name),
        })),
        slots,
      },
    ],
    enrolments: site.machines.map(({ asset }) => ({
      asset,
      stack: 'dc1-enrolment-01',
      isDeclared: true,
      protocol: 'redfish',
      timeoutMinutes: 60,
      adopted: null,
    })),
    stacks: [],
  };
}

function soundSite(): SiteInventory {
  return {
    organization: 'example',
    name: 'dc1',
    domain: 'dc1.example.net',
    domainMode: 'managed',
    provisioner: {
      type: 'maas',
      providerVersion: '2.8.0',
      serverVersion: '3.5',
      apiUrl: null,
      settings: [],
      ironic: null,
    },
    state: { type: 'local', path: '../../../state' },
    ntp: [],
    software: { offline: false, mirrors: [], rke2: null, charts: null, registry: null },
    modules: [{ name: 'm1', budgetWatts: 30_000 }],
    racks: ['r01', 'r02'].map((name) => ({
      name,
      module: 'm1',
      units: 42,
      feeds: [
        { name: 'a', capacityWatts: 11_000 },
        { name: 'b', capacityWatts: 11_000 },
      ],
      derate: 0.8,
      otherWatts: 500,
      otherUnits: 2,
      maxWeightKg: 1000,
      cooling: 'air',
      zone: 'default',
    })),
    fabrics: [
      { name: 'hosts', mode: 'existing' },
      { name: 'data', mode: 'managed' },
    ],
    vlanPools: [{ name: 'tenants', from: 1000, to: 1999 }],
    networks: soundNetworks(),
    zones: [],
    images: [
      {
        name: 'noble',
        series: 'ubuntu/noble',
        hweKernel: 'ga-24.04',
        url: null,
        checksum: null,
        diskFormat: null,
      },
    ],
    credentials: ['bmc-r01', 'bmc-r02'],
    tenants: [
      { name: 'blue', id: null, handOverErase: 'full' },
      { name: 'red', id: null, handOverErase: 'full' },
    ],
    tenantNumbers: { vlan: [], vni: null, pkey: null, nvlink: null },
    sharedServices: [],
    routingDomain: null,
    machines: [
      machine('cpu-1', 1, 'r01', 3),
      machine('cpu-2', 2, 'r02', 3),
      machine('cpu-3', 3, 'r02', 5),
      machine('gpu-1', 4, 'r01', 10, gpuHardware),
      machine('gpu-2', 5, 'r02', 10, gpuHardware),
      { ...machine('gpu-3', 6, 'r02', 20, gpuHardware), state: 'spare' },
    ],
  };
}

const plain: NetworkModel = {
  name: 'plain',
  purpose: 'in-band',
  rail: null,
  mode: 'existing',
  fabric: 'hosts',
  vid: 0,
  vlanPool: null,
  vni: null,
  pkey: null,
  tagged: false,
  mtu: 9000,
  switchMtu: 9216,
  tenant: null,
  space: null,
  addressing: 'shared',
  subnets: [],
  dhcp: { by: 'nobody' },
};

/** A subnet with what is given, and no more. */
export function subnet(
  cidr: string,
  changes: Partial<Mutable<NetworkModel['subnets'][number]>> = {},
): Mutable<NetworkModel['subnets'][number]> {
  return { name: 'main', cidr, gateway: null, dns: [], ranges: [], ...changes };
}

/** A range with what is given. */
export function range(
  name: string,
  type: 'dynamic' | 'reserved' | 'static',
  from: string,
  to: string,
): Mutable<NetworkModel['subnets'][number]['ranges'][number]> {
  return { name, type, from, to, comment: null };
}

function soundNetworks(): readonly NetworkModel[] {
  const rails = [0, 1].map(
    (rail): NetworkModel => ({
      ...plain,
      name: `rail-${rail}`,
      purpose: 'rail',
      rail,
      mode: 'external',
      fabric: null,
      vid: 300 + rail,
      subnets: [subnet(`203.0.113.${rail * 64}/26`, { gateway: `203.0.113.${rail * 64 + 1}` })],
    }),
  );
  return [
    {
      ...plain,
      name: 'bmc',
      purpose: 'bmc',
      mode: 'external',
      fabric: null,
      vid: 5,
      mtu: 1500,
      subnets: [subnet('192.0.2.0/24')],
    },
    {
      ...plain,
      name: 'in-band',
      vid: 100,
      tagged: true,
      tenant: 'red',
      subnets: [
        subnet('198.51.100.0/24', {
          gateway: '198.51.100.1',
          dns: ['198.51.100.2'],
          ranges: [
            range('hosts', 'static', '198.51.100.10', '198.51.100.99'),
            range('kept', 'reserved', '198.51.100.2', '198.51.100.9'),
          ],
        }),
      ],
    },
    {
      ...plain,
      name: 'pxe',
      purpose: 'provisioning',
      mtu: 1500,
      switchMtu: null,
      subnets: [subnet('10.0.0.0/24', { ranges: [range('boot', 'dynamic', '10.0.0.100', '10.0.0.200')] })],
      dhcp: { by: 'rack-controller', primary: 'rack-1', secondary: 'rack-2' },
    },
    ...rails,
    {
      ...plain,
      name: 'storage',
      purpose: 'storage',
      mode: 'managed',
      fabric: 'data',
      vid: 1001,
      vlanPool: 'tenants',
      tagged: true,
      subnets: [subnet('10.40.0.0/24')],
    },
  ];
}

const cpuHardware: HardwareModel = {
  profile: 'cpu-1u',
  units: 1,
  weightKg: 20,
  cpu: { sockets: 2, coresPerSocket: 32, threadsPerCore: 2, architecture: 'amd64' },
  memoryGiB: 512,
  gpus: null,
  disks: [disk('os', 'ssd', 480, 'root')],
  power: { psus: 2, psusNeeded: 1, psuWatts: 1600, maxWatts: 900 },
  boot: { mode: 'uefi', secureBoot: false },
};

const gpuHardware: HardwareModel = {
  ...cpuHardware,
  profile: 'gpu-2u',
  units: 2,
  weightKg: 40,
  memoryGiB: 1024,
  gpus: { vendor: 'amd', model: 'MI210', count: 2, memoryGB: 64, migCapable: false, watts: 300 },
  disks: [disk('os', 'ssd', 480, 'root'), disk('nvme', 'nvme', 3840, 'scratch')],
  power: { psus: 2, psusNeeded: 1, psuWatts: 2400, maxWatts: 2000 },
};

/** A disk without hints. */
export function disk(
  name: string,
  type: 'nvme' | 'ssd' | 'hdd',
  sizeGB: number,
  role: 'root' | 'scratch' | 'data',
): HardwareModel['disks'][number] {
  return { name, type, sizeGB, role, hint: { serial: null, wwn: null, model: null, sizeGB: null } };
}

function machine(
  asset: string,
  index: number,
  rack: string,
  unit: number,
  hardware = cpuHardware,
): MachineModel {
  const nic = (name: string, at: number, roles: NicModel['roles'], rail: number | null = null): NicModel => ({
    name,
    mac: `02:00:5e:00:${String(index).padStart(2, '0')}:${String(at).padStart(2, '0')}`,
    kind: 'ethernet',
    gbps: 25,
    roles,
    rail,
    switch: `leaf-${rack}`,
    port: `Ethernet${index}/${at}`,
  });
  const rails = hardware.gpus === null ? [] : [nic('rail0', 3, ['rail'], 0), nic('rail1', 4, ['rail'], 1)];
  return {
    asset,
    serial: `SN-${index}`,
    rack,
    unit,
    zone: 'default',
    state: 'available',
    ironic: null,
    hardware,
    nics: [
      nic('eno1', 0, ['boot', 'management']),
      nic('ens1', 1, ['storage']),
      nic('ens2', 2, ['storage']),
      ...rails,
    ],
    bootNic: 'eno1',
    nvlinkDomain: null,
    bmc: { protocol: 'redfish', address: `192.0.2.${10 + index}`, credentials: `bmc-${rack}`, nodeId: null },
  };
}

function slot(site: SiteInventory, pool: 'control' | 'gpu', number: number, asset: string): SlotModel {
  const { nics, hardware } = named(site.machines, asset);
  const host = (pool === 'gpu' ? 20 : 10) + number;
  const name = `train-a-${pool}-${String(number).padStart(3, '0')}`;
  const macOf = (nic: string) => named(nics, nic).mac ?? '';
  return {
    name,
    cluster: 'train-a',
    pool,
    number,
    role: pool,
    tenant: 'red',
    asset,
    generation: 1,
    phase: 'planned',
    isDeclared: true,
    isAbandoned: false,
    lettingGo: [],
    nvlink: null,
    adopted: null,
    stack: 'dc1-train-a-claim-01',
    fqdn: `${name}.dc1.example.net`,
    ports: [inBandPort(macOf('eno1'), host), storagePort([macOf('ens1'), macOf('ens2')], host)],
    rails: nics.flatMap((nic) => (nic.rail === null ? [] : [rail(nic.name, nic.rail, nic.mac, host)])),
    image: {
      name: 'noble',
      series: 'ubuntu/noble',
      hweKernel: 'ga-24.04',
      url: null,
      checksum: null,
      diskFormat: null,
    },
    kernel:
      pool === 'gpu'
        ? {
            options: ['iommu=pt', 'pci=realloc=off', 'console=tty0', 'console=ttyS0'],
            sysctl: [],
            acs: 'off',
          }
        : { options: [], sysctl: [], acs: 'firmware' },
    storage: {
      layout: 'flat',
      scratch:
        pool === 'gpu'
          ? { mount: '/scratch', filesystem: 'xfs', stripe: true, disks: hardware.disks.slice(1) }
          : null,
    },
    mig: null,
    release: { erase: 'secure', scripts: [], timeoutMinutes: 20_160 },
    userData: {},
    deployTimeoutMinutes: 60,
    dnsAddress: `198.51.100.${host}`,
  };
}

function link(changes: Partial<LinkModel>): LinkModel {
  return {
    network: 'in-band',
    fabric: 'hosts',
    vid: 100,
    tagged: true,
    interface: 'eno1.100',
    mtu: 9000,
    mode: 'static',
    subnet: '198.51.100.0/24',
    address: null,
    prefixLength: 24,
    gateway: true,
    gatewayAddress: '198.51.100.1',
    dns: [],
    ...changes,
  };
}

function inBandPort(mac: string, host: number): PortModel {
  return {
    name: 'eno1',
    bond: null,
    nics: [{ name: 'eno1', mac }],
    mtu: 9000,
    untagged: { network: 'pxe', fabric: 'hosts', vid: 0 },
    links: [link({ address: `198.51.100.${host}` })],
  };
}

function storagePort(macs: readonly string[], host: number): PortModel {
  const where = { network: 'storage', fabric: 'data', vid: 1001, interface: 'bond-stor.1001' };
  return {
    name: 'bond-stor',
    bond: { mode: '802.3ad', lacpRate: 'fast', hashPolicy: 'layer3+4', miimonMs: 100, lacpFallback: false },
    nics: macs.map((mac, index) => ({ name: `ens${index + 1}`, mac })),
    mtu: 9000,
    untagged: { network: null, fabric: 'data', vid: 0 },
    links: [
      link({
        ...where,
        subnet: '10.40.0.0/24',
        address: `10.40.0.${host}`,
        gateway: false,
        gatewayAddress: null,
      }),
    ],
  };
}

function rail(nic: string, number: number, mac: string | null, host: number): RailModel {
  return {
    rail: number,
    network: `rail-${number}`,
    nic,
    mac,
    kind: 'ethernet',
    pkey: null,
    address: `203.0.113.${number * 64 + host}`,
    prefixLength: 26,
    gateway: `203.0.113.${number * 64 + 1}`,
    routes: ['203.0.113.0/26', '203.0.113.64/26'],
    table: 100 + number,
    mtu: 9000,
  };
}
