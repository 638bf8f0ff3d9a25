import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { PoolInput } from '../../../../src/definition/cluster.js';
import { presets } from '../../../../src/presets/presets.js';
import type { SiteProject } from '../../../lab/support/site-project.js';
import type { Change } from './site-in-lab.js';

/** A change that a reviewer meets, and what is to be said of it first. */
export interface NamedChange extends Change {
  readonly verdict: RegExp;
  /** Stays, so that the next one begins where it ended. */
  readonly isMerged?: boolean;
}

/** Changes of one example, in order. */
export interface NamedChanges {
  readonly example: string;
  readonly changes: readonly NamedChange[];
}

const nothing = /^Nothing physical changes; leaves \d+ alone\.$/;
const refused = /Refused: \d rules?\.$/;

export const setState = (project: SiteProject, file: string, asset: string, state: string) =>
  project.edit(file, new RegExp(`^(${asset},[^,]*,[^,]*,[^,]*,[^,]*),\\w*,`, 'm'), `$1,${state},`);

export const addRow = (project: SiteProject, file: string, row: string) =>
  project.edit(file, /\n*$/, `\n${row}\n`);

function move(project: SiteProject, from: string, to: string): void {
  writeFileSync(join(project.folder, to), project.read(from));
  rmSync(join(project.folder, from));
}

/** A new version of rackform whose preset gives every pool another kernel setting. */
export function presetStep(project: SiteProject, preset: string): void {
  writeFileSync(join(project.folder, 'package.json'), '{ "dependencies": { "rackform": "9.9.9" } }\n');
  const entry = presets[preset];
  if (entry === undefined) throw new Error(`there is no preset ${preset}`);
  const { expand } = entry;
  vi.spyOn(entry, 'expand').mockImplementation((options) => {
    const { pools = {}, ...cluster } = expand(options);
    const withSetting = (pool: PoolInput): PoolInput => {
      const { sysctl = {}, ...kernel } = pool.kernel ?? {};
      return { ...pool, kernel: { ...kernel, sysctl: { ...sysctl, 'vm.swappiness': 1 } } };
    };
    const changed = Object.entries(pools).map(([name, pool]) => [name, withSetting(pool)] as const);
    return { ...cluster, pools: Object.fromEntries(changed) };
  });
}

const train = 'clusters/train-a.yaml';
const dc1 = 'sites/dc1/site.yaml';
const dc1Machines = 'sites/dc1/machines.csv';

const training: NamedChanges = {
  example: 'training',
  changes: [
    {
      name: 'a kernel option on one pool',
      edit: (project) =>
        project.edit(
          train,
          'sysctl: { kernel.numa_balancing: 0 }',
          'options: [amd_iommu=on, iommu=pt, pcie_aspm=off]',
        ),
      verdict: nothing,
    },
    {
      name: 'another image',
      edit: (project) => {
        project.edit(
          dc1,
          'series: ubuntu/noble }',
          'series: ubuntu/noble }\n  jammy: { series: ubuntu/jammy }',
        );
        project.edit(dc1, 'image: noble', 'image: jammy');
      },
      verdict: nothing,
    },
    {
      name: 'the cluster renamed',
      edit: (project) => {
        move(project, train, 'clusters/train-z.yaml');
        project.edit('rackform.yaml', 'cluster: train-a', 'cluster: train-z');
      },
      verdict: refused,
    },
    {
      name: 'a slot moved to a spare',
      edit: (project) => setState(project, dc1Machines, 'gpu-r01-n01', 'repair'),
      verdict: /^WIPES 1 server, reimages 0, .* deploys 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'the pool of a tenant shrunk, and nothing said of its server',
      edit: (project) => project.edit(train, 'gpuNodes: 6', 'gpuNodes: 5'),
      verdict: refused,
    },
    {
      name: 'another VLAN id',
      edit: (project) => project.edit(dc1, 'vlan: 120', 'vlan: 121'),
      verdict: refused,
    },
    {
      name: 'a subnet moved',
      edit: (project) => project.edit(dc1, '203.0.113.128/25', '198.51.100.128/25'),
      verdict: refused,
    },
    {
      name: 'a subnet of the rails moved',
      edit: (project) =>
        project.edit(dc1, '10.64.0.0/26, gateway: 10.64.0.1 ', '10.65.0.0/26, gateway: 10.65.0.1 '),
      verdict: refused,
    },
    {
      name: 'another gateway and MTU of the network in-band',
      edit: (project) => {
        project.edit(dc1, 'gateway: 203.0.113.1\n', 'gateway: 203.0.113.2\n');
        project.edit(
          dc1,
          'mtu: 9000\n    switchMtu: 9216\n    subnets:\n      in-band',
          'mtu: 1500\n    switchMtu: 9216\n    subnets:\n      in-band',
        );
      },
      verdict: /changes what servers share/,
    },
    {
      name: 'a rack added',
      edit: (project) => {
        project.edit(
          dc1,
          /^( {2}r03:.*\n)/m,
          '$1  r04: { units: 42, feeds: { c: { capacityWatts: 7400 }, d: { capacityWatts: 7400 } } }\n',
        );
        for (const n of [1, 2]) {
          addRow(
            project,
            dc1Machines,
            `cpu-r04-n0${n},EX0002${n},r04,${n},cpu-1u,,192.0.2.3${n},cpu-bmc,02:00:5e:00:2${n}:00,leaf-4a,Ethernet${n},02:00:5e:00:2${n}:01,leaf-4b,Ethernet${n},,,,,,,,,,,,,`,
          );
        }
      },
      verdict: /^WIPES 0 servers, .* enrols 2 servers, .* leaves \d+ alone\.$/,
    },
    {
      name: 'an option of the preset that changes nothing',
      edit: (project) => project.edit(train, '  spares: 1\n', '  spares: 1\n  controlNodes: 3\n'),
      verdict: nothing,
    },
    {
      name: 'a version step of the preset',
      edit: (project) => presetStep(project, 'dedicated-training'),
      verdict: nothing,
    },
    {
      name: 'a reimage of two slots',
      lock: [['--reimage', 'train-a-gpu-001', 'train-a-gpu-002']],
      verdict: /^WIPES 0 servers, reimages 2, .* leaves \d+ alone\.$/,
    },
    {
      name: 'a GPU node added',
      edit: (project) => project.edit(train, 'gpuNodes: 6', 'gpuNodes: 7'),
      verdict: /^WIPES 0 servers, .* deploys 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'the pool of a tenant shrunk, first its erase',
      edit: (project) => project.edit(train, 'gpuNodes: 6', 'gpuNodes: 5'),
      lock: [['--release', 'train-a-gpu-006', '--reason', 'to the platform team']],
      verdict: nothing,
      isMerged: true,
    },
    {
      name: 'the pool of a tenant shrunk, then its server',
      lock: [['--applied']],
      verdict: /^WIPES 1 server, reimages 0, .* leaves \d+ alone\.$/,
      isMerged: true,
    },
  ],
};

