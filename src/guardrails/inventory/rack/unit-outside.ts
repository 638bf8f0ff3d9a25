import { groupBy } from '../../../model/group.js';
import { counted, quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt, siteAt } from '../../support/places.js';
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
    const machines = groupBy(presentMachines(site), (machine) => machine.rack);
    for (const rack of site.racks) {
      const placed = (machines.get(rack.name) ?? []).flatMap((machine) =>
        machine.unit === null
          ? []
          : [{ machine, unit: machine.unit, top: machine.unit + (machine.hardware.units ?? 1) - 1 }],
      );
      const outside = placed.filter(({ top }) => top > rack.units);
      for (const { machine, unit, top } of outside) {
        yield {
          subject: machine.asset,
          message: `${quote(machine.asset)} of ${counted(machine.hardware.units ?? 1, 'unit')} at unit ${unit} ends at unit ${top}, and rack ${quote(rack.name)} has ${rack.units}`,
          at: machineAt(site, machine.asset, 'unit'),
          hint: 'unit is the lowest unit of a machine, counted from the bottom',
          // Where most of a rack stands outside of it, it is the height of the rack that is wrong.
          cause: {
            subject: rack.name,
            message: `rack ${quote(rack.name)} has ${rack.units} units, and ${outside.length} of ${counted(placed.length, 'machine')} stand higher`,
            at: siteAt(site, 'racks', rack.name, 'units'),
            hint: 'give the height of the rack in units',
            least: Math.max(2, Math.floor(placed.length / 2) + 1),
          },
        };
      }
    }
  },
};
