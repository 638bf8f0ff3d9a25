import { groupBy } from '../group.js';
import { byName } from '../order.js';
import type { TopologySwitch } from '../software-types.js';
import type { MachineModel, SlotModel } from '../types.js';

/**
 * The tree by which jobs are placed: racks, within the units of machines whose rails end at the same switches, within
 * the fabric. Names come from racks and switches, so growing a cluster renames nothing.
 *
 * @param slots that run jobs
 */
export function topologyOf(
  slots: readonly SlotModel[],
  machines: ReadonlyMap<string, MachineModel>,
): readonly TopologySwitch[] {
  if (slots.length === 0) return [];
  const units = [...groupBy(slots, (slot) => unitOf(machines.get(slot.asset)))].sort(([a], [b]) =>
    byName(a, b),
  );
  const leaves: TopologySwitch[] = [];
  const middle: TopologySwitch[] = [];
  for (const [unit, members] of units) {
    const racks = [...groupBy(members, (slot) => machines.get(slot.asset)?.rack ?? 'no-rack')];
    const own = racks
      .sort(([a], [b]) => byName(a, b))
      .map(([rack, inRack]) => ({
        name: `${unit}.${rack}`,
        switches: [],
        slots: inRack.map(({ name }) => name).sort(byName),
      }));
    leaves.push(...own);
    middle.push({ name: unit, switches: own.map(({ name }) => name), slots: [] });
  }
  return [...leaves, ...middle, { name: 'fabric', switches: middle.map(({ name }) => name), slots: [] }];
}

/** The unit of a machine: named by the switch of its lowest rail, where all rails of the unit end side by side. */
function unitOf(machine: MachineModel | undefined): string {
  const rails = (machine?.nics ?? []).filter((nic) => nic.rail !== null && nic.switch !== null);
  if (rails.length === 0) return 'no-rails';
  const [lowest] = [...rails].sort((a, b) => (a.rail ?? 0) - (b.rail ?? 0));
  return `unit-${(lowest?.switch ?? '').toLowerCase().replace(/[^a-z0-9-]+/g, '-')}`;
}
