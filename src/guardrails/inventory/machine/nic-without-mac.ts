import { quote } from '../../support/groups.js';
import { isEnrolled } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A NIC that is to be used and cannot be found on the machine. */
export const machineNicWithoutMac: InventoryRule = {
  tier: 'inventory',
  id: 'machine/nic-without-mac',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the MAC address of every Ethernet NIC with a role is known, or of none of the role on the machine',
  rationale:
    'a NIC is told from the others by its address; one that has none is left out, so a bond has one link less and a rail is missing',
  source: 'how rackform names NICs',
  *check(site) {
    for (const machine of site.machines.filter(isEnrolled)) {
      for (const nic of machine.nics) {
        if (nic.mac !== null || nic.kind !== 'ethernet' || nic.name === machine.bootNic) continue;
        const role = nic.roles.find((each) => isUsed(machine.nics, each));
        if (role === undefined) continue;
        yield {
          subject: machine.asset,
          message: `NIC ${quote(nic.name)} of ${quote(machine.asset)} has role ${role} and no MAC address`,
          at: machineAt(site, machine.asset, 'nics', nic.name, 'mac'),
          hint: 'give its address, or take the role from the NIC where it is not plugged in',
        };
      }
    }
  },
};

/** True where another NIC of the machine has the role and an address: the machine is known to use it. */
function isUsed(
  nics: readonly { readonly mac: string | null; readonly roles: readonly string[] }[],
  role: string,
): boolean {
  return nics.some((nic) => nic.mac !== null && nic.roles.includes(role));
}
