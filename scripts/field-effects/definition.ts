import type { Definition } from '../../src/definition/definition.js';
import type { HardwareProfileInput } from '../../src/definition/hardware.js';
import type { MachineInput, SiteInput } from '../../src/definition/site.js';

/** Name of the site that fields are changed at. */
export const SITE = 'dc1';

const hex = (value: number) => value.toString(16).padStart(2, '0');

type Kind = 'gpu' | 'mig' | 'cpu';

const firstNumber: Readonly<Record<Kind, number>> = { gpu: 0, mig: 60, cpu: 100 };

/** A machine by its kind and number: from 1, of 40 in a rack. */
function machine(kind: Kind, index: number): MachineInput {
  const number = firstNumber[kind] + index;
  const nic = (last: number, port: string) => ({
    mac: `02:00:00:00:${hex(number)}:${hex(last)}`,
    switch: `leaf-${last}`,
    port: `${kind}-${port}-${index}`,
  });
  return {
    serial: `${kind.toUpperCase()}${index}`,
    rack: `r0${1 + ((index - 1) % 3)}`,
    unit: { gpu: 1 + index * 2, mig: 37 + 2 * Math.ceil(index / 3), cpu: 20 + index }[kind],
    // CPU servers take the defaults of the site.
    ...(kind === 'cpu' ? {} : { profile: `${kind}-node` }),
    bmc: { address: `192.0.2.${number}`, ...(kind === 'cpu' ? {} : { credentials: 'gpu-bmc' }) },
    nics: {
      eno1: nic(1, 'a'),
      eno2: nic(2, 'b'),
      eno3: nic(3, 'c'),
      eno4: nic(4, 'd'),
      ...(kind === 'cpu' ? {} : { ens1: nic(5, 'e'), ens2: nic(6, 'f') }),
    },
  };
}

function machines(kind: Kind, count: number): Record<string, MachineInput> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return Object.fromEntries(
    numbers.map((number) => [`${kind}-${String(number).padStart(2, '0')}`, machine(kind, number)]),
  );
}

const gpus = {
  gpu: {
    vendor: 'amd',
    model: 'MI210',
    count: 4,
    memoryGB: 64,
    formFactor: 'pcie',
    migCapable: false,
    watts: 300,
  },
  mig: {
    vendor: 'nvidia',
    model: 'A100-PCIE-80GB',
    count: 4,
    memoryGB: 80,
    formFactor: 'pcie',
    migCapable: true,
    watts: 300,
  },
} as const;

function profile(kind: Kind): HardwareProfileInput {
  const rails: HardwareProfileInput['nics'] = {
    ens1: { gbps: 200, kind: 'ethernet', roles: ['rail'], rail: 0 },
    ens2: { gbps: 200, kind: 'ethernet', roles: ['rail'], rail: 1 },
  };
  return {
    manufacturer: 'Example',
    model: `${kind} server`,
    units: kind === 'cpu' ? 1 : 2,
    weightKg: 30,
    cpu: { sockets: 2, coresPerSocket: 32, threadsPerCore: 2, architecture: 'amd64', model: 'made up' },
    memoryGiB: 512,
    ...(kind === 'cpu' ? {} : { gpus: gpus[kind] }),
    nics: {
      eno1: { gbps: 25, kind: 'ethernet', roles: ['boot', 'management'] },
      eno2: { gbps: 25, kind: 'ethernet', roles: ['management'] },
      eno3: { gbps: 100, kind: 'ethernet', roles: ['storage'] },
      eno4: { gbps: 100, kind: 'ethernet', roles: ['storage'] },
      ...(kind === 'cpu' ? {} : rails),
    },
    disks: {
      system: {
        type: 'nvme',
        sizeGB: 960,
        role: 'root',
        hint: { model: 'made up 960', sizeGB: 960 },
      },
      fast: { type: 'nvme', sizeGB: 3840, role: 'scratch', hint: { model: 'made up 3840' } },
      faster: { type: 'nvme', sizeGB: 3840, role: 'scratch', hint: { model: 'made up 3840 b' } },
    },
    power: { psus: 2, psusNeeded: 1, psuWatts: 3000, maxWatts: kind === 'cpu' ? 800 : 2200 },
    bmc: { protocol: kind === 'cpu' ? 'ipmi' : 'redfish' },
    boot: { mode: 'uefi', secureBoot: false },
    sources: { '*': { source: 'made up', mark: 'M' } },
  };
}

