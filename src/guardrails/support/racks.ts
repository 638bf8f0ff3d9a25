import { groupBy } from '../../model/group.js';
import type { MachineModel, RackModel, SiteInventory } from '../../model/types.js';
import { sum } from './groups.js';
import { presentMachines } from './machines.js';

/** A rack with the machines that stand in it. */
export interface RackLoad {
  readonly rack: RackModel;
  readonly machines: readonly MachineModel[];
  /** Highest draw in watts of the machines whose draw is known, with what else draws. */
  readonly watts: number;
}

/** Every rack with its machines and what they draw at most. */
export function rackLoads(site: SiteInventory): readonly RackLoad[] {
  const machines = groupBy(presentMachines(site), (machine) => machine.rack);
  return site.racks.map((rack) => {
    const members = machines.get(rack.name) ?? [];
    return { rack, machines: members, watts: rack.otherWatts + sum(members.map(wattsOf)) };
  });
}

/** How many of the machines of a rack it could hold, filled in their order, each taking what it takes. */
export function heldBy(
  room: number,
  machines: readonly MachineModel[],
  takes: (machine: MachineModel) => number,
): number {
  let left = room;
  let held = 0;
  for (const machine of [...machines].sort((a, b) => (a.unit ?? 0) - (b.unit ?? 0))) {
    left -= takes(machine);
    if (left < 0) break;
    held += 1;
  }
  return held;
}

export function wattsOf(machine: MachineModel): number {
  return machine.hardware.power.maxWatts ?? 0;
}

/** What a rack’s feeds carry continuously, in watts, largest feed first. */
export function usableFeeds(rack: RackModel): readonly number[] {
  return rack.feeds.map((feed) => feed.capacityWatts * rack.derate).sort((a, b) => b - a);
}
