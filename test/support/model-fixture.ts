import type { SoftwareModel } from '../../src/model/software-types.js';
import type {
  DiskModel,
  EnrolmentModel,
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
  StackModel,
} from '../../src/model/types.js';

/** Looks like a secret, stands nowhere in a model, and must stand in no output. */
export const CANARY = 'hunter2-canary';

/** Of a cluster on whose machines nothing is put after they are deployed. */
export const noSoftware: SoftwareModel = {
  drivers: [],
  mounts: [],
  slurm: null,
  kubernetes: null,
  secretStore: { type: 'ansible-vault', path: '' },
  topology: [],
};

/** A site model by hand: one of everything that the Terraform of a site can hold. */
export function exampleModel(changes: Partial<SiteModel> = {}): SiteModel {
  const slots = [controlSlot(), gpuSlot(1, 'gpu-r01-u10'), gpuSlot(2, 'gpu-r02-u10'), loginSlot()];
  return {
    formatVersion: 1,
    site: exampleSite(),
    clusters: [
      {
        name: 'train-a',
        tenant: 'red',
        mode: 'dedicated',
        preset: 'dedicated-training',
        scheduler: 'slurm',
        workloadTenants: [],
        software: noSoftware,
        pools: ['control', 'gpu', 'login'].map((name) => ({
          name,
          role: name as 'control' | 'gpu' | 'login',
          runs: 'metal',
          count: name === 'gpu' ? 2 : 1,
          spares: 0,
          placement: 'pack',
          sparesAvailable: 0,
          slots: slots.filter((slot) => slot.pool === name).map((slot) => slot.name),
        })),
        slots,
      },
    ],
    enrolments: exampleSite().machines.map(({ asset, bmc }) => enrolment(asset, bmc.protocol)),
    stacks: [
      stack('dc1-network', 'network'),
      stack('dc1-enrolment-01', 'enrolment', 1),
      stack('dc1-train-a-claim-01', 'claim', 1),
      // Nothing is left in it, and it was not shown empty yet.
      stack('dc1-train-a-claim-02', 'claim', 2),
    ],
    ...changes,
  };
}

/** The same model with another version of one slot. */
export function withSlot(model: SiteModel, name: string, change: (slot: SlotModel) => SlotModel): SiteModel {
  return {
    ...model,
    clusters: model.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.map((slot) => (slot.name === name ? change(slot) : slot)),
    })),
  };
}

/** A slot by name. */
export function slotOf(model: SiteModel, name: string): SlotModel {
  const slot = model.clusters.flatMap((cluster) => cluster.slots).find((other) => other.name === name);
  if (slot === undefined) throw new Error(`the fixture has no slot ${name}`);
  return slot;
}

/** A machine by asset name. */
export function machineOf(model: SiteModel, asset: string): MachineModel {
  const machine = model.site.machines.find((other) => other.asset === asset);
  if (machine === undefined) throw new Error(`the fixture has no machine ${asset}`);
  return machine;
}

function enrolment(asset: string, protocol: EnrolmentModel['protocol']): EnrolmentModel {
  return { asset, stack: 'dc1-enrolment-01', isDeclared: true, protocol, timeoutMinutes: 60, adopted: null };
}

function stack(name: string, kind: StackModel['kind'], shard: number | null = null): StackModel {
  const cluster = kind === 'claim' ? 'train-a' : null;
  return { name, kind, cluster, shard, stateKey: `dc1/${cluster ?? 'site'}/${name}` };
}

/** Where nothing is said of a network. */
export const plainNetwork: NetworkModel = {
  name: 'plain',
  purpose: 'in-band',
  rail: null,
  mode: 'managed',
  fabric: 'data',
  vid: 100,
  vlanPool: null,
  vni: null,
  pkey: null,
  tagged: true,
  mtu: 9000,
  switchMtu: 9216,
  tenant: null,
  space: null,
  addressing: 'shared',
  subnets: [],
  dhcp: { by: 'nobody' },
};

