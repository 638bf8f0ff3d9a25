import { entryProblems, migFindings } from '../../support/mig.js';
import type { ModelRule } from '../../types.js';

/** More instances of one profile than a GPU takes. */
export const migProfileMaximum: ModelRule = {
  tier: 'model',
  id: 'mig/profile-maximum',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a MIG layout has no more instances of a profile than its GPU takes',
  rationale:
    'the table of each GPU says how many instances of a profile there can be; one more is refused by the driver',
  source: 'NVIDIA MIG user guide (read)',
  *check(model) {
    yield* migFindings(
      model,
      ['layout'],
      (view) => entryProblems(view, 'maximum'),
      'ask for fewer, or spread them over more GPUs',
    );
  },
};
