import type { ClusterInput, PoolInput } from '../../src/definition/cluster.js';
import type { Definition } from '../../src/definition/definition.js';
import type { MachineInput, SiteInput } from '../../src/definition/site.js';

/** How a made-up site differs from the plain one. */
export interface SiteShape {
  readonly racks?: number;
  readonly gpusPerRack?: number;
  readonly cpusPerRack?: number;
  readonly pools?: Record<string, PoolInput>;
  readonly cluster?: Partial<ClusterInput>;
  readonly site?: Partial<SiteInput>;
  readonly machines?: Record<string, Partial<MachineInput>>;
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');
const hex = (value: number) => value.toString(16).padStart(2, '0');

/** A GPU machine of the fixture, by its number at the site. */
export function gpuMachine(rack: number, index: number): MachineInput {
  const id = rack * 40 + index;
  return {
    serial: `G${pad(id, 5)}`,
    rack: `r${pad(rack, 2)}`,
    unit: 1 + (index - 1) * 2,
    profile: 'gpu-node',
    bmc: { address: `10.1.${rack}.${index}`, credentials: 'bmc' },
    nics: {
      eno1: { mac: `02:00:00:${hex(rack)}:${hex(index)}:01`, switch: `leaf-${rack}`, port: `${index}a` },
      eno2: { mac: `02:00:00:${hex(rack)}:${hex(index)}:02`, switch: `leaf-${rack}`, port: `${index}b` },
      rail0: { mac: `02:00:01:${hex(rack)}:${hex(index)}:01`, switch: `rail-${rack}`, port: `${index}a` },
    },
  };
}

/** A CPU machine of the fixture. */
export function cpuMachine(rack: number, index: number): MachineInput {
  const machine = gpuMachine(rack, index + 20);
  const { rail0: _, ...nics } = machine.nics ?? {};
  return { ...machine, serial: `C${pad(rack * 40 + index, 5)}`, unit: 30 + index, profile: 'cpu-node', nics };
}

const gpuPool: PoolInput = {
  role: 'gpu',
  count: 2,
  networks: { 'in-band': { bond: { lacpFallback: true } } },
  rails: {},
};
const controlPool: PoolInput = {
  role: 'control',
  count: 1,
  networks: { 'in-band': { bond: { lacpFallback: true } } },
};

/** A small site with one cluster, in every detail a legal one. */
export function definitionOf(shape: SiteShape = {}): Definition {
  const machines: Record<string, MachineInput> = {};
  for (let rack = 1; rack <= (shape.racks ?? 2); rack += 1) {
    for (let index = 1; index <= (shape.gpusPerRack ?? 3); index += 1)
      machines[`gpu-r${rack}-n${index}`] = gpuMachine(rack, index);
    for (let index = 1; index <= (shape.cpusPerRack ?? 1); index += 1)
      machines[`cpu-r${rack}-n${index}`] = cpuMachine(rack, index);
  }
  for (const [asset, change] of Object.entries(shape.machines ?? {}))
    machines[asset] = { ...machines[asset], ...change };
  const racks = [...new Set(Object.values(machines).map((machine) => machine.rack ?? 'r01'))];
  return {
    project: {
      organization: 'example',
      tenants: { red: {}, blue: {} },
      deployments: [{ cluster: 'train', site: 'dc1' }],
    },
    sites: {
      dc1: {
        domain: 'dc1.example.net',
        provisioner: { type: 'maas' },
        racks: Object.fromEntries(racks.map((rack) => [rack, { units: 42 }])),
        fabrics: { fab: {} },
        networks: {
          provisioning: {
            purpose: 'provisioning',
            fabric: 'fab',
            subnets: { pxe: { cidr: '198.51.100.0/24' } },
          },
          'in-band': {
            purpose: 'in-band',
            mode: 'managed',
            fabric: 'fab',
            vlan: 100,
            subnets: { main: { cidr: '10.2.0.0/16', gateway: '10.2.0.1' } },
          },
          'rail-0': { purpose: 'rail', rail: 0, mtu: 9000, subnets: { rail: { cidr: '10.3.0.0/16' } } },
        },
        images: { noble: { series: 'ubuntu/noble' } },
        credentials: { bmc: {} },
        defaults: { image: 'noble' },
        machines,
        ...shape.site,
      },
    },
    clusters: {
      train: {
        tenant: 'red',
        mode: 'dedicated',
        pools: shape.pools ?? { gpu: gpuPool, control: controlPool },
        ...shape.cluster,
      },
    },
    hardware: {
      'gpu-node': {
        units: 2,
        cpu: { sockets: 1, coresPerSocket: 32 },
        memoryGiB: 512,
        gpus: { vendor: 'amd', model: 'MI210', count: 4, memoryGB: 64 },
        nics: {
          eno1: { gbps: 25, roles: ['boot', 'management'] },
          eno2: { gbps: 25, roles: ['management'] },
          rail0: { gbps: 100, roles: ['rail'], rail: 0 },
        },
        disks: { nvme0n1: { type: 'nvme', sizeGB: 960, role: 'root', hint: { model: 'root' } } },
      },
      'cpu-node': {
        units: 1,
        cpu: { sockets: 1, coresPerSocket: 16 },
        memoryGiB: 128,
        nics: {
          eno1: { gbps: 25, roles: ['boot', 'management'] },
          eno2: { gbps: 25, roles: ['management'] },
        },
        disks: { nvme0n1: { type: 'nvme', sizeGB: 480, role: 'root', hint: { model: 'root' } } },
      },
    },
  };
}

/** Another definition with pools of the cluster changed. */
export function withPools(
  definition: Definition,
  change: (pools: Record<string, PoolInput>) => Record<string, PoolInput>,
): Definition {
  const train = definition.clusters['train'];
  if (train === undefined) throw new Error('the fixture has no cluster train');
  return {
    ...definition,
    clusters: { ...definition.clusters, train: { ...train, pools: change({ ...train.pools }) } },
  };
}

/** Another definition with machines of the site changed. */
export function withMachines(
  definition: Definition,
  change: (machines: Record<string, MachineInput>) => Record<string, MachineInput>,
): Definition {
  const site = definition.sites['dc1'];
  if (site === undefined) throw new Error('the fixture has no site dc1');
  return {
    ...definition,
    sites: { ...definition.sites, dc1: { ...site, machines: change({ ...site.machines }) } },
  };
}
