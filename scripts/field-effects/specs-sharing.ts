import type { Place } from './edit.js';
import { inSite, type Spec, to } from './spec.js';

const cutPool = { clusters: 'slices', 'clusters.*.pools': 'cut' };
const mig = 'clusters.*.pools.*.mig';
const tenant = 'clusters.*.workloadTenants.*';
const preset = 'presets.shared-inference';

/** A change of each field of a layout, which stands in a pool as in the options of the preset. */
function layoutSpecs(
  path: string,
  names: Readonly<Record<string, string>>,
  place: Place,
): Readonly<Record<string, Spec>> {
  // A list is overridden whole, so that is how it is changed.
  const layout = (says: string, value: unknown): Spec => ({
    names,
    values: [{ says, also: [{ place: [...place, 'layout'], value }] }],
  });
  const all = [0, 1, 2, 3];
  const first = { devices: [0, 1, 2], slices: { '1g.10gb': 4 } };
  return {
    [`${path}.strategy`]: { names, values: [{ value: 'single' }, { value: undefined, says: 'left out' }] },
    [`${path}.layout.*`]: layout('added, with a GPU of another', [
      first,
      { devices: [3], slices: { '7g.80gb': 1 } },
    ]),
    [`${path}.layout.*.devices`]: layout('to fewer', [first]),
    [`${path}.layout.*.slices.*`]: layout('to more', [{ devices: all, slices: { '1g.10gb': 5 } }]),
  };
}

/** A change of each field of a workload tenant. */
function tenantSpecs(
  path: string,
  names: Readonly<Record<string, string>>,
  pools: readonly string[],
): Readonly<Record<string, Spec>> {
  const one = `${path}.*`;
  return {
    [one]: { names: { ...names, [path]: 'search' }, values: [{ value: {}, says: 'added' }] },
    [`${one}.description`]: { names, values: [{ value: 'Other words' }] },
    [`${one}.namespace`]: { names, values: [{ value: 'chat-prod' }] },
    [`${one}.groups`]: { names, values: [{ value: ['chat-engineers'] }] },
    [`${one}.pools`]: { names, values: [{ value: pools }] },
    [`${one}.quota.gpus`]: { names, values: [{ value: 0 }, { value: 1 }] },
    [`${one}.quota.slices.*`]: { names, values: [{ value: 4 }] },
  };
}

/** How GPUs are cut and who shares them, and the options of the preset for that. */
export const sharingSpecs: Readonly<Record<string, Spec>> = {
  ...layoutSpecs(mig, cutPool, ['clusters', 'slices', 'pools', 'cut', 'mig']),
  ...tenantSpecs('clusters.*.workloadTenants', { clusters: 'slices' }, ['cut']),
  ...layoutSpecs(`${preset}.mig`, {}, ['clusters', 'serve', 'options', 'mig']),
  ...tenantSpecs(`${preset}.workloadTenants`, {}, ['gpu', 'mig']),
  routingDomain: to('backbone'),
  'tenants.*.id': to(60),
  'sharedServices.*': {
    others: [
      {
        value: { networks: ['edge'], reason: 'everybody is on it' },
        says: 'added',
        names: { sharedServices: 'front' },
      },
    ],
  },
  'sharedServices.*.networks': to(['oob']),
  'sharedServices.*.nvlinkDomains': {
    values: [
      {
        value: ['nvl-1'],
        says: 'to one',
        also: [{ place: inSite('machines', 'gpu-02', 'nvlinkDomain'), value: 'nvl-1' }],
      },
    ],
  },
  'sharedServices.*.sites': to(undefined),
  'sharedServices.*.tenants': to(['research', 'imaging', 'platform']),
  'sharedServices.*.reason': to('other words for the same'),
  'tenantNumbers.vlan.front-end': to(120),
  'tenantNumbers.vlan.in-band': to(1000),
  'tenantNumbers.vlan.storage': to(150),
  'tenantNumbers.vlan.rail': to(500),
  'tenantNumbers.vni': to(20_000),
  'tenantNumbers.pkey': to(512),
  'tenantNumbers.nvlink': to(5),
  'networks.*.vni': to(7000),
  'networks.*.pkey': { names: { networks: 'rail-0' }, values: [{ value: 9 }] },
  'machines.*.nvlinkDomain': to('nvl-1'),
  [`${tenant}.quota.gpus`]: {
    names: { clusters: 'slices' },
    values: [{ value: undefined, says: 'left out' }],
  },
  [`${preset}.workloadTenants.*.quota.gpus`]: to(2),
  'clusters.*.pools.*.hardware.gpus.migCapable': {
    names: cutPool,
    values: [
      { value: undefined, says: 'left out' },
      { value: false, says: 'to false, no slot fits' },
    ],
  },
  [`${preset}.gpuNodes`]: {
    values: [
      { value: 2, says: 'to more' },
      { value: 0, says: 'to none' },
    ],
  },
  [`${preset}.migNodes`]: {
    values: [
      { value: 2, says: 'to more' },
      { value: 0, says: 'to none' },
    ],
  },
  [`${preset}.gpu.vendor`]: {
    values: [{ value: 'amd', says: 'to another, no slot fits' }],
    reason: 'the slots that stand have GPUs of this vendor',
  },
  [`${preset}.gpu.model`]: {
    values: [
      { value: undefined, says: 'left out' },
      { value: 'H100-NVL-94GB', says: 'to another, no slot fits' },
    ],
  },
  [`${preset}.gpu.count`]: {
    values: [
      { value: 2, says: 'to less' },
      { value: 8, says: 'to more than a slot’s machine has' },
    ],
  },
  [`${preset}.gpu.memoryGB`]: {
    values: [
      { value: 40, says: 'to less' },
      { value: 141, says: 'to more than a slot’s machine has' },
    ],
  },
  [`${preset}.controlNodes`]: {
    values: [
      { value: 5, says: 'to more' },
      { value: 1, says: 'to fewer' },
    ],
  },
  [`${preset}.image`]: to('jammy'),
  [`${preset}.network`]: to('edge'),
  [`${preset}.lacpFallback`]: {
    reason: 'without it a bond on the boot NIC cannot boot: bond says more',
  },
};
