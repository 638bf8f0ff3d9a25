import { quote } from '../../support/groups.js';
import { hasBmc, ironicSite } from '../../support/ironic.js';
import { isEnrolled } from '../../support/machines.js';
import { machineAt, siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A BMC that nobody can log in to. */
export const bmcNoCredentials: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/no-credentials',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every machine that the provisioner is to know names a credential set for its BMC',
  rationale:
    'redfish and ipmi ask for a user and a password; rackform takes them as Terraform variables, by the name of the set',
  source: 'read in the MAAS source (power drivers: power_user and power_pass)',
  *check(site) {
    if (site.provisioner.type === 'dry-run' || ironicSite(site)?.dialect.secrets === 'none') return;
    const needing = site.machines.filter((machine) => isEnrolled(machine) && hasBmc(machine));
    const without = needing.filter((machine) => machine.bmc.credentials === null);
    for (const { asset } of without) {
      yield {
        subject: asset,
        message: `machine ${quote(asset)} names no credential set for its BMC`,
        at: machineAt(site, asset, 'bmc', 'credentials'),
        hint: 'set bmc.credentials, or defaults.credentials of the site',
        // None at all is one omission, however many machines there are.
        cause: {
          subject: site.name,
          message: `no machine of site ${quote(site.name)} names a credential set for its BMC`,
          at: siteAt(site, 'defaults', 'credentials'),
          hint: 'set defaults.credentials to one of credentials',
          least: Math.max(2, needing.length),
        },
      };
    }
  },
};
