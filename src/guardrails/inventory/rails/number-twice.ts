import { quote, repeated } from '../../support/groups.js';
import { hardwareFindings, presentMachines } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** Two NICs of one machine on one rail. */
export const railsNumberTwice: InventoryRule = {
  tier: 'inventory',
  id: 'rails/number-twice',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'each NIC of a machine has a rail of its own',
  rationale:
    'two NICs on one rail share its switch, and collective traffic of two GPUs meets there; designs with two planes number them apart',
  source: 'NVIDIA SuperPOD reference architectures (read)',
  *check(site) {
    yield* hardwareFindings(site, presentMachines(site), ['nics'], ({ nics }) => {
      for (const { key, first, again } of repeated(nics, (nic) =>
        nic.roles.includes('rail') ? nic.rail : null,
      )) {
        return `has NICs ${quote(first.name)} and ${quote(again.name)} on rail ${key}`;
      }
      return null;
    });
  },
};