function exampleNetworks(): NetworkModel[] {
  return [
    {
      ...plainNetwork,
      name: 'bmc',
      purpose: 'bmc',
      mode: 'external',
      fabric: null,
      vid: 0,
      tagged: false,
      mtu: 1500,
      subnets: [subnet('bmc', '192.0.2.0/24')],
    },
    {
      ...plainNetwork,
      name: 'in-band',
      fabric: 'hosts',
      tenant: 'red',
      space: 'cluster',
      subnets: [
        {
          ...subnet('main', '198.51.100.0/24', '198.51.100.1'),
          dns: ['198.51.100.2', '198.51.100.3'],
          ranges: [
            { name: 'hosts', type: 'static', from: '198.51.100.10', to: '198.51.100.199', comment: null },
            { name: 'kept', type: 'reserved', from: '198.51.100.2', to: '198.51.100.9', comment: 'DNS' },
          ],
        },
      ],
    },
    {
      ...plainNetwork,
      name: 'pxe',
      purpose: 'provisioning',
      mode: 'existing',
      fabric: 'hosts',
      vid: 0,
      tagged: false,
      mtu: 1500,
      subnets: [subnet('pxe', '203.0.113.0/25')],
      dhcp: { by: 'rack-controller', primary: 'rack-1', secondary: null },
    },
    {
      ...plainNetwork,
      name: 'pxe-west',
      purpose: 'provisioning',
      fabric: 'hosts',
      vid: 30,
      tagged: false,
      mtu: 1500,
      subnets: [
        {
          ...subnet('main', '203.0.113.128/25', '203.0.113.129'),
          ranges: [
            { name: 'boot', type: 'dynamic', from: '203.0.113.200', to: '203.0.113.250', comment: 'PXE' },
          ],
        },
      ],
      dhcp: { by: 'rack-controller', primary: 'rack-1', secondary: 'rack-2' },
    },
    {
      ...plainNetwork,
      name: 'pxe-far',
      purpose: 'provisioning',
      fabric: 'hosts',
      vid: 31,
      subnets: [subnet('main', '10.31.0.0/24')],
      dhcp: { by: 'relay', to: 'pxe' },
    },
    ...[0, 1].map((rail) => ({
      ...plainNetwork,
      name: `rail-${rail}`,
      purpose: 'rail' as const,
      rail,
      mode: 'external' as const,
      fabric: null,
      vid: 0,
      tagged: false,
      addressing: 'point-to-point' as const,
      subnets: [subnet('main', `10.20${rail}.0.0/16`)],
    })),
    {
      ...plainNetwork,
      name: 'storage',
      purpose: 'storage',
      vid: 200,
      subnets: [subnet('main', '10.40.0.0/22')],
    },
    {
      ...plainNetwork,
      name: 'untagged',
      vid: 0,
      tagged: false,
      mtu: 1500,
      subnets: [subnet('main', '10.50.0.0/24')],
    },
  ];
}

function subnet(name: string, cidr: string, gateway: string | null = null): NetworkModel['subnets'][number] {
  return { name, cidr, gateway, dns: [], ranges: [] };
}

/** The site of `exampleModel`. */
export function exampleSite(): SiteInventory {
  return {
    organization: 'example',
    name: 'dc1',
    domain: 'dc1.example.net',
    domainMode: 'managed',
    provisioner: {
      type: 'maas',
      providerVersion: '2.8.0',
      serverVersion: '3.5',
      apiUrl: 'http://maas.dc1.example.net:5240/MAAS',
      settings: [{ key: 'auto_vlan_creation', value: 'false' }],
      ironic: null,
    },
    state: { type: 'local', path: '../../../state' },
    ntp: ['ntp-1.example.net', 'ntp-2.example.net'],
    software: { offline: false, mirrors: [], rke2: null, charts: null, registry: null },
    modules: [],
    racks: ['r01', 'r02'].map((name) => ({
      name,
      module: null,
      units: 42,
      feeds: [],
      derate: 0.8,
      otherWatts: 0,
      otherUnits: 0,
      maxWeightKg: null,
      cooling: 'air',
      zone: name,
    })),
    fabrics: [
      { name: 'data', mode: 'managed' },
      { name: 'hosts', mode: 'existing' },
    ],
    vlanPools: [],
    networks: exampleNetworks(),
    zones: [
      { name: 'r01', mode: 'managed', description: 'rack 1' },
      { name: 'r02', mode: 'managed', description: null },
      { name: 'old', mode: 'existing', description: null },
    ],
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
    credentials: ['bmc'],
    tenants: [{ name: 'red', id: null, handOverErase: 'full' }],
    tenantNumbers: { vlan: [], vni: null, pkey: null, nvlink: null },
    sharedServices: [],
    routingDomain: null,
    machines: [
      machine('cpu-r01-u01', 1, 'r01', { bmc: bmc('redfish', 1, 'System.Embedded.1') }),
      machine('gpu-r01-u10', 2, 'r01', { hardware: gpuHardware }),
      machine('gpu-r02-u10', 3, 'r02', { hardware: gpuHardware }),
      machine('login-r02-u01', 4, 'r02', {
        bmc: bmc('ipmi', 4),
        hardware: { ...cpuHardware, boot: { mode: 'bios', secureBoot: false } },
      }),
      machine('spare-r02-u20', 5, 'r02', { state: 'spare', bmc: bmc('manual', 5) }),
    ],
  };
}

