import type { ImportedBmc, ImportedMachine } from '../imported/machine.js';
import { assetNames } from '../imported/names.js';
import type { Notes } from '../imported/notes.js';
import type { PartContext } from '../imported/parts.js';
import type { Place, Report } from '../imported/source/fields.js';
import { isPlaceholder } from '../imported/words.js';
import { readHardware } from './hardware.js';
import type { ColumnMap, Target } from './map.js';
import { rowOf } from './row.js';
import { cellReader } from './values.js';

/** One row of a table that counts. */
export interface FoundRow {
  /** Text of a column; empty where the file has no such column. */
  readonly cell: (header: string) => string;
  readonly place: (header: string) => Place;
}

/** Reads rows as machines. */
export function readMachines(
  rows: readonly FoundRow[],
  map: ColumnMap,
  notes: Notes,
  report: Report,
): readonly ImportedMachine[] {
  const naming = map.columns.filter(({ target }) => target.field === 'name');
  const names = assetNames(
    rows.map((row) => {
      const cells = naming.map(({ header }) => ({ header, text: row.cell(header) }));
      const found = cells.find(({ text }) => text !== '' && !isPlaceholder(text));
      return { given: found?.text ?? null, place: row.place(found?.header ?? naming[0]?.header ?? '') };
    }),
    report,
    'every machine needs an asset name; map a second column to `name` where the first may be empty',
  );
  return rows.flatMap((row, index) => {
    const name = names[index];
    return name === null || name === undefined ? [] : [readMachine(row, name, map, notes, report)];
  });
}

function readMachine(
  found: FoundRow,
  name: string,
  map: ColumnMap,
  notes: Notes,
  report: Report,
): ImportedMachine {
  const context: PartContext = {
    machine: name,
    words: [],
    unknown: (what, text = 'not known') => notes.add(what, text, name),
    assumed: (what, text) => notes.add(what, text, name),
  };
  const row = rowOf(valuesOf(found, map, context, report));
  const place = found.place('');
  const profile = row.text('profile');
  const isDescribed = profile === null || row.hasBelow('hardware');
  const [serial, rack, unit] = [row.text('serial'), row.text('rack'), row.number('unit')];
  for (const [what, value] of [
    ['serial', serial],
    ['rack', rack],
    ['bmc.address', row.text('bmc.address')],
  ] as const)
    if (value === null) context.unknown(what);
  if (profile !== null && !isDescribed)
    notes.add(
      'profile',
      `${profile} is named and not described: it must be in the catalog, or in hardware/`,
      name,
    );
  const protocol = row.text('bmc.protocol') ?? row.text('hardware.bmc.protocol');
  if (protocol === null) context.unknown('bmc.protocol');
  return {
    name,
    place,
    serial,
    rack,
    unit,
    position: null,
    kind: null,
    profile,
    isDescribed,
    hardware: readHardware(row, isDescribed, context, report, place),
    bmc: { protocol: protocol as ImportedBmc['protocol'], address: row.text('bmc.address') },
    outlets: [],
    cells: row.cells((field) => !isTaken(field)),
  };
}

/** Fields that have a place of their own in a machine; all others are cells of its row. */
function isTaken(field: string): boolean {
  return (
    ['serial', 'rack', 'unit', 'profile', 'bmc.address', 'bmc.protocol', 'name'].includes(field) ||
    field.startsWith('nics.') ||
    field.startsWith('hardware.')
  );
}

/** Columns in the order of the map, then constants; the first value of a field counts. */
function valuesOf(
  row: FoundRow,
  map: ColumnMap,
  context: PartContext,
  report: Report,
): ReadonlyMap<string, unknown> {
  const read = cellReader(context, report);
  const values = new Map<string, unknown>();
  const set = (text: string, target: Target, place: Place): void => {
    if (target.field === 'name' || values.has(target.field)) return;
    const value = read(text, target, place);
    if (value !== undefined) values.set(target.field, value);
  };
  for (const { header, target } of map.columns) set(row.cell(header), target, row.place(header));
  for (const { text, target } of map.constants) set(text, target, target.place);
  return values;
}
