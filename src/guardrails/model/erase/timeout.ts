import { releaseMinutes } from '../../../facts/durations.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A release that is given up before the disks are erased. */
export const eraseTimeout: ModelRule = {
  tier: 'model',
  id: 'erase/timeout',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a release may take as long as the erase of the disks',
  rationale:
    'Terraform gives up at the timeout while MAAS goes on erasing; the machine looks lost, and a destroy reads the timeout from the state, so it cannot be raised afterwards',
  source: 'read in the provider source (timeouts.delete); disk speeds by general knowledge',
  *check(model) {
    // Neither provider of Ironic takes a time limit.
    if (model.site.provisioner.type === 'ironic') return;
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['release', 'timeoutMinutes'],
      function* ({ asset, release: { erase, timeoutMinutes } }) {
        const machine = machines.get(asset);
        if (machine === undefined) return;
        const needed = releaseMinutes(machine.hardware.disks, erase);
        if (timeoutMinutes >= needed) return;
        yield `gives a release ${timeoutMinutes} minutes, and erase ${erase} of its disks may take ${needed}`;
      },
      'leave timeoutMinutes out, and it is counted from the disks',
    );
  },
};
