import { setOwn, unreadable } from '../definition/raw.js';
import { DnsLabel } from '../definition/scalars.js';
import { quote } from '../definition/secrets.js';
import type { DocumentPath, Issue } from '../errors.js';
import { type Column, readHeader } from './csv-columns.js';
import { delimiterOf, type Failure, placeOfCell, type Row, readRows } from './csv-text.js';
import { offsetOfLine, type Source, type TextPlace } from './text.js';

/** Where the machines of a file stand, for positions on demand. */
export interface MachineRows {
  readonly delimiter: string;
  readonly columns: readonly Column[];
  /** First line of each machine’s row, from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

/** The machines of a file. What could not be read is there as `unreadable`, and `issues` says why. */
export interface MachinesFile {
  readonly machines: Readonly<Record<string, unknown>> | typeof unreadable;
  readonly rows: MachineRows;
  readonly issues: readonly Issue[];
}

/** Reads a file of machines, one a row; the header names fields by dotted paths. Line ends must be `\n`. */
export function readMachines(source: Source, document: string): MachinesFile {
  const delimiter = delimiterOf(source.text);
  const { rows, failures } = readRows(source.text, delimiter);
  const issues: Issue[] = [];
  const report: Report = (code, message, line, column, hint) => {
    issues.push({
      code,
      severity: 'error',
      message,
      at: { document, path: ['machines'] },
      position: { file: source.file, ...placeOfCell(source, delimiter, line, column) },
      ...(hint === undefined ? {} : { hint }),
    });
  };
  for (const failure of failures) report(failure.code, failure.message, failure.line, 0);
  const [header, ...body] = rows;
  const nothing = { delimiter, columns: [], lines: new Map() };
  if (header === undefined) {
    if (failures.length === 0)
      report(
        'FILE_EMPTY',
        'the file is empty',
        1,
        0,
        'write a header that begins with `name`, or remove the file',
      );
    return { machines: unreadable, rows: nothing, issues };
  }
  const { columns, problems } = readHeader(header.cells);
  for (const { code, message, index, hint } of problems) report(code, message, header.line, index, hint);
  const name = columns.find((column) => column.path.length === 0);
  if (name === undefined) {
    report(
      'CSV_NO_NAME',
      'the header has no column `name`',
      header.line,
      0,
      'the first line of the file names the columns: name, serial, rack, unit, profile, bmc.address, nics.eth0.mac',
    );
    return { machines: unreadable, rows: nothing, issues };
  }
  const read = readBody(body, header, name, columns, report);
  for (const failure of failures) {
    const broken = brokenName(source, failure, delimiter, name.index);
    if (broken !== undefined && !Object.hasOwn(read.machines, broken))
      setOwn(read.machines, broken, unreadable);
  }
  return { machines: read.machines, rows: { delimiter, columns, lines: read.lines }, issues };
}

/** The name in a row that is broken further on: uses of it are no second problem. */
function brokenName(source: Source, failure: Failure, delimiter: string, cell: number): string | undefined {
  const start = offsetOfLine(source, failure.line);
  const name = source.text
    .slice(start, offsetOfLine(source, failure.line + 1))
    .split(delimiter)
    [cell]?.trim();
  return name !== undefined && DnsLabel.safeParse(name).success ? name : undefined;
}

type Report = (code: string, message: string, line: number, column: number, hint?: string) => void;

function readBody(
  body: readonly Row[],
  header: Row,
  nameColumn: Column,
  columns: readonly Column[],
  report: Report,
): { readonly machines: Readonly<Record<string, unknown>>; readonly lines: ReadonlyMap<string, number> } {
  const machines: Record<string, unknown> = {};
  const lines = new Map<string, number>();
  for (const row of body) {
    if (row.cells.every((cell) => cell === '')) continue;
    const name = row.cells[nameColumn.index] ?? '';
    const isRagged = reportRagged(row, header, report);
    const first = lines.get(name);
    if (name === '')
      report(
        'CSV_NO_NAME',
        'the row has no name',
        row.line,
        nameColumn.index,
        'give the machine its asset name',
      );
    else if (first !== undefined) {
      report(
        'CSV_DUPLICATE_NAME',
        `machine ${quote(name)} is there twice, first on line ${first}`,
        row.line,
        nameColumn.index,
      );
    } else {
      lines.set(name, row.line);
      setOwn(machines, name, isRagged ? unreadable : machineOf(row, columns));
    }
  }
  return { machines, lines };
}

/** A row whose cells stand under no head. What its cells mean cannot be known. */
function reportRagged(row: Row, header: Row, report: Report): boolean {
  const width = header.cells.length;
  if (row.cells.length < width) {
    const hint = 'a comma is missing, or a line break in a cell without quotes';
    report(
      'CSV_RAGGED',
      `the row has ${row.cells.length} cells, and the header ${width}`,
      row.line,
      row.cells.length - 1,
      hint,
    );
    return true;
  }
  const extra = row.cells.findIndex((cell, index) => cell !== '' && (header.cells[index] ?? '') === '');
  if (extra < 0) return false;
  const message =
    extra < width
      ? 'the cell stands in a column without a name'
      : `the row has ${row.cells.length} cells, and the header ${width}`;
  report('CSV_RAGGED', message, row.line, extra, 'a text that has a comma needs quotes');
  return true;
}

function machineOf(row: Row, columns: readonly Column[]): Readonly<Record<string, unknown>> {
  const machine: Record<string, unknown> = {};
  for (const { index, path, convert } of columns) {
    const cell = row.cells[index] ?? '';
    if (cell === '' || path.length === 0) continue;
    let map = machine;
    for (const key of path.slice(0, -1)) {
      const inner = (Object.hasOwn(map, key) ? map[key] : undefined) as Record<string, unknown> | undefined;
      if (inner === undefined) setOwn(map, key, {});
      map = map[key] as Record<string, unknown>;
    }
    setOwn(map, path.at(-1) ?? '', convert(cell));
  }
  return machine;
}

/**
 * Where a field of a machine stands: its cell. For a field without a column, the first cell that is inside it or
 * nearest above it, else the name. Undefined for a machine that the file does not have.
 */
export function locateInCsv(
  source: Source,
  rows: MachineRows,
  machine: string,
  path: DocumentPath['path'],
): TextPlace | undefined {
  const line = rows.lines.get(machine);
  if (line === undefined) return undefined;
  const nameColumn = rows.columns.find((column) => column.path.length === 0);
  for (let length = path.length; length > 0; length -= 1) {
    const column = rows.columns.find((candidate) =>
      path.slice(0, length).every((key, index) => candidate.path[index] === key),
    );
    if (column !== undefined) return placeOfCell(source, rows.delimiter, line, column.index);
  }
  return placeOfCell(source, rows.delimiter, line, nameColumn?.index ?? 0);
}
