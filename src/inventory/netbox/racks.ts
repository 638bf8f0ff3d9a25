import { type RackFacts, rackName } from '../imported/racks.js';
import type { Fields, Report } from '../imported/source/fields.js';
import { slug, uniqueName } from '../imported/words.js';

/** Name of a rack, by its object or a reference to it. */
export type NameOfRack = (rack: Fields) => string | null;

function keyOf(rack: Fields): string {
  return rack.idOf() ?? rack.text('name') ?? '';
}

/**
 * Names for racks. NetBox wants them unique in a location only, so those of one name have that of their location
 * before it.
 *
 * @param racks with the location of each, as a device or the rack itself says it
 */
export function nameRacks(
  racks: readonly { readonly rack: Fields; readonly location: string | null }[],
): NameOfRack {
  const found = new Map<string, { readonly plain: string; location: string | null }>();
  for (const { rack, location } of racks) {
    const plain = rackName(rack.text('name'));
    if (plain === null) continue;
    const known = found.get(keyOf(rack)) ?? { plain, location };
    known.location ??= location;
    found.set(keyOf(rack), known);
  }
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const [key, { plain, location }] of found) {
    const isAlone = [...found.values()].filter((other) => other.plain === plain).length === 1;
    const full = isAlone || location === null ? plain : (rackName(`${location}-${plain}`) ?? plain);
    names.set(key, uniqueName(full, taken, 63));
  }
  return (rack) => names.get(keyOf(rack)) ?? null;
}

/** A rack of NetBox, as far as it decides where a machine stands. */
export interface NetboxRack {
  readonly units: number | null;
  /** Units are counted from the top. */
  readonly isDescending: boolean;
}

/** Racks by their id, and by name where they have no other. */
export function readRackShapes(racks: readonly Fields[], report: Report): ReadonlyMap<string, NetboxRack> {
  const found = new Map<string, NetboxRack>();
  for (const rack of racks) {
    const shape = { units: wholeUnits(rack, report), isDescending: rack.flag('desc_units') === true };
    for (const key of [rack.idOf(), rack.text('name')])
      if (key !== null && !found.has(key)) found.set(key, shape);
  }
  return found;
}

function wholeUnits(rack: Fields, report: Report): number | null {
  const units = rack.number('u_height');
  if (units === null) return null;
  if (Number.isInteger(units) && units >= 1 && units <= 60) return units;
  report(rack.at('u_height'), 'IMPORT_OUT_OF_RANGE', `must be from 1 to 60 units, got ${units}`);
  return null;
}

/**
 * Facts of the racks that machines stand in, by the name of the rack. The capacity of a feed is that of its breaker,
 * volts by amperes, by √3 with three phases; NetBox counts the same way.
 */
export function readRackFacts(
  racks: readonly Fields[],
  feeds: readonly Fields[],
  nameOf: NameOfRack,
  report: Report,
): ReadonlyMap<string, RackFacts> {
  const found = new Map<
    string,
    { units: number | null; feeds: Record<string, { capacityWatts: number }>; derates: Set<number> }
  >();
  const at = (name: string) => {
    const known = found.get(name) ?? { units: null, feeds: {}, derates: new Set<number>() };
    found.set(name, known);
    return known;
  };
  for (const rack of racks) {
    const name = nameOf(rack);
    if (name !== null) at(name).units ??= wholeUnits(rack, report);
  }
  for (const feed of feeds) {
    const rack = nameOf(feed.fields('rack'));
    const name = slug(feed.text('name') ?? '', 40);
    const watts = capacityOf(feed, report);
    if (rack === null || name === '' || watts === null) continue;
    at(rack).feeds[name] = { capacityWatts: watts };
    const percent = feed.number('max_utilization');
    if (percent !== null && percent >= 1 && percent <= 100) at(rack).derates.add(percent / 100);
  }
  return new Map(
    [...found].map(([name, { units, feeds: known, derates }]) => [
      name,
      // One figure holds for all feeds of a rack here: the most careful one.
      { units, feeds: known, derate: derates.size === 0 ? null : Math.min(...derates) },
    ]),
  );
}

function capacityOf(feed: Fields, report: Report): number | null {
  const status = feed.isText('status') ? feed.text('status') : feed.fields('status').text('value');
  if (status === 'planned' || status === 'failed' || status === 'offline') return null;
  const [volts, amperes] = [feed.number('voltage'), feed.number('amperage')];
  const phase = feed.isText('phase') ? feed.text('phase') : feed.fields('phase').text('value');
  const watts = Math.round(
    Math.abs(volts ?? 0) * (amperes ?? 0) * (phase === 'three-phase' ? Math.sqrt(3) : 1),
  );
  if (watts > 0 && watts <= 1e7) return watts;
  report(
    feed.place,
    'IMPORT_OUT_OF_RANGE',
    'the feed has no voltage and amperage that make a capacity',
    'it is left out',
  );
  return null;
}

/**
 * Lowest unit of a machine counted from the bottom. In a rack that counts from the top, NetBox's position is the
 * highest one, and the height must be known.
 */
export function unitOf(
  position: number | null,
  height: number | null,
  rack: NetboxRack | undefined,
): number | null {
  if (position === null) return null;
  const lowest = Math.floor(position);
  if (rack?.isDescending !== true) return inRange(lowest);
  if (rack.units === null || height === null) return null;
  return inRange(rack.units - lowest - Math.ceil(height) + 2);
}

function inRange(unit: number): number | null {
  return unit >= 1 && unit <= 60 ? unit : null;
}
