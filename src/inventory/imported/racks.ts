import { unitsOfModel } from '../../facts/hardware/chassis.js';
import type { ImportedMachine } from './machine.js';
import { byNumber, type Notes } from './notes.js';
import { slug } from './words.js';

const tallest = 42;

/** Rack label as a name, which begins with a letter; null where nothing is left of it. */
export function rackName(label: string | null): string | null {
  const plain = label === null ? '' : slug(label, 40);
  if (plain === '') return null;
  return /^\d/.test(plain) ? `r${plain}` : plain;
}

/** What an inventory says of a rack. */
export interface RackFacts {
  readonly units: number | null;
  readonly feeds: Readonly<Record<string, { readonly capacityWatts: number }>>;
  readonly derate: number | null;
}

/** Racks, and the units of machines: those that the inventory says, and numbers that can be units. */
export interface ImportedRacks {
  readonly racks: readonly string[];
  readonly facts: ReadonlyMap<string, RackFacts>;
  readonly unitOf: ReadonlyMap<string, number>;
}

/**
 * Racks that the inventory names. A position is taken as the lowest unit only where all positions in the rack can be:
 * all heights are known, no two machines overlap, and none ends above unit 42. Mere counts and labels of several racks
 * do not pass, and are noted.
 */
export function readRacks(
  machines: readonly ImportedMachine[],
  notes: Notes,
  facts: ReadonlyMap<string, RackFacts> = new Map(),
): ImportedRacks {
  const members = new Map<string, ImportedMachine[]>();
  for (const machine of machines) {
    if (machine.rack === null) continue;
    const rack = members.get(machine.rack) ?? [];
    rack.push(machine);
    members.set(machine.rack, rack);
  }
  const unitOf = new Map<string, number>();
  const racks = [...members.keys()].sort(byNumber);
  for (const rack of racks) {
    const inRack = members.get(rack) ?? [];
    const doubt = whyNoUnits(inRack.filter(({ unit }) => unit === null));
    for (const machine of inRack) {
      if (machine.unit !== null) unitOf.set(machine.name, machine.unit);
      else if (machine.position === null) notes.add('unit', 'not known', machine.name);
      else if (doubt === null) unitOf.set(machine.name, machine.position);
      else notes.add('unit', `the positions in rack ${rack} are no rack units: ${doubt}`, machine.name);
    }
  }
  return { racks, facts, unitOf };
}

function whyNoUnits(machines: readonly ImportedMachine[]): string | null {
  const taken = new Map<number, string>();
  const placed = machines
    .flatMap(({ name, position, hardware }) =>
      position === null
        ? []
        : [{ name, position, units: hardware.model === null ? null : unitsOfModel(hardware.model) }],
    )
    .sort((a, b) => a.position - b.position || byNumber(a.name, b.name));
  for (const { name, position, units } of placed) {
    if (position < 1) return `${name} is at ${position}`;
    const top = position + (units ?? 1) - 1;
    if (top > tallest) return `${name} would end at unit ${top}`;
    for (let unit = position; unit <= top; unit += 1) {
      const other = taken.get(unit);
      if (other !== undefined) return `${name} would stand in ${other}`;
      taken.set(unit, name);
    }
  }
  const unsure = placed.find(({ units }) => units === null);
  return unsure === undefined ? null : `the height of ${unsure.name} is not known`;
}
