import { quote, repeated } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two machines with one serial number. */
export const machineDuplicateSerial: InventoryRule = {
  tier: 'inventory',
  id: 'machine/duplicate-serial',
  severity: 'error',
  mayAcknowledge: true,
  title: 'every machine has a serial number of its own',
  rationale:
    'a serial number found twice mostly means one server listed under two asset names; servers that share a chassis may really share its serial number',
  source: 'general knowledge',
  *check(site) {
    for (const { key, first, again } of repeated(presentMachines(site), (machine) => machine.serial)) {
      yield {
        subject: again.asset,
        message: `serial number ${quote(key)} already belongs to ${quote(first.asset)}`,
        at: machineAt(site, again.asset, 'serial'),
        hint: 'give the serial number of the server, not of its chassis',
      };
    }
  },
};
