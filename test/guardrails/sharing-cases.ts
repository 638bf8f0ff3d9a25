import type { MigModel, SiteModel, WorkloadTenantModel } from '../../src/model/types.js';
import { item, type Mutable, slotsIn } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

type Layout = MigModel['layout'];

/** One entry of a layout: `cut([0, 1], { '1g.10gb': 7 })`. */
export function cut(devices: readonly number[], slices: Readonly<Record<string, number>>): Layout[number] {
  return { devices, instances: Object.entries(slices).map(([profile, count]) => ({ profile, count })) };
}

/** Makes the GPU pool a shared one of two A100 a machine, cut as given. */
export function slice(
  model: Mutable<SiteModel>,
  layout: readonly Layout[number][],
  strategy: MigModel['strategy'] = 'mixed',
  gpu = 'A100-SXM-80GB',
): void {
  const cluster = item(model.clusters);
  Object.assign(cluster, { mode: 'shared', preset: 'shared-inference', scheduler: 'kubernetes' });
  item(cluster.pools, 1).runs = 'mig';
  for (const slot of slotsIn(model, 'gpu')) {
    slot.mig = JSON.parse(JSON.stringify({ strategy, layout }));
    slot.rails = [];
  }
  for (const { hardware } of model.site.machines) {
    if (hardware.gpus !== null)
      Object.assign(hardware.gpus, { vendor: 'nvidia', model: gpu, memoryGB: 80, migCapable: true });
  }
}

/** Cuts every GPU into seven, and shares them. */
export function share(
  model: Mutable<SiteModel>,
  ...tenants: readonly (Partial<WorkloadTenantModel> & { name: string })[]
): void {
  slice(model, [cut([0, 1], { '1g.10gb': 7 })]);
  item(model.clusters).workloadTenants = tenants.map((tenant) => ({
    name: tenant.name,
    namespace: tenant.namespace ?? tenant.name,
    groups: [],
    pools: [...(tenant.pools ?? [])],
    quota: JSON.parse(JSON.stringify(tenant.quota ?? { gpus: 0, slices: [] })),
  }));
}

const slices = (count: number, profile = '1g.10gb') => ({ gpus: 0, slices: [{ profile, count }] });
const layoutAt = 'cluster/train-a:pools.gpu.mig.layout';

