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

function wattsOf(machine: MachineModel): number {
  return machine.hardware.power.maxWatts ?? 0;
}

/** What a rack’s feeds carry continuously, in watts, largest feed first. */
export function usableFeeds(rack: RackModel): readonly number[] {
  return rack.feeds.map((feed) => feed.capacityWatts * rack.derate).sort((a, b) => b - a);
}
