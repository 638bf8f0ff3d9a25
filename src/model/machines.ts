import { oncePer } from './once.js';
import type { MachineModel, SiteInventory } from './types.js';

/** Machines of a resolved site by asset name. */
export const machinesOf = oncePer(
  (site: SiteInventory): ReadonlyMap<string, MachineModel> =>
    new Map(site.machines.map((machine) => [machine.asset, machine])),
);
