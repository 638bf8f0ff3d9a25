import { groupBy } from '../../../model/group.js';
import { listed, quote } from '../../support/groups.js';
import { presentMachines } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A machine whose rails are plugged into the switches of other rails. */
export const railsCrossed: InventoryRule = {
  tier: 'inventory',
  id: 'rails/crossed',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a switch has the same rails of every machine',
  rationale:
    'rail r of every machine goes to the same switch; with two cables swapped a rail reaches its neighbours over the spine, or not at all, and its addresses are on the wrong link',
  source: 'NVIDIA SuperPOD reference architectures (read)',
  *check(site) {
    const places = presentMachines(site).flatMap(({ asset, nics }) =>
      nics.flatMap(({ name, roles, rail, switch: device }) =>
        roles.includes('rail') && rail !== null && device !== null ? [{ asset, name, rail, device }] : [],
      ),
    );
    for (const [device, onSwitch] of groupBy(places, (place) => place.device)) {
      const machines = [...groupBy(onSwitch, ({ asset }) => asset)].map(([asset, of]) => ({
        asset,
        of,
        rails: new Set(of.map(({ rail }) => rail)),
      }));
      const usual = mostCommon(machines.map(({ rails }) => rails));
      for (const { asset, of, rails } of machines) {
        const [wrong] = of.filter(({ rail }) => !usual.has(rail));
        // Machines with more or fewer rails than others are not crossed.
        if (wrong === undefined || [...usual].every((rail) => rails.has(rail))) continue;
        yield {
          subject: asset,
          message: `NIC ${quote(wrong.name)} of ${quote(asset)} brings rail ${wrong.rail} to switch ${quote(device)}, which has rail ${[...usual].join(', ')} of ${listed(others(machines, usual))}`,
          at: machineAt(site, asset, 'nics', wrong.name, 'switch'),
          hint: 'correct the switch here, or the cable, or the rail of the NIC',
        };
      }
    }
  },
};

type Rails = ReadonlySet<number>;

function keyOf(rails: Rails): string {
  return [...rails].sort((a, b) => a - b).join(' ');
}

/** The set that most machines have; of equally common ones the first. */
function mostCommon(sets: readonly Rails[]): Rails {
  const groups = [...groupBy(sets, keyOf).values()];
  return groups.reduce((most, group) => (group.length > most.length ? group : most))[0] ?? new Set();
}

function others(
  machines: readonly { readonly asset: string; readonly rails: Rails }[],
  usual: Rails,
): readonly string[] {
  return machines.filter(({ rails }) => keyOf(rails) === keyOf(usual)).map(({ asset }) => asset);
}
