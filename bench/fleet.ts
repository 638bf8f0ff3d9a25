import type { ClusterInput } from '../src/definition/cluster.js';
import type { Definition } from '../src/definition/definition.js';
import type { HardwareProfileInput } from '../src/definition/hardware.js';
import type { MachineInput, SiteInput } from '../src/definition/site.js';

/** Name of the made-up site. */
export const SITE = 'dc1';

/** Compute rails of a GPU machine. */
export const RAILS = 8;

/** GPU machines in one cluster at most: the largest published reference architecture. */
const MOST_GPU_NODES = 2048;
const CONTROL_NODES = 3;
const LOGIN_NODES = 5;
const MOST_CPU_MACHINES_IN_RACK = 32;

const decimal = (value: number, width: number) => String(value).padStart(width, '0');
const hex = (value: number) => (value & 255).toString(16).padStart(2, '0');

/** MAC address, locally administered: the machine in three octets, its NIC in one. */
function macOf(machine: number, nic: number): string {
  return `02:00:${hex(machine >> 16)}:${hex(machine >> 8)}:${hex(machine)}:${hex(nic)}`;
}

function machineAt(id: number, rack: string, unit: number, profile: string): MachineInput {
  const port = `eth${unit}`;
  const nics: NonNullable<MachineInput['nics']> = {
    eno1: { mac: macOf(id, 1), switch: `${rack}-leaf-a`, port },
    eno2: { mac: macOf(id, 2), switch: `${rack}-leaf-b`, port },
  };
  for (let rail = 0; profile === 'gpu-8' && rail < RAILS; rail += 1)
    nics[`ens${10 + rail}`] = { mac: macOf(id, 16 + rail), switch: `${rack}-rail-${rail}`, port };
  const address = `10.0.${id >> 8}.${id & 255}`;
  return { serial: `SN${decimal(id, 7)}`, rack, unit, profile, bmc: { address }, nics };
}

/** Racks with their machines: CPU machines over three racks or more, GPU machines four to six in a rack. */
function hall(cpus: number, gpus: number) {
  const machines: Record<string, MachineInput> = {};
  const racks: NonNullable<SiteInput['racks']> = {};
  let id = 256;
  const addRack = (rack: string, count: number, units: number, profile: string) => {
    racks[rack] = {
      units: 48,
      cooling: 'liquid',
      feeds: { a: { capacityWatts: 90_000 }, b: { capacityWatts: 90_000 } },
    };
    for (let index = 0; index < count; index += 1, id += 1) {
      const unit = 1 + index * units;
      machines[`${rack}-u${decimal(unit, 2)}`] = machineAt(id, rack, unit, profile);
    }
    return count;
  };
  const cpusInRack = Math.min(Math.ceil(cpus / 3), MOST_CPU_MACHINES_IN_RACK);
  for (let rack = 1, left = cpus; left > 0; rack += 1)
    left -= addRack(`c${decimal(rack, 4)}`, Math.min(left, cpusInRack), 1, 'cpu-1');
  for (let rack = 1, left = gpus; left > 0; rack += 1)
    left -= addRack(`g${decimal(rack, 4)}`, Math.min(left, 4 + (rack % 3)), 8, 'gpu-8');
  return { machines, racks };
}

function networks(): NonNullable<SiteInput['networks']> {
  const rails = Array.from({ length: RAILS }, (_, rail) => [
    `rail-${rail}`,
    {
      purpose: 'rail' as const,
      rail,
      mtu: 9000,
      subnets: { rail: { cidr: `10.${64 + rail}.0.0/16`, gateway: `10.${64 + rail}.0.1` } },
    },
  ]);
  return {
    bmc: { purpose: 'bmc', subnets: { bmc: { cidr: '10.0.0.0/16' } } },
    provisioning: {
      purpose: 'provisioning',
      fabric: 'hosts',
      subnets: { pxe: { cidr: '10.1.0.0/16' } },
      dhcp: { by: 'external' },
    },
    'in-band': {
      purpose: 'in-band',
      mode: 'managed',
      fabric: 'hosts',
      vlan: 100,
      subnets: { hosts: { cidr: '10.2.0.0/16', gateway: '10.2.0.1' } },
    },
    storage: {
      purpose: 'storage',
      mode: 'managed',
      fabric: 'hosts',
      vlan: 200,
      mtu: 9000,
      subnets: { hosts: { cidr: '10.3.0.0/16' } },
    },
    ...Object.fromEntries(rails),
  };
}

