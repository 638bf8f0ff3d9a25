import { IRONIC_LIMITS } from '../../../facts/providers/ironic-supports.js';
import { counted } from '../../support/groups.js';
import { hasBmc, ironicSite } from '../../support/ironic.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

const limit = IRONIC_LIMITS['ironic/secret-in-driver-info'];

/** BMC credentials that Terraform cannot bring. */
export const bmcCredentialsByHand: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/credentials-by-hand',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'BMC users and passwords come with the enrolment',
  rationale: limit.text,
  source: limit.source,
  *check(site) {
    const found = ironicSite(site);
    if (found === null || found.dialect.secrets !== 'none') return;
    const count = found.nodes.filter(({ machine }) => hasBmc(machine)).length;
    if (count === 0) return;
    yield {
      subject: site.name,
      message: `user and password of ${counted(count, 'BMC')} must be set in Ironic by hand, after enrolment and before the first claim: ${found.ironic.dialect} cannot carry them`,
      at: siteAt(site, 'provisioner', 'dialect'),
      hint: limit.instead,
    };
  },
};
