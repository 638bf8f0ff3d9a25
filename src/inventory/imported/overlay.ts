import type { z } from 'zod';
import { nearest } from '../../definition/nearest.js';
import { isMap } from '../../definition/raw.js';
import { schemaAt } from '../../definition/schema-walk.js';
import { quote } from '../../definition/secrets.js';
import { parseShape } from '../../definition/shape-issues.js';
import { Machine } from '../../definition/site.js';
import type { DocumentPath, Issue } from '../../errors.js';
import { locateInCsv, type MachinesFile, readMachines } from '../csv.js';
import type { Source } from '../text.js';
import { normalMac, plainAddress } from './addresses.js';
import type { ImportedBmc, ImportedMachine } from './machine.js';
import type { Notes } from './notes.js';
import type { ImportedNic } from './parts.js';
import { encodingIssue, type InputFile, sourceOf } from './source/input.js';

/** Machines with what an overlay says of them. */
export interface Overlaid {
  readonly machines: readonly ImportedMachine[];
  readonly issues: readonly Issue[];
}

/**
 * Lays a CSV over imported machines: the columns are those of `machines.csv`, a row is for the machine of its name,
 * and a cell takes the place of what was read. An empty cell changes nothing. A row of no machine and a value that
 * is not allowed are errors: people wrote the file for this very site.
 */
export function layOver(
  overlay: InputFile | undefined,
  machines: readonly ImportedMachine[],
  notes: Notes,
): Overlaid {
  if (overlay === undefined) return { machines, issues: [] };
  const source = sourceOf(overlay);
  const encoding = encodingIssue(source);
  if (encoding !== undefined) return { machines, issues: [encoding] };
  const file = readMachines(source, `import/${source.file}`);
  const rows = isMap(file.machines) ? file.machines : {};
  const issues = [...file.issues, ...strangers(source, file, rows, machines)];
  const laid = machines.map((machine) => {
    const row = rows[machine.name];
    if (!isMap(row)) return machine;
    const cells = cellsOf(row, machine.name, source, file, issues);
    for (const [field] of cells) notes.settle(field, machine.name);
    return cells.reduce(withCell, machine);
  });
  return { machines: laid, issues };
}

/** Rows of machines that the inventory does not have. */
function strangers(
  source: Source,
  file: MachinesFile,
  rows: Readonly<Record<string, unknown>>,
  machines: readonly ImportedMachine[],
): readonly Issue[] {
  const names = machines.map(({ name }) => name);
  const known = new Set(names);
  return Object.keys(rows)
    .filter((name) => !known.has(name))
    .map((name) => {
      const near = nearest(name, names);
      const hint =
        near === undefined
          ? 'rows of an overlay are for machines of the inventory'
          : `did you mean "${near}"?`;
      const message = `no machine of the inventory is called ${quote(name)}`;
      return issueIn(source, file, 'IMPORT_OVERLAY', message, name, [], hint);
    });
}

type Cell = readonly [field: string, text: string];

/** Cells that say something and are allowed; the others are issues. */
function cellsOf(
  row: Readonly<Record<string, unknown>>,
  name: string,
  source: Source,
  file: MachinesFile,
  issues: Issue[],
): readonly Cell[] {
  return file.rows.columns.flatMap(({ path }): readonly Cell[] => {
    const field = path.join('.');
    const given = path.reduce<unknown>((map, key) => (isMap(map) ? map[key] : undefined), row);
    const schema = schemaAt(Machine, path, undefined);
    if (given === undefined || path.length === 0 || schema === undefined) return [];
    const value = typeof given === 'string' ? inOurNotation(field, given) : given;
    const report = (code: string, message: string, hint?: string) =>
      issues.push(issueIn(source, file, code, message, name, path, hint));
    if (value === null) {
      report('IMPORT_INVALID_ADDRESS', `${quote(String(given))} is no IP address`);
      return [];
    }
    const parsed = parseShape(schema as z.ZodType, value, { document: 'import', path: [...path] });
    if ('value' in parsed) return [[field, Array.isArray(value) ? value.join('|') : String(value)]];
    for (const { code, message, hint } of parsed.issues) report(code, message, hint);
    return [];
  });
}

/** Addresses as other systems write them (`AA-BB-...`, `192.0.2.1/24`), in ours; null for what is no IP address. */
function inOurNotation(field: string, text: string): string | null {
  if (field === 'bmc.address') return plainAddress(text);
  return field.endsWith('.mac') ? (normalMac(text) ?? text) : text;
}

function issueIn(
  source: Source,
  file: MachinesFile,
  code: string,
  message: string,
  machine: string,
  path: DocumentPath['path'],
  hint: string | undefined,
): Issue {
  const place = locateInCsv(source, file.rows, machine, path) ?? { line: 1, column: 1 };
  return {
    code,
    severity: 'error',
    message,
    at: { document: `import/${source.file}`, path: ['machines', machine, ...path] },
    position: { file: source.file, ...place },
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Fields that have a place of their own in a machine, so that racks, twins and profiles are told of them. */
const own: Readonly<Record<string, (machine: ImportedMachine, text: string) => Partial<ImportedMachine>>> = {
  serial: (_, serial) => ({ serial }),
  rack: (_, rack) => ({ rack }),
  unit: (_, unit) => ({ unit: Number(unit) }),
  'bmc.address': ({ bmc }, address) => ({ bmc: { ...bmc, address } }),
  'bmc.protocol': ({ bmc }, protocol) => ({
    bmc: { ...bmc, protocol: protocol as ImportedBmc['protocol'] },
  }),
};

const ofNic: readonly (keyof ImportedNic)[] = ['mac', 'switch', 'port'];

function withCell(machine: ImportedMachine, [field, text]: Cell): ImportedMachine {
  const change = Object.hasOwn(own, field) ? own[field]?.(machine, text) : undefined;
  if (change !== undefined) return { ...machine, ...change };
  const { hardware } = machine;
  const [, nic, part] = /^nics\.(.+)\.([^.]+)$/.exec(field) ?? [];
  if (hardware.nics.some(({ name }) => name === nic) && ofNic.some((known) => known === part)) {
    const nics = hardware.nics.map((one) => (one.name === nic ? { ...one, [part ?? '']: text } : one));
    return { ...machine, hardware: { ...hardware, nics } };
  }
  return { ...machine, cells: { ...machine.cells, [field]: text } };
}
