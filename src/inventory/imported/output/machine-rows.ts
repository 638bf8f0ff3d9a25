import { emitCsv } from '../../emit.js';
import type { ImportedMachine } from '../machine.js';
import { byNumber } from '../notes.js';
import type { ImportedRacks } from '../racks.js';
import type { ImportedProfiles } from './profiles.js';

/** What rows are made from. */
export interface ImportedRows {
  readonly machines: readonly ImportedMachine[];
  readonly profiles: ImportedProfiles;
  readonly racks: ImportedRacks;
}

/** Columns that are there though empty: what people will fill in. */
const firstColumns = ['name', 'serial', 'rack', 'unit', 'profile', 'state', 'bmc.protocol', 'bmc.address'];

/** Text of `machines.csv`, one row a machine. */
export function machinesCsv(imported: ImportedRows): string {
  const rows = [...imported.machines]
    .sort((a, b) => byNumber(a.name, b.name))
    .map((machine) => rowOf(machine, imported));
  const more = new Set(rows.flatMap((row) => [...row.keys()]));
  for (const column of firstColumns) more.delete(column);
  const header = [...firstColumns, ...[...more].sort(byColumn)];
  return emitCsv(
    header,
    rows.map((row) => header.map((column) => row.get(column) ?? '')),
  );
}

const nicFields = ['mac', 'switch', 'port'];

/** NICs before overrides, each in the order of names. */
function byColumn(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  if (left[0] !== right[0]) return (left[0] ?? '') < (right[0] ?? '') ? -1 : 1;
  if (left[0] !== 'nics' || left[1] !== right[1]) return byNumber(a, b);
  return nicFields.indexOf(left[2] ?? '') - nicFields.indexOf(right[2] ?? '');
}

function rowOf(machine: ImportedMachine, { racks, profiles }: ImportedRows): ReadonlyMap<string, string> {
  const { name, serial, rack, bmc, hardware, cells: more } = machine;
  const cells: readonly (readonly [string, string | number | null | undefined])[] = [
    ['name', name],
    ['serial', serial],
    ['rack', rack],
    ['unit', racks.unitOf.get(name)],
    ['profile', profiles.profileOf.get(name)],
    ['bmc.protocol', bmc.protocol],
    ['bmc.address', bmc.address],
    ...hardware.nics.flatMap((nic) => [
      [`nics.${nic.name}.mac`, nic.mac] as const,
      [`nics.${nic.name}.switch`, nic.switch] as const,
      [`nics.${nic.name}.port`, nic.port] as const,
    ]),
    ...Object.entries(profiles.overridesOf.get(name) ?? {}),
    ...Object.entries(more),
  ];
  return new Map(
    cells.flatMap(([column, value]) =>
      value === null || value === undefined ? [] : [[column, String(value)]],
    ),
  );
}