const cpuHardware: HardwareModel = {
  profile: 'cpu-1u',
  units: 1,
  weightKg: null,
  cpu: { sockets: 2, coresPerSocket: 32, threadsPerCore: 2, architecture: 'amd64' },
  memoryGiB: 512,
  gpus: null,
  disks: [disk('root', 'ssd', 480, 'root')],
  power: { psus: 2, psusNeeded: 1, psuWatts: 1600, maxWatts: 900 },
  boot: { mode: 'uefi', secureBoot: false },
};

const gpuHardware: HardwareModel = {
  ...cpuHardware,
  profile: 'gpu-2u',
  units: 2,
  gpus: { vendor: 'amd', model: 'MI210', count: 2, memoryGB: 64, migCapable: false, watts: 300 },
  disks: [
    disk('root', 'ssd', 480, 'root'),
    disk('nvme-a', 'nvme', 3840, 'scratch'),
    disk('nvme-b', 'nvme', 3840, 'scratch'),
  ],
};

/** A disk without hints, unless given. */
export function disk(
  name: string,
  type: DiskModel['type'],
  sizeGB: number,
  role: DiskModel['role'],
  hint: Partial<DiskModel['hint']> = {},
): DiskModel {
  return { name, type, sizeGB, role, hint: { serial: null, wwn: null, model: null, sizeGB: null, ...hint } };
}

function bmc(
  protocol: MachineModel['bmc']['protocol'],
  index: number,
  nodeId: string | null = null,
): MachineModel['bmc'] {
  return { protocol, address: `192.0.2.${10 + index}`, credentials: 'bmc', nodeId };
}

function mac(machineIndex: number, nicIndex: number): string {
  return `02:00:5e:00:0${machineIndex}:0${nicIndex}`;
}

function machine(
  asset: string,
  index: number,
  rack: string,
  changes: Partial<MachineModel> = {},
): MachineModel {
  const nic = (name: string, at: number, roles: NicModel['roles'], rail: number | null = null): NicModel => ({
    name,
    mac: mac(index, at),
    kind: 'ethernet',
    gbps: 25,
    roles,
    rail,
    switch: 'leaf-1',
    port: `Ethernet${index}/${at}`,
  });
  return {
    asset,
    serial: `SN-${index}`,
    rack,
    unit: 10,
    zone: rack,
    state: 'available',
    ironic: null,
    hardware: cpuHardware,
    nics: [
      nic('eno1', 0, ['boot', 'management']),
      nic('eno2', 1, ['management']),
      nic('ens1', 2, ['storage']),
      nic('rail0', 3, ['rail'], 0),
      nic('rail1', 4, ['rail'], 1),
    ],
    bootNic: 'eno1',
    nvlinkDomain: null,
    bmc: bmc('redfish', index),
    ...changes,
  };
}

/** A static link, on the tagged in-band network unless changed. */
export function link(changes: Partial<LinkModel> = {}): LinkModel {
  return {
    network: 'in-band',
    fabric: 'hosts',
    vid: 100,
    tagged: true,
    interface: 'bond0.100',
    mtu: 9000,
    mode: 'static',
    subnet: '198.51.100.0/24',
    address: '198.51.100.10',
    prefixLength: 24,
    gateway: true,
    gatewayAddress: '198.51.100.1',
    dns: [],
    ...changes,
  };
}

function bondPort(index: number, host: number): PortModel {
  return {
    name: 'bond0',
    bond: { mode: '802.3ad', lacpRate: 'fast', hashPolicy: 'layer3+4', miimonMs: 100, lacpFallback: true },
    nics: [
      { name: 'eno1', mac: mac(index, 0) },
      { name: 'eno2', mac: mac(index, 1) },
    ],
    mtu: 9000,
    untagged: { network: null, fabric: 'hosts', vid: 0 },
    links: [link({ address: `198.51.100.${host}` })],
  };
}