const site: SiteInput = {
  description: 'Made up',
  domain: 'dc1.example.net',
  domainMode: 'managed',
  provisioner: {
    type: 'maas',
    providerVersion: '2.8.0',
    serverVersion: '3.5',
    apiUrl: 'https://maas.example.net/MAAS',
    settings: { auto_vlan_creation: 'false' },
  },
  ntp: ['192.0.2.250'],
  modules: { hall: { budgetWatts: 100000, description: 'Hall 1' } },
  racks: Object.fromEntries(
    ['r01', 'r02', 'r03'].map((name) => [
      name,
      {
        module: 'hall',
        units: 42,
        feeds: { left: { capacityWatts: 22000 }, right: { capacityWatts: 22000 } },
        derate: 0.8,
        otherWatts: 200,
        otherUnits: 2,
        maxWeightKg: 900,
        cooling: 'air' as const,
        zone: name === 'r03' ? 'west' : 'east',
      },
    ]),
  ),
  fabrics: { plant: { mode: 'existing' }, servers: { mode: 'managed' } },
  tenantNumbers: { vlan: { 'front-end': 108 }, vni: 10_000, pkey: 256, nvlink: 0 },
  vlanPools: { numbers: { from: 200, to: 219 } },
  networks: {
    oob: { purpose: 'bmc', subnets: { 'oob-net': { cidr: '192.0.2.0/24', gateway: '192.0.2.254' } } },
    provisioning: {
      purpose: 'provisioning',
      mode: 'existing',
      fabric: 'plant',
      subnets: {
        'pxe-net': {
          cidr: '198.51.100.0/25',
          gateway: '198.51.100.1',
          ranges: { pxe: { type: 'dynamic', from: '198.51.100.64', to: '198.51.100.126' } },
        },
      },
      dhcp: { by: 'rack-controller', primary: 'maas-rack-1', secondary: 'maas-rack-2' },
    },
    core: {
      purpose: 'in-band',
      mode: 'managed',
      fabric: 'plant',
      vlan: 110,
      tagged: true,
      mtu: 9000,
      switchMtu: 9216,
      space: 'inner',
      addressing: 'shared',
      subnets: {
        'host-net': {
          cidr: '203.0.113.0/25',
          gateway: '203.0.113.1',
          dns: ['192.0.2.53'],
          ranges: {
            hosts: { type: 'static', from: '203.0.113.10', to: '203.0.113.80', comment: 'slots' },
            leases: { type: 'dynamic', from: '203.0.113.101', to: '203.0.113.120', comment: 'leases' },
          },
        },
      },
      dhcp: { by: 'rack-controller', primary: 'maas-rack-1', secondary: 'maas-rack-2' },
    },
    edge: {
      purpose: 'front-end',
      mode: 'managed',
      fabric: 'plant',
      vlan: 120,
      subnets: {
        'edge-net': {
          cidr: '203.0.113.128/26',
          ranges: { 'edge-leases': { type: 'dynamic', from: '203.0.113.140', to: '203.0.113.150' } },
        },
        'edge-too': { cidr: '203.0.113.192/26' },
      },
      dhcp: { by: 'relay', to: 'core' },
    },
    // No slot is on it.
    idle: {
      purpose: 'front-end',
      mode: 'managed',
      fabric: 'servers',
      vlan: 150,
      subnets: {
        'idle-net': {
          cidr: '10.40.0.0/24',
          ranges: { spare: { type: 'static', from: '10.40.0.10', to: '10.40.0.20' } },
        },
      },
    },
    // VLAN 160, by its tenant.
    own: { purpose: 'front-end', mode: 'managed', fabric: 'servers', tenant: 'platform' },
    disknet: {
      purpose: 'storage',
      mode: 'managed',
      fabric: 'servers',
      vlan: { pool: 'numbers' },
      mtu: 9000,
      switchMtu: 9216,
      tenant: 'research',
      subnets: { 'storage-net': { cidr: '10.20.0.0/24' } },
    },
    'rail-0': {
      purpose: 'rail',
      rail: 0,
      mtu: 9000,
      subnets: { 'rail-net-0': { cidr: '10.64.0.0/24', gateway: '10.64.0.1' } },
    },
    'rail-1': {
      purpose: 'rail',
      rail: 1,
      mtu: 9000,
      subnets: { 'rail-net-1': { cidr: '10.64.1.0/24', gateway: '10.64.1.1' } },
    },
  },
  zones: {
    east: { mode: 'managed', description: 'east side' },
    west: { mode: 'managed', description: 'west side' },
  },
  images: {
    noble: { series: 'ubuntu/noble', hweKernel: 'ga-24.04' },
    jammy: { series: 'ubuntu/jammy', hweKernel: 'ga-22.04' },
  },
  credentials: {
    'gpu-bmc': { description: 'GPU servers' },
    'cpu-bmc': { description: 'CPU servers' },
  },
  defaults: { image: 'noble', credentials: 'cpu-bmc', profile: 'cpu-node' },
  machines: { ...machines('gpu', 8), ...machines('mig', 6), ...machines('cpu', 18) },
  acknowledge: [],
};

const bond = {
  mode: '802.3ad',
  lacpRate: 'fast',
  hashPolicy: 'layer3+4',
  miimonMs: 100,
  lacpFallback: true,
  required: false,
} as const;

const networks = {
  core: {
    roles: ['management' as const],
    bond,
    addressing: 'static' as const,
    gateway: true,
    subnet: 'host-net',
    mtu: 9000,
    optional: false,
  },
  disknet: { bond, mtu: 9000 },
};

