import { expect, test } from 'vitest';
import type { ClusterPlan } from '../../../src/model/clusters/clusters.js';
import { workloadTenantsOf } from '../../../src/model/tenancy/workload-tenants.js';
import type { SlotModel } from '../../../src/model/types.js';

/** A cluster with slots cut into these profiles, and slots that are not cut. */
const slotsWith = (...profiles: readonly string[]): readonly SlotModel[] =>
  [
    { mig: null },
    {
      mig: {
        strategy: 'mixed',
        layout: profiles.map((profile) => ({ devices: [0], instances: [{ profile, count: 1 }] })),
      },
    },
  ] as unknown as readonly SlotModel[];

const tenantsOf = (workloadTenants: unknown, ...profiles: readonly string[]) =>
  workloadTenantsOf({ workloadTenants } as unknown as ClusterPlan, slotsWith(...profiles));

const meant = (written: string, ...profiles: readonly string[]) =>
  tenantsOf({ lab: { quota: { slices: { [written]: 2 } } } }, ...profiles)[0]?.quota.slices;

test('a workload tenant has a namespace of its own name and no quota, where nothing is said', () => {
  expect(
    tenantsOf({ ten: {}, two: { namespace: 'ns-two', groups: [], pools: [], quota: { gpus: 3 } } }),
  ).toEqual([
    { name: 'ten', namespace: 'ten', groups: [], pools: [], quota: { gpus: 0, slices: [] } },
    { name: 'two', namespace: 'ns-two', groups: [], pools: [], quota: { gpus: 3, slices: [] } },
  ]);
  expect(tenantsOf(undefined)).toEqual([]);
});

test('slices without their memory mean the one profile of the cluster that has so many', () => {
  expect(meant('1g', '1g.10gb', '3g.40gb')).toEqual([{ profile: '1g.10gb', count: 2 }]);
  // Of two, or none, nobody can tell which: a rule says so of what is written.
  expect(meant('1g', '1g.10gb', '1g.20gb')).toEqual([{ profile: '1g', count: 2 }]);
  expect(meant('2g', '1g.10gb')).toEqual([{ profile: '2g', count: 2 }]);
});

test('a profile in full is what it says, and one with media extensions is not meant by slices alone', () => {
  expect(meant('1g.20gb', '1g.10gb')).toEqual([{ profile: '1g.20gb', count: 2 }]);
  expect(meant('1g.10gb', '1g.10gb')).toEqual([{ profile: '1g.10gb', count: 2 }]);
  expect(meant('1g', '1g.10gb', '1g.10gb+me')).toEqual([{ profile: '1g.10gb', count: 2 }]);
});

test('quotas come by the names of profiles', () => {
  const slices = { '7g.80gb': 1, '10g.1gb': 1, '1g.10gb': 4 };
  expect(tenantsOf({ lab: { quota: { slices } } })[0]?.quota.slices.map(({ profile }) => profile)).toEqual([
    '1g.10gb',
    '7g.80gb',
    '10g.1gb',
  ]);
});