function storagePort(index: number, host: number): PortModel {
  return {
    name: 'ens1',
    bond: null,
    nics: [{ name: 'ens1', mac: mac(index, 2) }],
    mtu: 9000,
    untagged: { network: 'storage', fabric: 'data', vid: 200 },
    links: [
      link({
        network: 'storage',
        fabric: 'data',
        vid: 200,
        tagged: false,
        interface: 'ens1',
        subnet: '10.40.0.0/22',
        address: `10.40.0.${host}`,
        prefixLength: 22,
        gateway: false,
        gatewayAddress: null,
      }),
    ],
  };
}

function plainPort(index: number, host: number): PortModel {
  return {
    name: 'eno1',
    bond: null,
    nics: [{ name: 'eno1', mac: mac(index, 0) }],
    mtu: 1500,
    untagged: { network: 'pxe', fabric: 'hosts', vid: 0 },
    links: [
      link({
        network: 'pxe',
        fabric: 'hosts',
        vid: 0,
        tagged: false,
        interface: 'eno1',
        mtu: 1500,
        subnet: '203.0.113.0/25',
        address: `203.0.113.${host}`,
        prefixLength: 25,
        gatewayAddress: '203.0.113.1',
      }),
    ],
  };
}

/** Where nothing is said of a slot. */
export function plainSlot(changes: Partial<SlotModel> = {}): SlotModel {
  return {
    name: 'train-a-login-001',
    cluster: 'train-a',
    pool: 'login',
    number: 1,
    role: 'login',
    tenant: 'red',
    asset: 'login-r02-u01',
    generation: 1,
    phase: 'planned',
    isDeclared: true,
    isAbandoned: false,
    lettingGo: [],
    nvlink: null,
    adopted: null,
    stack: 'dc1-train-a-claim-01',
    fqdn: 'train-a-login-001.dc1.example.net',
    ports: [plainPort(4, 40)],
    rails: [],
    image: {
      name: 'noble',
      series: 'ubuntu/noble',
      hweKernel: null,
      url: null,
      checksum: null,
      diskFormat: null,
    },
    kernel: { options: [], sysctl: [], acs: 'firmware' },
    storage: { layout: 'flat', scratch: null },
    mig: null,
    release: { erase: 'secure', scripts: [], timeoutMinutes: 240 },
    userData: {},
    deployTimeoutMinutes: 45,
    dnsAddress: '203.0.113.40',
    ...changes,
  };
}

function controlSlot(): SlotModel {
  return plainSlot({
    name: 'train-a-control-001',
    pool: 'control',
    role: 'control',
    asset: 'cpu-r01-u01',
    fqdn: 'train-a-control-001.dc1.example.net',
    ports: [bondPort(1, 10)],
    dnsAddress: '198.51.100.10',
  });
}

function loginSlot(): SlotModel {
  return plainSlot();
}

function gpuSlot(number: number, asset: string): SlotModel {
  const name = `train-a-gpu-00${number}`;
  return plainSlot({
    name,
    pool: 'gpu',
    role: 'gpu',
    number,
    asset,
    fqdn: `${name}.dc1.example.net`,
    ports: [bondPort(number + 1, 20 + number), storagePort(number + 1, 20 + number)],
    rails: [0, 1].map((rail) => gpuRail(rail, number)),
    image: {
      name: 'noble',
      series: 'ubuntu/noble',
      hweKernel: 'ga-24.04',
      url: null,
      checksum: null,
      diskFormat: null,
    },
    kernel: {
      options: ['hugepagesz=1G', 'hugepages=64', 'iommu=pt'],
      sysctl: [{ key: 'kernel.numa_balancing', value: '0' }],
      acs: 'off',
    },
    storage: {
      layout: 'flat',
      scratch: {
        mount: '/scratch',
        filesystem: 'xfs',
        stripe: true,
        disks: gpuHardware.disks.filter(({ role }) => role === 'scratch'),
      },
    },
    userData: { packages: ['htop'], runcmd: [['echo', '${HOME} %{x}']] },
    dnsAddress: `198.51.100.${20 + number}`,
  });
}

function gpuRail(rail: number, slot: number): RailModel {
  return {
    rail,
    network: `rail-${rail}`,
    nic: `rail${rail}`,
    mac: mac(slot + 1, 3 + rail),
    kind: 'ethernet',
    pkey: null,
    address: `10.20${rail}.0.${2 * slot + 1}`,
    prefixLength: 31,
    gateway: `10.20${rail}.0.${2 * slot}`,
    routes: ['10.200.0.0/16', '10.201.0.0/16'],
    table: 100 + rail,
    mtu: 9000,
  };
}