/** The clusters of the definition, in the order of its deployments. */
export const deployed: readonly string[] = ['train', 'lab', 'serve', 'slices'];

/** A definition in which every field that acts is set: clusters in full and by each preset, and spares. */
export const richDefinition: Definition = {
  project: {
    organization: 'example',
    tenants: {
      research: { description: 'Research', id: 50, handOver: { erase: 'full' } },
      imaging: { description: 'Imaging', id: 51, handOver: { erase: 'full' } },
      platform: { description: 'Platform', id: 52, handOver: { erase: 'full' } },
    },
    sharedServices: {
      operations: {
        networks: ['oob', 'provisioning'],
        nvlinkDomains: [],
        sites: [SITE],
        tenants: ['research', 'platform'],
        reason: 'ports are isolated on the leafs',
      },
    },
    state: {
      type: 's3',
      bucket: 'states',
      region: 'eu-1',
      prefix: 'rackform',
      encrypt: true,
      useLockfile: true,
    },
    baseBranch: 'main',
    deployments: deployed.map((cluster) => ({ cluster, site: SITE })),
  },
  sites: { [SITE]: site },
  clusters: {
    train: {
      description: 'In full',
      tenant: 'research',
      mode: 'dedicated',
      pools: {
        accel: {
          role: 'gpu',
          count: 2,
          hardware: {
            profiles: ['gpu-node', 'gpu-more'],
            gpus: { count: 4, vendor: 'amd', model: 'MI210', memoryGB: 64 },
            memoryGiB: 256,
            cores: 16,
            architecture: 'amd64',
          },
          racks: ['r01', 'r02', 'r03'],
          spares: 1,
          placement: 'pack',
          runs: 'metal',
          image: 'jammy',
          kernel: {
            options: ['iommu=pt', 'quiet'],
            hugePages1GiB: 0,
            sysctl: { 'vm.swappiness': 10 },
            acs: 'off',
          },
          storage: { layout: 'flat', scratch: { mount: '/scratch', filesystem: 'xfs', stripe: true } },
          networks,
          rails: { enabled: true, mtu: 9000, required: false },
          userData: { timezone: 'Etc/UTC' },
          release: { erase: 'secure' },
        },
        batch: {
          role: 'cpu',
          count: 2,
          hardware: { gpus: { count: 0 } },
          networks: { core: networks.core, edge: { roles: ['storage'], subnet: 'edge-net' } },
        },
        store: {
          role: 'storage',
          count: 2,
          machines: ['cpu-10', 'cpu-11', 'cpu-12'],
          networks: { core: networks.core },
        },
      },
      release: { erase: 'secure' },
      software: { scheduler: 'none', mounts: { '/home': { from: 'nfs.example.net:/home' } } },
      acknowledge: [],
    },
    lab: {
      tenant: 'research',
      preset: 'dedicated-training',
      options: {
        gpuNodes: 2,
        gpu: { vendor: 'amd', model: 'MI210', count: 4, memoryGB: 64 },
        controlNodes: 3,
        loginNodes: 1,
        spares: 1,
        image: 'noble',
        bond: true,
        lacpFallback: true,
        scratch: true,
        hugePages1GiB: 0,
      },
    },
    slices: {
      tenant: 'platform',
      mode: 'shared',
      pools: {
        cut: {
          role: 'gpu',
          count: 1,
          runs: 'mig',
          hardware: { gpus: { count: 4, migCapable: true } },
          mig: { strategy: 'mixed', layout: [{ devices: [0, 1, 2, 3], slices: { '1g.10gb': 4 } }] },
          networks: { core: networks.core },
          rails: { enabled: false },
        },
      },
      workloadTenants: {
        chat: { description: 'Chat', namespace: 'chat', quota: { gpus: 0, slices: { '1g.10gb': 8 } } },
      },
      software: { scheduler: 'none' },
    },
    serve: {
      tenant: 'platform',
      preset: 'shared-inference',
      options: {
        gpuNodes: 1,
        migNodes: 1,
        gpu: { vendor: 'nvidia', model: 'A100-PCIE-80GB', count: 4, memoryGB: 80 },
        mig: { strategy: 'mixed', layout: [{ devices: [0, 1, 2, 3], slices: { '1g.10gb': 4 } }] },
        controlNodes: 3,
        spares: 0,
        network: 'core',
        rails: false,
        bond: true,
        lacpFallback: true,
        image: 'noble',
        workloadTenants: {
          chat: {
            description: 'Chat',
            namespace: 'chat',
            quota: { gpus: 1, slices: { '1g.10gb': 8 } },
          },
        },
      },
    },
  },
  hardware: {
    'mig-node': profile('mig'),
    'gpu-node': profile('gpu'),
    'gpu-more': { ...profile('gpu'), memoryGiB: 1024 },
    'cpu-node': profile('cpu'),
    'cpu-more': { ...profile('cpu'), memoryGiB: 1024 },
  },
};