/** Faults in how GPUs are cut. */
const migFaults: readonly Case[] = [
  {
    rule: 'mig/unknown-profile',
    title: 'a profile of another GPU',
    change: (model) => slice(model, [cut([0, 1], { '1g.5gb': 7 })]),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts a GPU into 7x 1g.5gb, which has profile "1g.5gb", and A100-SXM-80GB has 1g.10gb, 1g.10gb+me, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/profile-maximum',
    title: 'a name that is seven slices elsewhere and four here',
    change: (model) => slice(model, [cut([0, 1], { '1g.10gb': 7 })], 'single', 'A100-SXM-40GB'),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts a GPU into 7x 1g.10gb, which has 7 of 1g.10gb, and A100-SXM-40GB takes at most 4 | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/does-not-fit',
    title: 'more memory than there is',
    change: (model) => slice(model, [cut([0, 1], { '3g.40gb': 2, '1g.10gb': 1 })]),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts a GPU into 2x 3g.40gb + 1x 1g.10gb, which needs 9 memory slices, and A100-SXM-80GB has 8 | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/does-not-fit',
    title: 'more compute than there is',
    change: (model) => slice(model, [cut([0, 1], { '4g.40gb': 1, '2g.20gb': 2 })]),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts a GPU into 1x 4g.40gb + 2x 2g.20gb, which needs 8 compute slices, and A100-SXM-80GB has 7 | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/does-not-fit',
    title: 'media engines twice',
    change: (model) => slice(model, [cut([0, 1], { '1g.6gb+me': 1, '2g.12gb+me': 1 })], 'mixed', 'A30'),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts a GPU into 1x 1g.6gb+me + 1x 2g.12gb+me, which has 2 instances with media engines, and A30 takes one | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/no-table',
    title: 'a GPU that it has no table of',
    change: (model) => slice(model, [cut([0, 1], { '1g.10gb': 7 })], 'single', 'RTX-PRO-5000'),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts a GPU into 7x 1g.10gb, which has no table of MIG profiles for RTX-PRO-5000 | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/wrong-device',
    title: 'a GPU in two entries',
    change: (model) => slice(model, [cut([0, 1], { '7g.80gb': 1 }), cut([1], { '7g.80gb': 1 })]),
    finds: [`train-a/gpu | pool "train-a/gpu" cuts GPU 1 twice | ${layoutAt}`],
  },
  {
    rule: 'mig/wrong-device',
    title: 'a GPU that is not there',
    change: (model) => slice(model, [cut([0, 1, 2], { '7g.80gb': 1 })]),
    finds: [
      `train-a/gpu | pool "train-a/gpu" cuts GPU 2, and its machines of A100-SXM-80GB have 0 to 1 | ${layoutAt}`,
    ],
  },
  {
    rule: 'mig/wrong-device',
    title: 'an entry that none is left for',
    change: (model) => slice(model, [cut([0, 1], { '7g.80gb': 1 }), cut([], { '7g.80gb': 1 })]),
    finds: [`train-a/gpu | pool "train-a/gpu" has an entry for which the others leave no GPU | ${layoutAt}`],
  },
  {
    rule: 'mig/single-strategy',
    title: 'two profiles',
    change: (model) => slice(model, [cut([0, 1], { '3g.40gb': 1, '1g.10gb': 1 })], 'single'),
    finds: [
      'train-a/gpu | pool "train-a/gpu" has strategy "single" and 2 profiles: 3g.40gb, 1g.10gb | cluster/train-a:pools.gpu.mig.strategy',
    ],
  },
  {
    rule: 'mig/single-strategy',
    title: 'a whole GPU beside',
    change: (model) => slice(model, [cut([0], { '1g.10gb': 7 })], 'single'),
    finds: [
      'train-a/gpu | pool "train-a/gpu" has strategy "single", and 1 of 2 GPUs are cut | cluster/train-a:pools.gpu.mig.strategy',
    ],
  },
  {
    rule: 'mig/no-layout',
    title: 'slices of no size',
    change: (model) => {
      slice(model, []);
      for (const slot of slotsIn(model, 'gpu')) slot.mig = null;
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" runs MIG, and says nothing of how its GPUs are cut | cluster/train-a:pools.gpu.runs',
    ],
  },
  {
    rule: 'mig/layout-unused',
    title: 'slices in a pool of whole GPUs',
    change: (model) => {
      slice(model, [cut([0, 1], { '1g.10gb': 7 })]);
      item(item(model.clusters).pools, 1).runs = 'containers';
    },
    finds: [
      'train-a/gpu | pool "train-a/gpu" has a MIG layout and runs containers | cluster/train-a:pools.gpu.mig',
    ],
  },
];

