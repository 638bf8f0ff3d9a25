import { quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A machine above the top of its rack. */
export const rackUnitOutside: InventoryRule = {
  tier: 'inventory',
  id: 'rack/unit-outside',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every machine stands inside its rack',
  rationale: 'a machine that ends above the highest unit has a wrong place, a wrong height, or a wrong rack',
  source: 'arithmetic',
  *check(site) {
    const racks = new Map(site.racks.map((rack) => [rack.name, rack]));
    for (const machine of presentMachines(site)) {
      const rack = machine.rack === null ? undefined : racks.get(machine.rack);
      if (rack === undefined || machine.unit === null) continue;
      const units = machine.hardware.units ?? 1;
      const top = machine.unit + units - 1;
      if (top <= rack.units) continue;
      yield {
        subject: machine.asset,
        message: `${quote(machine.asset)} of ${units} ${units === 1 ? 'unit' : 'units'} at unit ${machine.unit} ends at unit ${top}, and rack ${quote(rack.name)} has ${rack.units}`,
        at: machineAt(site, machine.asset, 'unit'),
        hint: 'unit is the lowest unit of a machine, counted from the bottom',
      };
    }
  },
};
