import { quote } from '../../support/groups.js';
import { bootsWithoutMac } from '../../support/ironic.js';
import { isEnrolled } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A machine whose boot NIC is not known. */
export const bootNoNic: InventoryRule = {
  tier: 'inventory',
  id: 'boot/no-nic',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every machine that the provisioner must tell by its boot NIC has one',
  rationale:
    'the MAAS provider takes the MAC address that a machine boots with, unless its power type is ipmi; Ironic tells a node that boots over the network by that of its port',
  source: 'measured: "pxe_mac_address is required when power_type is not \'ipmi\'"',
  *check(site) {
    if (site.provisioner.type === 'dry-run') return;
    for (const machine of site.machines.filter(isEnrolled)) {
      const { asset, bootNic } = machine;
      if (bootNic !== null || bootsWithoutMac(machine)) continue;
      yield {
        subject: asset,
        message: `machine ${quote(asset)} has no NIC to boot from`,
        at: machineAt(site, asset, 'bootNic'),
        hint: 'name it in bootNic, or give one NIC of its profile the role boot',
      };
    }
  },
};
