import { isSingle } from '../../../model/allocation/mig.js';
import { migFindings } from '../../support/mig.js';
import type { ModelRule } from '../../types.js';

/** Strategy single with GPUs that are not all alike. */
export const migSingleStrategy: ModelRule = {
  tier: 'model',
  id: 'mig/single-strategy',
  severity: 'error',
  mayAcknowledge: false,
  title: 'with the strategy single every GPU of a machine is cut into one and the same profile',
  rationale:
    'the device plugin marks such a node -MIG-INVALID and offers no GPU on it at all: no whole GPU, no empty one and no second profile may be beside',
  source: 'k8s-device-plugin, internal/lm/mig-strategy.go (read)',
  *check(model) {
    yield* migFindings(
      model,
      ['strategy'],
      function* ({ gpus, mig }) {
        if (mig.strategy !== 'single' || isSingle(mig.layout, gpus.count)) return;
        const profiles = new Set(
          mig.layout.flatMap(({ instances }) => instances.map(({ profile }) => profile)),
        );
        const cut = new Set(mig.layout.flatMap((entry) => (entry.instances.length > 0 ? entry.devices : [])));
        yield profiles.size > 1
          ? `has strategy "single" and ${profiles.size} profiles: ${[...profiles].join(', ')}`
          : `has strategy "single", and ${cut.size} of ${gpus.count} GPUs are cut`;
      },
      'use strategy mixed, or cut every GPU into one profile',
    );
  },
};
