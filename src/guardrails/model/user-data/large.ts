import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Above it user data is better fetched than carried. */
const LARGE_BYTES = 65_536;

/** User data that makes state and plans heavy. */
export const userDataLarge: ModelRule = {
  tier: 'model',
  id: 'user-data/large',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'user data of a pool is at most 64 KiB',
  rationale:
    'it stands in plan and state once for every machine, so large files make both slow; have machines fetch them instead',
  source: 'measured: user_data stands in state in clear; the limit is a judgement',
  *check(model) {
    yield* poolFindings(
      model,
      ['userData'],
      function* (slot) {
        const bytes = Buffer.byteLength(JSON.stringify(slot.userData));
        if (bytes > LARGE_BYTES) yield `has ${Math.round(bytes / 1024)} KiB of user data for each machine`;
      },
      'fetch large files at first boot',
    );
  },
};
