import { groupBy } from '../../../model/group.js';
import { listed, quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolName, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Machines of one pool on different rails. */
export const railsUneven: ModelRule = {
  tier: 'model',
  id: 'rails/uneven',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'all machines of a pool are on the same rails',
  rationale: 'a job over machines with different rails falls back to the slowest way, or does not start',
  source: 'NCCL user guide by general knowledge',
  *check(model) {
    for (const { cluster, pool, slots } of poolsOf(model)) {
      const sets = groupBy(slots, (slot) => slot.rails.map(({ rail }) => rail).join(', ') || 'none');
      if (sets.size < 2) continue;
      const of = { cluster: cluster.name, pool: pool.name };
      yield {
        subject: poolName(of),
        message: `slots of pool ${quote(poolName(of))} are on different rails`,
        at: poolAt(of, 'rails'),
        hint: 'give the NICs of every machine their rail and MAC address',
        follows: [...sets].map(
          ([rails, members]) => `rails ${rails}: ${listed(members.map(({ name }) => name))}`,
        ),
      };
    }
  },
};
