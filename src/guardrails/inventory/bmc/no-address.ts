import { quote } from '../../support/groups.js';
import { hasBmc } from '../../support/ironic.js';
import { isEnrolled } from '../../support/machines.js';
import { machineAt, siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A machine that nothing can power on. */
export const bmcNoAddress: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/no-address',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every machine that the provisioner is to know has a BMC address',
  rationale:
    'MAAS and Ironic power a machine on to examine it, to deploy it and to erase it, by its BMC; redfish and ipmi do not work without an address',
  source:
    'read in the MAAS source (power drivers: power_address is required) and in that of Ironic (driver_info)',
  *check(site) {
    if (site.provisioner.type === 'dry-run') return;
    const without = site.machines.filter(
      (machine) => isEnrolled(machine) && hasBmc(machine) && machine.bmc.address === null,
    );
    for (const { asset } of without) {
      yield {
        subject: asset,
        message: `machine ${quote(asset)} has no BMC address, so it cannot be enrolled`,
        at: machineAt(site, asset, 'bmc', 'address'),
        hint: 'give bmc.address, or set state: retired while the machine is not to be used',
        // An inventory without BMCs is one omission.
        cause: {
          subject: site.name,
          message: `${without.length} machines of site ${quote(site.name)} have no BMC address, so they cannot be enrolled`,
          at: siteAt(site, 'machines'),
          hint: 'add the column bmc.address to machines.csv, or bmc.address to each machine',
          least: 5,
        },
      };
    }
  },
};
