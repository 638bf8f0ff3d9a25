import type { Issue } from '../errors.js';
import { IRONIC_LIMITS, type IronicLimitId } from '../facts/providers/ironic-supports.js';
import { type Limit, MAAS_LIMITS, type MaasLimitId } from '../facts/providers/supports.js';
import { erasedByCleaning, wantedErase } from './allocation/pool-settings.js';
import type { ClusterPlan, PoolPlan } from './clusters/clusters.js';
import { isAtLeast } from './lock/erase.js';
import { entries } from './order.js';
import type { ProvisionerModel } from './types.js';

/** Fields of a pool that can be written and that a provisioner cannot do, with the limit that says why. */
interface Unsupported<LimitId extends string> {
  readonly limit: LimitId;
  /** Where the field stands, each time that it asks for too much. */
  readonly asked: (plan: PoolPlan, provisioner: ProvisionerModel) => readonly (readonly string[])[];
}

const when = (isAsked: boolean, ...path: readonly string[]) => (isAsked ? [path] : []);

const inMaas: readonly Unsupported<MaasLimitId>[] = [
  {
    limit: 'maas/storage-layout',
    asked: ({ pool }) => when((pool.storage?.layout ?? 'flat') !== 'flat', 'storage', 'layout'),
  },
  {
    limit: 'maas/storage-layout',
    asked: ({ pool }) => when(pool.storage?.rootDisk !== undefined, 'storage', 'rootDisk'),
  },
  {
    limit: 'maas/raid-with-boot-disk',
    asked: ({ pool }) => when((pool.storage?.raid?.length ?? 0) > 0, 'storage', 'raid'),
  },
];

const inIronic: readonly Unsupported<IronicLimitId>[] = [
  {
    limit: 'ironic/storage-layout',
    asked: ({ pool }) => when((pool.storage?.layout ?? 'flat') !== 'flat', 'storage', 'layout'),
  },
  {
    limit: 'ironic/storage-layout',
    asked: ({ pool }) => when((pool.storage?.raid?.length ?? 0) > 0, 'storage', 'raid'),
  },
  {
    limit: 'ironic/root-disk-of-a-pool',
    asked: ({ pool }) => when(pool.storage?.rootDisk !== undefined, 'storage', 'rootDisk'),
  },
  {
    limit: 'ironic/release-scripts',
    asked: ({ pool }) => when((pool.release?.scripts?.length ?? 0) > 0, 'release', 'scripts'),
  },
  {
    limit: 'ironic/auto-addresses',
    asked: ({ pool }) =>
      entries(pool.networks).flatMap(([key, { addressing }]) =>
        when(addressing === 'auto', 'networks', key, 'addressing'),
      ),
  },
  {
    // More than is asked is no harm: what is asked is the least that a next tenant counts on.
    limit: 'ironic/erase-by-release',
    asked: (plan, { ironic }) =>
      when(
        ironic !== null && !isAtLeast(erasedByCleaning[ironic.cleaning], wantedErase(plan)),
        'release',
        'erase',
      ),
  },
];

/** Refuses by name and place what the provisioner cannot do. The model has no field for it, so it never gets further. */
export function unsupported(plans: readonly ClusterPlan[], provisioner: ProvisionerModel): readonly Issue[] {
  const issuesOf = <Id extends string>(
    fields: readonly Unsupported<Id>[],
    limits: Readonly<Record<Id, Limit>>,
  ): readonly Issue[] =>
    plans
      .flatMap((plan) => plan.pools)
      .flatMap((plan) =>
        fields.flatMap((field) =>
          field.asked(plan, provisioner).map((path): Issue => {
            const limit = limits[field.limit];
            return {
              code: field.limit,
              severity: 'error',
              message: `pool ${plan.cluster}/${plan.name} asks for ${path.join('.')}: ${limit.text}`,
              at: plan.at(...path),
              hint: limit.instead,
            };
          }),
        ),
      );
  return provisioner.type === 'ironic' ? issuesOf(inIronic, IRONIC_LIMITS) : issuesOf(inMaas, MAAS_LIMITS);
}
