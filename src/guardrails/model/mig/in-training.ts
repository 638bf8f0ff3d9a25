import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A training pool cut into slices or VMs. */
export const migInTraining: ModelRule = {
  tier: 'model',
  id: 'mig/in-training',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a dedicated training cluster runs on whole machines',
  rationale:
    'MIG leaves 2 to 15 % of a GPU idle and cuts it off from NVLink and GPUDirect, VMs cost up to 6 %: collective operations over all GPUs of a machine need the whole of it',
  source: 'NVIDIA MIG user guide (read); published listings of multiprocessors',
  *check(model) {
    for (const { cluster, pool } of poolsOf(model)) {
      if (cluster.preset !== 'dedicated-training' || (pool.runs !== 'mig' && pool.runs !== 'vm')) continue;
      yield {
        subject: `${cluster.name}/${pool.name}`,
        message: `pool ${quote(`${cluster.name}/${pool.name}`)} of preset dedicated-training runs ${pool.runs}`,
        at: poolAt({ cluster: cluster.name, pool: pool.name }, 'runs'),
        hint: 'use runs: metal or containers, or a cluster of its own for slices',
      };
    }
  },
};
