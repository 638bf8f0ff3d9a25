import { entryProblems, migFindings } from '../../support/mig.js';
import type { ModelRule } from '../../types.js';

/** A profile that the GPU does not have. */
export const migUnknownProfile: ModelRule = {
  tier: 'model',
  id: 'mig/unknown-profile',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a MIG layout has profiles of the GPU that it is for',
  rationale:
    'names depend on the GPU: 1g.10gb is the smallest slice of 80 GB GPUs and the double memory one of 40 GB GPUs, and an instance of a profile that is not there cannot be made',
  source: 'NVIDIA MIG user guide; tables of mig-parted (both read)',
  *check(model) {
    yield* migFindings(
      model,
      ['layout'],
      (view) => entryProblems(view, 'unknown-profile'),
      'take a profile of this GPU, or slices alone (1g, 2g), which mean its own',
    );
  },
};