function profiles(): Record<string, HardwareProfileInput> {
  const two = {
    eno1: { gbps: 25, roles: ['boot' as const, 'management' as const] },
    eno2: { gbps: 25, roles: ['management' as const] },
  };
  const rails = Array.from({ length: RAILS }, (_, rail) => [
    `ens${10 + rail}`,
    { gbps: 400, roles: ['rail' as const], rail },
  ]);
  const scratch = Array.from({ length: 8 }, (_, disk) => [
    `nvme${disk + 1}n1`,
    { type: 'nvme' as const, sizeGB: 3840, role: 'scratch' as const },
  ]);
  const root = { type: 'nvme' as const, sizeGB: 960, role: 'root' as const, hint: { model: 'boot' } };
  return {
    'gpu-8': {
      units: 8,
      cpu: { sockets: 2, coresPerSocket: 56 },
      memoryGiB: 2048,
      gpus: { vendor: 'nvidia', model: 'H100-SXM-80GB', count: 8, memoryGB: 80, watts: 700 },
      nics: { ...two, ...Object.fromEntries(rails) },
      disks: { nvme0n1: root, ...Object.fromEntries(scratch) },
      power: { psus: 6, psusNeeded: 4, psuWatts: 3300, maxWatts: 10_200 },
    },
    'cpu-1': {
      units: 1,
      cpu: { sockets: 1, coresPerSocket: 32 },
      memoryGiB: 256,
      nics: two,
      disks: { nvme0n1: root },
      power: { psus: 2, psusNeeded: 1, psuWatts: 1400, maxWatts: 800 },
    },
  };
}

/**
 * A site of so many machines and the training clusters on it, one in 200 machines kept as a spare. A deployed
 * machine is eleven resources: enrolment, trigger, instance, DNS record, two NICs, bond, two VLANs, two links.
 *
 * @param machines at least 20
 */
export function fleet(machines: number): Definition {
  const count = Math.ceil(machines / (MOST_GPU_NODES + CONTROL_NODES + LOGIN_NODES));
  const cpus = count * (CONTROL_NODES + LOGIN_NODES);
  const spares = Math.floor(machines / 200);
  const gpuNodes = machines - cpus - spares;
  const clusters = Array.from({ length: count }, (_, index): readonly [string, ClusterInput] => [
    `train-${String.fromCharCode(97 + index)}`,
    {
      tenant: 'red',
      preset: 'dedicated-training',
      options: {
        gpuNodes: Math.floor(gpuNodes / count) + (index < gpuNodes % count ? 1 : 0),
        gpu: { vendor: 'nvidia' },
        controlNodes: CONTROL_NODES,
        loginNodes: LOGIN_NODES,
        lacpFallback: true,
      },
    },
  ]);
  return {
    project: {
      organization: 'example',
      tenants: { red: {} },
      deployments: clusters.map(([cluster]) => ({ cluster, site: SITE })),
    },
    sites: {
      [SITE]: {
        domain: `${SITE}.example.net`,
        provisioner: { type: 'maas' },
        fabrics: { hosts: {} },
        networks: networks(),
        images: { noble: { series: 'ubuntu/noble' } },
        credentials: { bmc: {} },
        defaults: { image: 'noble', credentials: 'bmc' },
        ...hall(cpus, machines - cpus),
      },
    },
    clusters: Object.fromEntries(clusters),
    hardware: profiles(),
  };
}
