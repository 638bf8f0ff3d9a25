import { quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import { areRoutedTogether, haveOneProvisioner, repeatedAtSites } from '../../support/sites.js';
import type { ProjectRule } from '../../types.js';

/** One BMC address at two sites that reach each other. */
export const sitesDuplicateBmc: ProjectRule = {
  tier: 'project',
  id: 'sites/duplicate-bmc',
  severity: 'error',
  mayAcknowledge: false,
  title: 'sites that are routed together, or have one provisioner, share no BMC address',
  rationale:
    'whoever powers a machine off at the one site may power off the other; private addresses of sites that do not reach each other may be the same',
  source: 'general knowledge',
  *check(sites) {
    const addresses = repeatedAtSites(
      sites,
      ({ site }) => presentMachines(site).map((machine) => [machine.bmc.address, machine] as const),
      (a, b) => areRoutedTogether(a, b) || haveOneProvisioner(a, b),
    );
    for (const { key, first, again } of addresses) {
      yield {
        subject: again.item.asset,
        message: `BMC address ${key} of machine ${quote(again.item.asset)} belongs to ${quote(first.item.asset)} at site ${quote(first.site.name)}`,
        at: machineAt(again.site, again.item.asset, 'bmc', 'address'),
      };
    }
  },
};
