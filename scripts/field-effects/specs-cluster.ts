import { type Spec, to } from './spec.js';
import { sharingSpecs } from './specs-sharing.js';

const flatOnly = 'the MAAS provider can do a flat layout of the boot disk only, so there is no other value';
const pool = (...place: readonly string[]) => ['clusters', 'train', 'pools', 'accel', ...place];
const core = 'clusters.*.pools.*.networks.*';

/** Clusters, pools and the options of presets. */
export const clusterSpecs: Readonly<Record<string, Spec>> = {
  ...sharingSpecs,
  'clusters.*': {
    others: [
      {
        says: 'added',
        also: [
          {
            place: ['clusters', 'third'],
            value: {
              tenant: 'imaging',
              mode: 'dedicated',
              pools: { work: { role: 'cpu', count: 1, networks: { core: {} } } },
            },
          },
          { place: ['project', 'deployments', '4'], value: { cluster: 'third', site: 'dc1' } },
        ],
        names: { clusters: 'third' },
      },
    ],
  },
  'clusters.*.description': to('Other words'),
  'clusters.*.tenant': to('imaging'),
  'clusters.*.preset': {
    values: [],
    reason: 'its options change with it: what a pool becomes shows field by field in its pools',
  },
  'clusters.*.options': {
    values: [],
    reason:
      'the preset says what its options are: see presets.dedicated-training and presets.shared-inference',
  },
  'clusters.*.acknowledge.*': {
    values: [{ value: { rule: 'port/tagged-only', reason: 'tried with these switches' }, says: 'added' }],
  },
  ...Object.fromEntries(
    ['rule', 'subject', 'reason'].map((name) => [
      `clusters.*.acknowledge.*.${name}`,
      {
        values: [],
        reason: 'it decides what rackform check says, and nothing else: see clusters.*.acknowledge.*',
      },
    ]),
  ),
  'clusters.*.pools.*': {
    others: [
      {
        value: { role: 'login', count: 1, hardware: { gpus: { count: 0 } }, networks: { core: {} } },
        says: 'added',
        names: { 'clusters.*.pools': 'login' },
      },
    ],
  },
  'clusters.*.pools.*.count': {
    values: [
      { value: 3, says: 'to more' },
      { value: 1, says: 'to fewer' },
    ],
  },
  'clusters.*.pools.*.machines': {
    names: { 'clusters.*.pools': 'store' },
    values: [
      { value: ['cpu-10', 'cpu-11'], says: 'without one that is free' },
      { value: ['cpu-10', 'cpu-12'], says: 'without one that fills a slot' },
    ],
  },
  'clusters.*.pools.*.hardware.profiles': {
    values: [
      { value: ['gpu-node'], says: 'to fewer, all slots still fit' },
      { value: ['gpu-more'], says: 'to others, no slot fits' },
    ],
  },
  'clusters.*.pools.*.hardware.gpus.count': {
    values: [
      { value: 2, says: 'to less' },
      { value: 8, says: 'to more than a slot’s machine has' },
    ],
  },
  'clusters.*.pools.*.hardware.gpus.vendor': {
    values: [
      { value: undefined, says: 'left out' },
      { value: 'nvidia', says: 'to another, no slot fits' },
    ],
  },
  'clusters.*.pools.*.hardware.gpus.model': {
    values: [
      { value: undefined, says: 'left out' },
      { value: 'MI300X', says: 'to another, no slot fits' },
    ],
  },
  'clusters.*.pools.*.hardware.gpus.memoryGB': {
    values: [
      { value: 32, says: 'to less' },
      { value: 192, says: 'to more than a slot’s machine has' },
    ],
  },
  'clusters.*.pools.*.hardware.memoryGiB': {
    values: [
      { value: 128, says: 'to less' },
      { value: 1024, says: 'to more than a slot’s machine has' },
    ],
  },
  'clusters.*.pools.*.hardware.cores': {
    values: [
      { value: 8, says: 'to less' },
      { value: 1024, says: 'to more than a slot’s machine has' },
    ],
  },
  'clusters.*.pools.*.hardware.architecture': {
    values: [
      { value: undefined, says: 'left out' },
      { value: 'arm64', says: 'to another, no slot fits' },
    ],
  },
  'clusters.*.pools.*.racks': {
    values: [
      { value: undefined, says: 'left out' },
      { value: ['r01', 'r02'], says: 'to fewer, all slots still fit' },
      { value: ['r03'], says: 'to others, no slot fits' },
    ],
  },
  'clusters.*.pools.*.spares': to(2),
  'clusters.*.pools.*.image': to('noble'),
  'clusters.*.pools.*.kernel.options': {
    values: [
      { value: ['iommu=pt'], says: 'to other options' },
      { value: [], says: 'to none' },
    ],
    others: [
      { value: ['quiet'], says: 'to some, where there were none', names: { 'clusters.*.pools': 'batch' } },
    ],
  },
  'clusters.*.pools.*.kernel.hugePages1GiB': to(16),
  'clusters.*.pools.*.kernel.sysctl.*': {
    others: [
      { value: 20, says: 'to another value' },
      { value: 1, says: 'added', names: { 'clusters.*.pools.*.kernel.sysctl': 'vm.overcommit_memory' } },
    ],
  },
  'clusters.*.pools.*.storage.layout': { reason: flatOnly },
  'clusters.*.pools.*.storage.rootDisk': { ...to('system'), reason: flatOnly },
  'clusters.*.pools.*.storage.raid.*': {
    reason: flatOnly,
    values: [
      {
        says: 'added',
        also: [{ place: pool('storage', 'raid'), value: [{ level: '1', disks: ['system', 'fast'] }] }],
      },
    ],
  },
  ...Object.fromEntries(
    ['level', 'disks'].map((name) => [
      `clusters.*.pools.*.storage.raid.*.${name}`,
      {
        values: [],
        reason: 'no array can be stated with this provider: see clusters.*.pools.*.storage.raid.*',
      },
    ]),
  ),
  'clusters.*.pools.*.storage.scratch.mount': to('/local'),
  [core]: {
    others: [
      {
        value: { roles: ['storage'], bond: { lacpFallback: true } },
        says: 'added',
        names: { 'clusters.*.pools': 'store', 'clusters.*.pools.*.networks': 'disknet' },
      },
    ],
  },
  [`${core}.roles`]: to(['boot']),
  [`${core}.nics`]: to(['eno1']),
  [`${core}.bond.miimonMs`]: to(200),
  [`${core}.subnet`]: {
    names: { 'clusters.*.pools': 'batch', 'clusters.*.pools.*.networks': 'edge' },
    values: [{ value: 'edge-too', says: 'to another subnet' }],
  },
  [`${core}.bond.lacpFallback`]: {
    names: { 'clusters.*.pools.*.networks': 'disknet' },
    others: [{ value: false, says: 'to false, on the boot NIC', names: {} }],
  },
  [`${core}.mtu`]: to(1500),
  'clusters.*.pools.*.rails.mtu': to(4200),
  'clusters.*.pools.*.userData': to({ timezone: 'Europe/Luxembourg' }),
  'clusters.*.pools.*.release.scripts': to(['wipe-nvme']),
  'clusters.*.pools.*.release.timeoutMinutes': to(1200),
  'clusters.*.release.scripts': to(['wipe-nvme']),
  'clusters.*.release.timeoutMinutes': to(1200),
  'presets.dedicated-training.gpuNodes': {
    values: [
      { value: 3, says: 'to more' },
      { value: 1, says: 'to fewer' },
    ],
  },
  'presets.dedicated-training.gpu.vendor': {
    values: [{ value: 'nvidia', says: 'to another, no slot fits' }],
    reason: 'the slots that stand have GPUs of this vendor',
  },
  'presets.dedicated-training.gpu.model': {
    values: [
      { value: undefined, says: 'left out' },
      { value: 'MI300X', says: 'to another, no slot fits' },
    ],
  },
  'presets.dedicated-training.gpu.count': {
    values: [
      { value: 2, says: 'to less' },
      { value: 8, says: 'to more than a slot’s machine has' },
    ],
  },
  'presets.dedicated-training.gpu.memoryGB': {
    values: [
      { value: 32, says: 'to less' },
      { value: 192, says: 'to more than a slot’s machine has' },
    ],
  },
  'presets.dedicated-training.controlNodes': {
    values: [
      { value: 5, says: 'to more' },
      { value: 1, says: 'to fewer' },
    ],
  },
  'presets.dedicated-training.loginNodes': {
    values: [
      { value: 2, says: 'to more' },
      { value: 0, says: 'to none' },
    ],
  },
  'presets.dedicated-training.image': to('jammy'),
  'presets.dedicated-training.lacpFallback': {
    reason: 'without it a bond on the boot NIC cannot boot: bond says more',
  },
  'presets.dedicated-training.hugePages1GiB': to(16),
};