const serve = 'clusters/serve.yaml';
const notebooks = 'clusters/notebooks.yaml';
const dc2 = 'sites/dc2/site.yaml';
const dc2Machines = 'sites/dc2/machines.csv';

const inference: NamedChanges = {
  example: 'inference',
  changes: [
    {
      name: 'a kernel option on one pool',
      edit: (project) => project.edit(notebooks, 'iommu=pt]', 'iommu=pt, pcie_aspm=off]'),
      verdict: nothing,
    },
    {
      name: 'another image',
      edit: (project) => {
        project.edit(
          dc2,
          'series: ubuntu/noble }',
          'series: ubuntu/noble }\n  jammy: { series: ubuntu/jammy }',
        );
        project.edit(dc2, 'image: noble', 'image: jammy');
      },
      verdict: nothing,
    },
    {
      name: 'a pool renamed',
      edit: (project) => project.edit(notebooks, '  gpu:\n', '  big:\n'),
      verdict: refused,
    },
    {
      name: 'a slot moved to a spare',
      edit: (project) => setState(project, dc2Machines, 'gpu-a01-n01', 'repair'),
      verdict: /^WIPES 1 server, reimages 0, .* deploys 1 server, /,
    },
    {
      name: 'another VLAN id',
      edit: (project) => project.edit(dc2, 'vlan: 210', 'vlan: 310'),
      verdict: refused,
    },
    {
      name: 'a subnet moved',
      edit: (project) =>
        project.edit(
          dc2,
          '203.0.113.128/27, gateway: 203.0.113.129',
          '203.0.113.160/27, gateway: 203.0.113.161',
        ),
      verdict: refused,
    },
    {
      name: 'a rack added',
      edit: (project) => {
        project.edit(
          dc2,
          /^( {2}a03:.*\n)/m,
          '$1  a04: { units: 42, feeds: { c: { capacityWatts: 7400 }, d: { capacityWatts: 7400 } } }\n',
        );
        addRow(
          project,
          dc2Machines,
          'gpu-a04-n01,SV00031,a04,1,gpu-a100,,192.0.2.31,,02:00:5e:20:31:00,leaf-a04a,Ethernet1,02:00:5e:20:31:01,leaf-a04b,Ethernet1',
        );
      },
      verdict: /^WIPES 0 servers, .* enrols 1 server, /,
    },
    {
      name: 'an option of the preset that changes nothing',
      edit: (project) => project.edit(serve, '  spares: 1\n', '  spares: 1\n  rails: false\n'),
      verdict: nothing,
    },
    {
      name: 'a version step of the preset',
      edit: (project) => presetStep(project, 'shared-inference'),
      verdict: nothing,
    },
    {
      name: 'a reimage of two slots',
      lock: [['--site', 'dc2', '--reimage', 'serve-mig-001', 'notebooks-gpu-001']],
      verdict: /^WIPES 0 servers, reimages 2, /,
    },
    {
      name: 'another MIG layout',
      edit: (project) => project.edit(serve, '{ 1g: 2, 2g: 1, 3g: 1 }', '{ 1g: 1, 2g: 1, 3g: 1 }'),
      verdict: nothing,
    },
    {
      name: 'the pool of a tenant shrunk, first its erase',
      edit: (project) => project.edit(serve, '  migNodes: 3\n', '  migNodes: 2\n'),
      lock: [['--site', 'dc2', '--release', 'serve-mig-003', '--reason', 'to research']],
      verdict: nothing,
      isMerged: true,
    },
    {
      name: 'the pool of a tenant shrunk, then its server',
      lock: [['--applied']],
      verdict: /^WIPES 1 server, reimages 0, /,
      isMerged: true,
    },
  ],
};

