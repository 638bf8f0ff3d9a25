import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Slices with a compute fabric that they cannot use. */
export const migWithRails: ModelRule = {
  tier: 'model',
  id: 'mig/with-rails',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a pool of MIG slices has no compute rails',
  rationale:
    'slices do no GPUDirect over NICs, so rails cost addresses and switch ports, and open a way between tenants',
  source: 'NVIDIA MIG user guide (read)',
  *check(model) {
    for (const { cluster, pool, slots } of poolsOf(model)) {
      if (pool.runs !== 'mig' || !slots.some((slot) => slot.rails.length > 0)) continue;
      yield {
        subject: `${cluster.name}/${pool.name}`,
        message: `pool ${quote(`${cluster.name}/${pool.name}`)} runs MIG and has compute rails`,
        at: poolAt({ cluster: cluster.name, pool: pool.name }, 'rails'),
        hint: 'set rails.enabled: false',
      };
    }
  },
};
