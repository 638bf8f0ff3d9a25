import { eraseMinutes } from '../../../facts/durations.js';
import { IRONIC_LIMITS } from '../../../facts/providers/ironic-supports.js';
import { ironicSite } from '../../support/ironic.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

const limit = IRONIC_LIMITS['ironic/thirty-minutes'];

/** Disks whose erase may outlast what the provider waits. */
export const eraseThirtyMinutes: ModelRule = {
  tier: 'model',
  id: 'erase/thirty-minutes',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'with metal3-community the erase of a machine’s disks fits into 30 minutes',
  rationale: `${limit.text}; drives with an erase of their own take seconds, others are overwritten`,
  source: `${limit.source}; disk speeds by general knowledge, uncertain`,
  *check(model) {
    const minutes = ironicSite(model.site)?.dialect.stateChangeMinutes ?? null;
    if (minutes === null) return;
    const machines = machinesByAsset(model);
    yield* poolFindings(
      model,
      ['release', 'erase'],
      function* ({ asset, release }) {
        const needed = eraseMinutes(machines.get(asset)?.hardware.disks ?? [], release.erase);
        if (needed > minutes)
          yield `is released with an erase that may take ${needed} minutes where its disks are overwritten, and the provider waits ${minutes}`;
      },
      limit.instead,
    );
  },
};
