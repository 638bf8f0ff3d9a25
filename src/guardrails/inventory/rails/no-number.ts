import { quote } from '../../support/groups.js';
import { hardwareFindings, presentMachines } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A rail NIC that belongs to no rail. */
export const railsNoNumber: InventoryRule = {
  tier: 'inventory',
  id: 'rails/no-number',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every NIC with role rail says which rail it is',
  rationale:
    'rail r of every machine goes to the same switch; without its number a NIC finds neither its network nor its address',
  source: 'NVIDIA SuperPOD reference architectures (read)',
  *check(site) {
    yield* hardwareFindings(site, presentMachines(site), ['nics'], ({ nics }) => {
      const nic = nics.find((each) => each.roles.includes('rail') && each.rail === null);
      return nic === undefined ? null : `has NIC ${quote(nic.name)} with role rail and no rail number`;
    });
  },
};
