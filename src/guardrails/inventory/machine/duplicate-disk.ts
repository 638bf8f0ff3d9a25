import { groupBy } from '../../../model/group.js';
import type { DiskModel, MachineModel } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { hardwareAt, machineAt } from '../../support/places.js';
import type { Finding, InventoryRule } from '../../types.js';

interface Place {
  readonly machine: MachineModel;
  readonly disk: DiskModel;
}

/** One disk in two places. */
export const machineDuplicateDisk: InventoryRule = {
  tier: 'inventory',
  id: 'machine/duplicate-disk',
  severity: 'error',
  mayAcknowledge: true,
  title: 'every disk serial number and WWN occurs once',
  rationale:
    'a disk found in two places is a copy of a record or a moved disk, and its hint then picks no disk or the wrong one; some cheap drives do share serial numbers',
  source: 'general knowledge',
  *check(site) {
    const places = presentMachines(site).flatMap((machine) =>
      machine.hardware.disks.map((disk) => ({ machine, disk })),
    );
    for (const kind of ['serial', 'wwn'] as const) {
      for (const [value, found] of groupBy(places, ({ disk }) => disk.hint[kind])) {
        if (found.length > 1) yield* clash(site, kind, value, found);
      }
    }
  },
};

function* clash(
  site: { readonly name: string },
  kind: 'serial' | 'wwn',
  value: string,
  [first, ...others]: readonly Place[],
): Generator<Finding> {
  if (first === undefined) return;
  for (const { machine, disk } of others) {
    const { profile } = machine.hardware;
    yield {
      subject: machine.asset,
      message: `${kind} ${quote(value)} of disk ${quote(disk.name)} already belongs to disk ${quote(first.disk.name)} of ${quote(first.machine.asset)}`,
      at: machineAt(site, machine.asset, 'overrides', 'disks', disk.name, 'hint', kind),
      // A hint in a profile stands for every machine of it: one wrong value.
      cause: {
        subject: profile,
        message: `hardware profile ${quote(profile)} gives disk ${quote(disk.name)} the ${kind} ${quote(value)}, which only one disk can have`,
        at: hardwareAt(profile, 'disks', disk.name, 'hint', kind),
        hint: 'hint by model or size in a profile, by serial or wwn in the machine’s overrides',
        least: 2,
      },
    };
  }
}