const workloadFaults: readonly Case[] = [
  {
    rule: 'workload/in-dedicated',
    title: 'users of a tenant’s own machines',
    change: (model) => {
      share(model, { name: 'chat' });
      item(model.clusters).mode = 'dedicated';
    },
    finds: [
      'train-a | dedicated cluster "train-a" has workload tenants "chat" | cluster/train-a:workloadTenants',
    ],
  },
  {
    rule: 'workload/duplicate-namespace',
    title: 'two in one namespace',
    change: (model) => share(model, { name: 'chat' }, { name: 'search', namespace: 'chat' }),
    finds: [
      'train-a/search | workload tenants "chat" and "search" of cluster "train-a" have namespace "chat" | cluster/train-a:workloadTenants.search.namespace',
    ],
  },
  {
    rule: 'workload/reserved-namespace',
    title: 'the platform’s namespaces',
    change: (model) => share(model, { name: 'chat', namespace: 'kube-system' }, { name: 'default' }),
    finds: [
      'train-a/chat | workload tenant "chat" of cluster "train-a" has namespace "kube-system", which is the platform’s | cluster/train-a:workloadTenants.chat.namespace',
      'train-a/default | workload tenant "default" of cluster "train-a" has namespace "default", which is the platform’s | cluster/train-a:workloadTenants.default.namespace',
    ],
  },
  {
    rule: 'workload/unknown-slice',
    title: 'slices that no pool makes',
    change: (model) => share(model, { name: 'chat', quota: slices(1, '3g.40gb') }),
    finds: [
      'train-a/chat | workload tenant "chat" has a quota of "3g.40gb", and cluster "train-a" makes 1g.10gb | cluster/train-a:workloadTenants.chat.quota.slices',
    ],
  },
  {
    rule: 'workload/quota-over-supply',
    title: 'more than two machines of 14 slices have',
    change: (model) => share(model, { name: 'chat', quota: slices(29) }),
    finds: [
      'train-a/chat | workload tenant "chat" has a quota of 29 slices 1g.10gb, and cluster "train-a" has 28 | cluster/train-a:workloadTenants.chat.quota',
    ],
  },
  {
    rule: 'workload/overcommitted',
    title: 'quotas that come to more than there is',
    change: (model) =>
      share(model, { name: 'chat', quota: slices(20) }, { name: 'search', quota: slices(20) }),
    finds: [
      'train-a | quotas of cluster "train-a" come to 40 slices 1g.10gb, and it has 28 | cluster/train-a:workloadTenants',
    ],
  },
  {
    rule: 'workload/quota-over-supply',
    title: 'slices that are all somebody else’s, and more than the pools of its own have',
    change: (model) =>
      share(model, { name: 'chat', pools: ['gpu'], quota: slices(29) }, { name: 'lab', quota: slices(1) }),
    finds: [
      'train-a/lab | workload tenant "lab" has a quota of 1 slices 1g.10gb, and cluster "train-a" has 0 for it | cluster/train-a:workloadTenants.lab.quota',
      'train-a/chat | workload tenant "chat" has a quota of 29 slices 1g.10gb, and the pools that it has to itself have 28 | cluster/train-a:workloadTenants.chat.quota',
    ],
  },
  {
    rule: 'workload/unknown-pool',
    title: 'a pool that runs no workloads, and one misspelt',
    change: (model) => share(model, { name: 'chat', pools: ['control', 'gpus'] }),
    finds: [
      'train-a/chat/control | workload tenant "chat" has pool "control" to itself, and those of cluster "train-a" that run workloads are "gpu" | cluster/train-a:workloadTenants.chat.pools.0',
      'train-a/chat/gpus | workload tenant "chat" has pool "gpus" to itself, and those of cluster "train-a" that run workloads are "gpu" | cluster/train-a:workloadTenants.chat.pools.1',
    ],
  },
  {
    rule: 'workload/pool-of-two',
    title: 'a pool that two have to themselves',
    change: (model) => share(model, { name: 'chat', pools: ['gpu'] }, { name: 'lab', pools: ['gpu'] }),
    finds: [
      'train-a/lab | workload tenants "chat" and "lab" of cluster "train-a" both have pool "gpu" to themselves | cluster/train-a:workloadTenants.lab.pools',
    ],
  },
];

/** Faults of shared clusters. */
export const sharingCases: readonly Case[] = [...migFaults, ...workloadFaults];

/** Models that look like a fault and are none. */
export const soundSharingCases: readonly Case[] = [
  ...['mig/unknown-profile', 'mig/profile-maximum', 'mig/does-not-fit', 'mig/wrong-device'].map((rule) => ({
    rule,
    title: 'the fullest mix of two sizes',
    change: (model: Mutable<SiteModel>) =>
      slice(model, [cut([0], { '4g.40gb': 1, '1g.10gb': 3 }), cut([1], { '1g.10gb+me': 1, '1g.10gb': 6 })]),
    finds: [],
  })),
  {
    rule: 'mig/single-strategy',
    title: 'all alike',
    change: (model) => slice(model, [cut([0], { '1g.10gb': 7 }), cut([1], { '1g.10gb': 7 })], 'single'),
    finds: [],
  },
  {
    rule: 'mig/single-strategy',
    title: 'a whole GPU beside slices, mixed',
    change: (model) => slice(model, [cut([0], { '1g.10gb': 7 })]),
    finds: [],
  },
  ...['workload/unknown-pool', 'workload/pool-of-two'].map((rule) => ({
    rule,
    title: 'a pool that is one tenant’s',
    change: (model: Mutable<SiteModel>) => share(model, { name: 'chat', pools: ['gpu'] }, { name: 'lab' }),
    finds: [],
  })),
  {
    rule: 'workload/overcommitted',
    title: 'quotas of machines that are not shared',
    change: (model) =>
      share(model, { name: 'chat', pools: ['gpu'], quota: slices(28) }, { name: 'lab', quota: slices(28) }),
    finds: [],
  },
  ...['workload/quota-over-supply', 'workload/overcommitted', 'workload/unknown-slice'].map((rule) => ({
    rule,
    title: 'quotas that use all there is',
    change: (model: Mutable<SiteModel>) =>
      share(model, { name: 'chat', quota: slices(20) }, { name: 'search', quota: slices(8) }),
    finds: [],
  })),
];
