import { migFindings } from '../../support/mig.js';
import { poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A layout in a pool that is not cut. */
export const migLayoutUnused: ModelRule = {
  tier: 'model',
  id: 'mig/layout-unused',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a MIG layout is in a pool that runs MIG',
  rationale:
    'the one says that GPUs are whole and the other that they are cut: whoever reads the one is wrong',
  source: 'arithmetic',
  *check(model) {
    const runs = new Map(
      poolsOf(model).map(({ cluster, pool }) => [`${cluster.name}/${pool.name}`, pool.runs] as const),
    );
    yield* migFindings(
      model,
      [],
      function* ({ slot }) {
        const what = runs.get(`${slot.cluster}/${slot.pool}`);
        if (what !== 'mig') yield `has a MIG layout and runs ${what}`;
      },
      'set runs: mig, or take the layout out',
    );
  },
};
