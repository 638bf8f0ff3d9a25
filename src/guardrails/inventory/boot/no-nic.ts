import { quote } from '../../support/groups.js';
import { isEnrolled } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A machine whose boot NIC is not known. */
export const bootNoNic: InventoryRule = {
  tier: 'inventory',
  id: 'boot/no-nic',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every machine that is enrolled by Redfish or by hand has a boot NIC',
  rationale: 'the provider takes the MAC address that a machine boots with, unless its power type is ipmi',
  source: 'measured: "pxe_mac_address is required when power_type is not \'ipmi\'"',
  *check(site) {
    if (site.provisioner.type !== 'maas') return;
    for (const { asset, bootNic, bmc } of site.machines.filter(isEnrolled)) {
      if (bootNic !== null || bmc.protocol === 'ipmi') continue;
      yield {
        subject: asset,
        message: `machine ${quote(asset)} has no NIC to boot from`,
        at: machineAt(site, asset, 'bootNic'),
        hint: 'name it in bootNic, or give one NIC of its profile the role boot',
      };
    }
  },
};
