import type { MachineModel, SiteInventory } from './types.js';

const known = new WeakMap<SiteInventory, ReadonlyMap<string, MachineModel>>();

/** Machines of a resolved site by asset name. Made once: rules and views ask again and again, and a site never changes. */
export function machinesOf(site: SiteInventory): ReadonlyMap<string, MachineModel> {
  const found = known.get(site) ?? new Map(site.machines.map((machine) => [machine.asset, machine]));
  known.set(site, found);
  return found;
}
