import { quote } from '../../support/groups.js';
import { poolFindings, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Machines that are given back with data on them. */
export const eraseWeak: ModelRule = {
  tier: 'model',
  id: 'erase/weak',
  severity: 'error',
  mayAcknowledge: true,
  title: 'where there are several tenants, a release erases disks in full',
  rationale:
    'quick erase overwrites the first and last 2 MiB of each disk, none nothing at all, and a destroy reads the mode from the state: it cannot be caught up on later',
  source: 'read in the MAAS source (wipe-disks); NIST SP 800-88 by general knowledge',
  *check(model) {
    const tenants = new Set([
      ...model.site.tenants.map(({ name }) => name),
      ...slotsOf(model).map((slot) => slot.tenant),
    ]);
    const shared = new Set(model.clusters.filter(({ mode }) => mode === 'shared').map(({ name }) => name));
    yield* poolFindings(
      model,
      ['release', 'erase'],
      function* ({ cluster, isAbandoned, release: { erase } }) {
        // Nothing can be erased on it any more; the lock says so, and gives it to nobody.
        if (isAbandoned) return;
        if (erase !== 'none' && erase !== 'quick') return;
        if (shared.has(cluster)) yield `is shared and released with erase ${quote(erase)}`;
        else if (tenants.size > 1)
          yield `is released with erase ${quote(erase)}, and the site has other tenants`;
      },
      'set release.erase to secure or full',
    );
  },
};
