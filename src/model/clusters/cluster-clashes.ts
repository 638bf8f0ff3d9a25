import type { z } from 'zod';
import type { Project } from '../../definition/project.js';
import type { Issue } from '../../errors.js';
import type { ClusterPlan, PoolPlan } from './clusters.js';

type ParsedProject = z.output<typeof Project>;

/**
 * Names that meet when they are joined: slots are named `<cluster>-<pool>-<number>`, stacks `<site>-<cluster>-...`,
 * and `a-b` with `c` is `a` with `b-c`.
 */
export function nameClashes(
  project: ParsedProject,
  plans: readonly ClusterPlan[],
  site: string,
): readonly Issue[] {
  const issues: Issue[] = [];
  const slots = new Map<string, PoolPlan>();
  for (const pool of plans.flatMap((plan) => plan.pools)) {
    const joined = `${pool.cluster}-${pool.name}`;
    const other = slots.get(joined);
    slots.set(joined, other ?? pool);
    if (other === undefined) continue;
    issues.push({
      code: 'NAME_CLASH',
      severity: 'error',
      message: `slots of pool ${pool.name} of cluster ${pool.cluster} and of pool ${other.name} of cluster ${other.cluster} would have the same names, ${joined}-001 and on`,
      at: pool.at(),
      hint: 'rename one of the pools or clusters',
    });
  }
  const stacks = new Map<string, ParsedProject['deployments'][number]>();
  project.deployments.forEach((deployment, index) => {
    const joined = `${deployment.site}-${deployment.cluster}`;
    const other = stacks.get(joined);
    stacks.set(joined, other ?? deployment);
    if (other === undefined || other.site === deployment.site || deployment.site !== site) return;
    issues.push({
      code: 'NAME_CLASH',
      severity: 'error',
      message: `cluster ${deployment.cluster} at ${deployment.site} and cluster ${other.cluster} at ${other.site} would have stacks of the same names, ${joined}-claim-01 and on`,
      at: { document: 'project', path: ['deployments', index] },
      hint: 'rename one of the clusters or sites',
    });
  });
  return issues;
}

/** A server is one slot’s alone, so two pools cannot name it. */
export function namedTwice(plans: readonly ClusterPlan[]): readonly Issue[] {
  const namedBy = new Map<string, PoolPlan>();
  return plans
    .flatMap((plan) => plan.pools)
    .flatMap((pool) =>
      (pool.pool.machines ?? []).flatMap((asset, index): readonly Issue[] => {
        const other = namedBy.get(asset);
        namedBy.set(asset, other ?? pool);
        if (other === undefined) return [];
        return [
          {
            code: 'allocation/machine-claimed-twice',
            severity: 'error',
            message: `machine ${asset} is named by pool ${other.cluster}/${other.name} already`,
            at: pool.at('machines', index),
            hint: 'a server is one slot’s alone: name another machine',
          },
        ];
      }),
    );
}
