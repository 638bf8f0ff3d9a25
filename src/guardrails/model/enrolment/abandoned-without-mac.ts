import { quote } from '../../support/groups.js';
import { bootNicOf } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import { machinesByAsset } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A machine that is given up, of whose boot NIC nobody knows the MAC address. */
export const enrolmentAbandonedWithoutMac: ModelRule = {
  tier: 'model',
  id: 'enrolment/abandoned-without-mac',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the MAC address of the boot NIC of an abandoned machine is known',
  rationale:
    'an abandoned machine goes to manual power, so that MAAS does not wait for its BMC; the provider asks for the address of its boot NIC then, also of a machine that IPMI needed none for',
  source: 'measured: "pxe_mac_address is required when power_type is not \'ipmi\'"',
  *check(model) {
    if (model.site.provisioner.type !== 'maas') return;
    const machines = machinesByAsset(model);
    for (const { asset, isDeclared, protocol } of model.enrolments) {
      const machine = machines.get(asset);
      if (!isDeclared || protocol !== 'manual' || machine?.bmc.protocol !== 'ipmi') continue;
      const nic = bootNicOf(machine);
      if (nic === undefined || nic.mac !== null) continue;
      yield {
        subject: asset,
        message: `machine ${quote(asset)} was abandoned, and the MAC address of its boot NIC ${quote(nic.name)} is not known`,
        at: machineAt(model.site, asset, 'nics', nic.name, 'mac'),
        hint: 'MAAS shows it with the interfaces of the machine',
      };
    }
  },
};
