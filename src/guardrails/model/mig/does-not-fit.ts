import { entryProblems, migFindings } from '../../support/mig.js';
import type { ModelRule } from '../../types.js';

/** Instances that need more slices than a GPU has. */
export const migDoesNotFit: ModelRule = {
  tier: 'model',
  id: 'mig/does-not-fit',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the instances of a MIG layout fit on one GPU together',
  rationale:
    'a GPU has seven compute and eight memory slices (four and four on small ones) and one set of media engines; on GPUs of seven slices every mix within these sums can be placed, and none beyond',
  source: 'placements that nvidia-smi prints for A100 and H100 (read), all mixes tried against them',
  *check(model) {
    yield* migFindings(
      model,
      ['layout'],
      (view) => entryProblems(view, 'sum'),
      'ask for smaller or fewer instances',
    );
  },
};
