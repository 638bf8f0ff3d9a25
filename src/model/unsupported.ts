import type { Issue } from '../errors.js';
import { MAAS_LIMITS, type MaasLimitId } from '../facts/providers/supports.js';
import type { ClusterPlan, PoolPlan } from './clusters/clusters.js';

/** Fields that can be written and that the MAAS provider cannot do, with the limit that says why. */
const fields: readonly {
  readonly path: readonly string[];
  readonly limit: MaasLimitId;
  readonly isAsked: (pool: PoolPlan['pool']) => boolean;
}[] = [
  {
    path: ['storage', 'layout'],
    limit: 'maas/storage-layout',
    isAsked: (pool) => (pool.storage?.layout ?? 'flat') !== 'flat',
  },
  {
    path: ['storage', 'rootDisk'],
    limit: 'maas/storage-layout',
    isAsked: (pool) => pool.storage?.rootDisk !== undefined,
  },
  {
    path: ['storage', 'raid'],
    limit: 'maas/raid-with-boot-disk',
    isAsked: (pool) => (pool.storage?.raid?.length ?? 0) > 0,
  },
];

/** Refuses by name and place what the provider cannot do. The model has no field for it, so it never gets further. */
export function unsupported(plans: readonly ClusterPlan[]): readonly Issue[] {
  return plans
    .flatMap((plan) => plan.pools)
    .flatMap((plan) =>
      fields
        .filter((field) => field.isAsked(plan.pool))
        .map((field): Issue => {
          const limit = MAAS_LIMITS[field.limit];
          return {
            code: field.limit,
            severity: 'error',
            message: `pool ${plan.cluster}/${plan.name} asks for ${field.path.join('.')}: ${limit.text}`,
            at: plan.at(...field.path),
            hint: limit.instead,
          };
        }),
    );
}
