import { counted, quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolName, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Fewer spare machines than asked for. */
export const poolSparesMissing: ModelRule = {
  tier: 'model',
  id: 'pool/spares-missing',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a pool has the spare machines that it asks for',
  rationale: 'the next machine that fails is not replaced until one is free',
  source: 'how rackform replaces machines',
  *check(model) {
    for (const { cluster, pool } of poolsOf(model)) {
      if (pool.sparesAvailable >= pool.spares) continue;
      const of = { cluster: cluster.name, pool: pool.name };
      yield {
        subject: poolName(of),
        message: `pool ${quote(poolName(of))} asks for ${counted(pool.spares, 'spare')}, and ${pool.sparesAvailable} fitting machines are free`,
        at: poolAt(of, 'spares'),
      };
    }
  },
};