const trainB = 'clusters/train-b.yaml';
const north = 'sites/north/site.yaml';
const south = 'sites/south/site.yaml';

const ironic: NamedChanges = {
  example: 'ironic',
  changes: [
    {
      name: 'a kernel option on one pool',
      edit: (project) =>
        project.edit(
          trainB,
          'acknowledge:',
          'overrides: { pools: { gpu: { kernel: { sysctl: { kernel.numa_balancing: 0 } } } } }\nacknowledge:',
        ),
      verdict: nothing,
    },
    {
      name: 'another image',
      edit: (project) => {
        project.edit(north, 'noble-2026-10', 'noble-2026-11');
        project.edit(north, /5f5f5f5f$/m, '6f6f6f6f');
      },
      verdict: nothing,
    },
    {
      name: 'the cluster renamed',
      edit: (project) => {
        move(project, trainB, 'clusters/train-z.yaml');
        project.edit('rackform.yaml', /cluster: train-b/g, 'cluster: train-z');
      },
      verdict: refused,
    },
    {
      name: 'a slot moved to a spare',
      edit: (project) => setState(project, 'sites/south/machines.csv', 'gpu-b01', 'repair'),
      verdict: /^WIPES 1 server, reimages 0, .* deploys 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'another VLAN id',
      edit: (project) => project.edit(south, 'vlan: 220', 'vlan: 221'),
      verdict: refused,
    },
    {
      name: 'a subnet moved',
      edit: (project) =>
        project.edit(
          north,
          '203.0.113.0/26, gateway: 203.0.113.1',
          '203.0.113.128/26, gateway: 203.0.113.129',
        ),
      verdict: refused,
    },
    {
      name: 'a rack added',
      edit: (project) => {
        project.edit(
          south,
          /^( {2}r03:.*\n)/m,
          '$1  r04: { units: 42, feeds: { a: { capacityWatts: 11000 }, b: { capacityWatts: 11000 } } }\n',
        );
        project.edit(
          south,
          /^( {4}leaf-r03b:.*\n)/m,
          '$1    leaf-r04a: 02:00:5e:0f:04:0a\n    leaf-r04b: 02:00:5e:0f:04:0b\n',
        );
        addRow(
          project,
          'sites/south/machines.csv',
          'cpu-b05,EX2021,r04,1,cpu-1u,,192.0.2.31,cpu-bmc,02:00:5e:22:31:00,leaf-r04a,Ethernet1,02:00:5e:22:31:01,leaf-r04b,Ethernet1,,,,,,',
        );
      },
      verdict: /^WIPES 0 servers, .* enrols 1 server, .* leaves \d+ alone\.$/,
    },
    {
      name: 'an option of the preset that changes nothing',
      edit: (project) => project.edit(trainB, '  loginNodes: 0\n', '  loginNodes: 0\n  bond: true\n'),
      verdict: nothing,
    },
    {
      name: 'a version step of the preset',
      edit: (project) => presetStep(project, 'dedicated-training'),
      verdict: nothing,
    },
    {
      name: 'a reimage of two slots',
      lock: [['--site', 'south', '--reimage', 'train-b-gpu-001', 'train-b-gpu-002']],
      verdict: /^WIPES 0 servers, reimages 2, .* leaves \d+ alone\.$/,
    },
    {
      name: 'the pool of a tenant shrunk, first its erase',
      edit: (project) => project.edit(trainB, 'gpuNodes: 2', 'gpuNodes: 1'),
      lock: [
        ['--site', 'north', '--release', 'train-b-gpu-002', '--reason', 'given back'],
        ['--site', 'south', '--release', 'train-b-gpu-002', '--reason', 'given back'],
        ['--site', 'west', '--release', 'train-b-gpu-002', '--reason', 'given back'],
      ],
      verdict: nothing,
      isMerged: true,
    },
    {
      name: 'the pool of a tenant shrunk, then its servers',
      lock: [['--applied']],
      verdict: /^WIPES 3 servers, reimages 0, /,
      isMerged: true,
    },
  ],
};

export const namedChanges: readonly NamedChanges[] = [training, inference, ironic];
