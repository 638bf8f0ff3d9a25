import { entryProblems, migFindings } from '../../support/mig.js';
import type { ModelRule } from '../../types.js';

/** A layout that nothing is known to check with. */
export const migNoTable: ModelRule = {
  tier: 'model',
  id: 'mig/no-table',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a MIG layout is for a GPU whose profiles are known',
  rationale: 'without the table of its profiles nothing is checked before the driver refuses it',
  source: 'the tables of this kit, each with its source; uncertain where there is none',
  *check(model) {
    // What has no MIG at all is refused by a rule of its own.
    yield* migFindings(
      model,
      ['layout'],
      (view) => (view.gpus.migCapable ? new Set(entryProblems(view, 'no-table')) : []),
      'compare it with nvidia-smi mig -lgip on such a machine, then acknowledge this',
    );
  },
};
