import { hugePagesGiB, kernelOptions } from '../../support/kernel-options.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** More huge pages than memory. */
export const kernelHugePages: ModelRule = {
  tier: 'model',
  id: 'kernel/huge-pages',
  severity: 'error',
  mayAcknowledge: false,
  title: 'huge pages take less than the memory of a machine',
  rationale:
    'memory set aside as huge pages is lost to everything else: with none left the machine does not boot',
  source: 'arithmetic',
  *check(model) {
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['kernel', 'hugePages1GiB'],
      function* (slot) {
        const memory = machines.get(slot.asset)?.hardware.memoryGiB;
        const pages = hugePagesGiB(kernelOptions(slot.kernel.options));
        if (memory === undefined || pages < memory) return;
        yield `sets aside ${pages} GiB as huge pages on machines with ${memory} GiB`;
      },
      'leave at least some GiB for the system',
    );
  },
};
