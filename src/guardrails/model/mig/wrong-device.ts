import { migFindings } from '../../support/mig.js';
import type { ModelRule } from '../../types.js';

/** GPUs by index that are not there, or in two entries. */
export const migWrongDevice: ModelRule = {
  tier: 'model',
  id: 'mig/wrong-device',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a MIG layout names GPUs that the machine has, each once',
  rationale: 'of two entries for one GPU the later one would win, and an entry without a GPU cuts nothing',
  source: 'configuration format of mig-parted (read)',
  *check(model) {
    yield* migFindings(model, ['layout'], function* ({ gpus, mig }) {
      const seen = new Set<number>();
      for (const { devices } of mig.layout) {
        if (devices.length === 0) yield 'has an entry for which the others leave no GPU';
        for (const device of devices) {
          if (device >= gpus.count)
            yield `cuts GPU ${device}, and its machines of ${gpus.model} have 0 to ${gpus.count - 1}`;
          else if (seen.has(device)) yield `cuts GPU ${device} twice`;
          seen.add(device);
        }
      }
    });
  },
};
