import { groupBy } from '../../../model/group.js';
import type { MachineModel } from '../../../model/types.js';
import { counted, quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { hardwareAt, machineAt } from '../../support/places.js';
import type { Cause, InventoryRule } from '../../types.js';

/** Two machines in one rack unit. */
export const rackUnitOverlap: InventoryRule = {
  tier: 'inventory',
  id: 'rack/unit-overlap',
  severity: 'error',
  mayAcknowledge: true,
  title: 'no two machines stand in one rack unit',
  rationale:
    'one of the places is wrong, and a technician is sent to the wrong server; only servers that share a chassis share its units',
  source: 'general knowledge',
  *check(site) {
    for (const [rack, machines] of groupBy(presentMachines(site), (machine) => machine.rack)) {
      const placed = machines
        .flatMap((machine) =>
          machine.unit === null ? [] : [{ machine, low: machine.unit, high: topOf(machine) }],
        )
        .sort((a, b) => a.low - b.low);
      let below = placed[0];
      for (const here of placed.slice(1)) {
        if (below !== undefined && here.low <= below.high) {
          yield {
            subject: here.machine.asset,
            message: `${quote(here.machine.asset)} at unit ${here.low} of rack ${quote(rack)} stands where ${quote(below.machine.asset)} has units ${below.low} to ${below.high}`,
            at: machineAt(site, here.machine.asset, 'unit'),
            hint: 'unit is the lowest unit of a machine, counted from the bottom',
            cause: heightOf(below.machine),
          };
        }
        if (below === undefined || here.high > below.high) below = here;
      }
    }
  },
};

/** A height that is wrong in a profile makes its machines overlap in every rack. */
function heightOf({ hardware: { profile, units } }: MachineModel): Cause {
  return {
    subject: profile,
    message: `machines of hardware profile ${quote(profile)}, ${counted(units ?? 1, 'unit')} high, stand in units of others`,
    at: hardwareAt(profile, 'units'),
    hint: 'check the height in the profile; acknowledge it where several machines share a chassis',
    least: 3,
  };
}

function topOf(machine: MachineModel): number {
  return (machine.unit ?? 0) + (machine.hardware.units ?? 1) - 1;
}
