import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolName, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Slices that are gone after a reboot. */
export const migNotReapplied: ModelRule = {
  tier: 'model',
  id: 'mig/not-reapplied',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'something makes MIG instances anew at each boot',
  rationale:
    'instances never survive a reboot or a reset, and from Hopper on the mode does not either: the MIG manager of the GPU operator makes them anew under Kubernetes, nvidia-mig-manager elsewhere',
  source: 'NVIDIA MIG user guide, getting started (read)',
  *check(model) {
    for (const { cluster, pool, slots } of poolsOf(model)) {
      if (pool.runs !== 'mig' || slots.length === 0 || cluster.scheduler === 'kubernetes') continue;
      const of = { cluster: cluster.name, pool: pool.name };
      yield {
        subject: poolName(of),
        message: `pool ${quote(poolName(of))} runs MIG with scheduler ${quote(cluster.scheduler)}, and nothing makes its instances anew at boot`,
        at: poolAt(of, 'mig'),
        hint: 'put nvidia-mig-manager into the image and acknowledge this, or use software.scheduler: kubernetes',
      };
    }
  },
};
