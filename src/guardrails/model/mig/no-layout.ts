import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolName, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Slices that nobody says the size of. */
export const migNoLayout: ModelRule = {
  tier: 'model',
  id: 'mig/no-layout',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a pool that runs MIG says how its GPUs are cut',
  rationale:
    'nothing can be checked or counted then, and the slices are whatever somebody makes on each machine',
  source: 'arithmetic',
  *check(model) {
    for (const { cluster, pool, slots } of poolsOf(model)) {
      const isCut = slots.some((slot) => slot.mig !== null && slot.mig.layout.length > 0);
      if (pool.runs !== 'mig' || slots.length === 0 || isCut) continue;
      const of = { cluster: cluster.name, pool: pool.name };
      yield {
        subject: poolName(of),
        message: `pool ${quote(poolName(of))} runs MIG, and says nothing of how its GPUs are cut`,
        at: poolAt(of, 'runs'),
        hint: 'set mig.layout',
      };
    }
  },
};
