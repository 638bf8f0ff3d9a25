import { ironicSite } from '../../support/ironic.js';
import { hardwareFindings } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A BMC whose certificate nobody checks. */
export const bmcUnverifiedCa: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/unverified-ca',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the certificates of BMCs are checked',
  rationale:
    'without it whoever stands between Ironic and a BMC reads its user and password; it is there for old BMCs',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    const nodes = ironicSite(site)?.nodes ?? [];
    yield* hardwareFindings(
      site,
      nodes.map(({ machine }) => machine),
      ['ironic', 'verifyCa'],
      ({ ironic }) => (ironic?.verifyCa === false ? 'has a BMC whose certificate is not checked' : null),
    );
  },
};
