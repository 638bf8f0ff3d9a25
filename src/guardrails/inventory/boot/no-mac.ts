import { quote } from '../../support/groups.js';
import { bootsWithoutMac } from '../../support/ironic.js';
import { bootNicOf, isEnrolled } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A boot NIC without its MAC address. */
export const bootNoMac: InventoryRule = {
  tier: 'inventory',
  id: 'boot/no-mac',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the MAC address of every boot NIC is known',
  rationale:
    'MAAS recognizes a machine that boots by PXE by this address, and the provider asks for it unless the power type is ipmi; Ironic makes a port of it, and tells a node that boots over the network by its port',
  source: 'measured: "pxe_mac_address is required when power_type is not \'ipmi\'"',
  *check(site) {
    if (site.provisioner.type === 'dry-run') return;
    for (const machine of site.machines.filter(isEnrolled)) {
      const nic = bootNicOf(machine);
      if (nic === undefined || nic.mac !== null || bootsWithoutMac(machine)) continue;
      yield {
        subject: machine.asset,
        message: `boot NIC ${quote(nic.name)} of ${quote(machine.asset)} has no MAC address`,
        at: machineAt(site, machine.asset, 'nics', nic.name, 'mac'),
        hint: 'the BMC shows it, and so does the label on the server',
      };
    }
  },
};
