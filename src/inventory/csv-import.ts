import { nearest } from '../definition/nearest.js';
import type { Issue } from '../errors.js';
import { type FoundRow, readMachines } from './csv-import/machine.js';
import { type ColumnMap, readMap } from './csv-import/map.js';
import { placeOfCell } from './csv-text.js';
import { noNetworks } from './imported/networks.js';
import { type Notes, startNotes } from './imported/notes.js';
import {
  assertSiteName,
  finishImport,
  type ImportOptions,
  type ImportResult,
} from './imported/output/result.js';
import {
  encodingIssue,
  type Input,
  type InputFile,
  issueAt,
  reportInto,
  sourceOf,
  yamlInput,
} from './imported/source/input.js';
import { readTable, type Table } from './imported/source/table.js';

/** What a CSV import needs beside the files. */
export interface CsvImportOptions extends ImportOptions {
  /** The map of columns, a YAML text. */
  readonly map: InputFile;
}

/**
 * Turns CSV files of any origin into the files of a site, by a map that says which column is which field. Never
 * throws for what is in the files.
 */
export function importCsv(files: readonly InputFile[], options: CsvImportOptions): ImportResult {
  assertSiteName(options.site);
  const issues: Issue[] = [];
  const mapInput = yamlInput(sourceOf(options.map));
  const map = readMap(mapInput, issues);
  const tables = files.flatMap((file) => {
    const source = sourceOf(file);
    const encoding = encodingIssue(source);
    if (encoding !== undefined) issues.push(encoding);
    const table = encoding === undefined ? readTable(source, map?.separator, issues) : undefined;
    return table === undefined ? [] : [{ table, input: inputOf(table) }];
  });
  const report = reportInto(issues, [...tables.map(({ input }) => input), mapInput]);
  const notes = startNotes();
  const machines =
    map !== undefined && reportColumns(tables, map, mapInput, issues)
      ? readMachines(
          tables.flatMap(({ table, input }) => rowsOf(table, input, map, notes)),
          map,
          notes,
          report,
        )
      : [];
  const [first] = tables;
  if (machines.length === 0 && first !== undefined && !issues.some(({ severity }) => severity === 'error')) {
    const hint = 'look at `where` in the map, and at the column of `name`';
    issues.push(issueAt(first.input, [], 'IMPORT_NO_MACHINES', 'no row is a machine', hint));
  }
  const findings = {
    ...options,
    files: files.map(({ name }) => name),
    machines,
    networks: noNetworks,
  };
  return finishImport({ ...findings, origin: 'CSV inventory', notes }, issues, report);
}

/** Paths of a table are a row, from 0, and a head; a head alone is its cell in the header. */
function inputOf(table: Table): Input {
  const { source, separator, header, rows } = table;
  return {
    source,
    place: ([row, head]) => {
      const { line } = typeof row === 'number' ? (rows[row] ?? header) : header;
      const column = header.cells.indexOf(String(head ?? (typeof row === 'string' ? row : '')));
      return placeOfCell(source, separator, line, Math.max(0, column));
    },
  };
}

function rowsOf(table: Table, input: Input, map: ColumnMap, notes: Notes): readonly FoundRow[] {
  const columns = new Map(table.header.cells.map((head, index) => [head, index]));
  return table.rows.flatMap((row, index) => {
    const cell = (header: string): string => row.cells[columns.get(header) ?? -1] ?? '';
    const place = (header: string) => ({ file: input.source.file, path: [index, header] });
    const against = map.where.find(({ header, texts }) => !texts.includes(cell(header).toLowerCase()));
    if (against === undefined) return [{ cell, place }];
    const text = `rows whose ${against.header} is not ${against.texts.join(' or ')} are left out`;
    notes.add('where', text, `line ${row.line}`);
    return [];
  });
}

/**
 * Reports columns that the map names and no file has, that a file has twice, and that the map says nothing of.
 *
 * @returns whether map and files fit
 */
function reportColumns(
  tables: readonly { readonly table: Table; readonly input: Input }[],
  map: ColumnMap,
  mapInput: Input,
  issues: Issue[],
): boolean {
  const before = issues.length;
  const known = [...new Set(tables.flatMap(({ table }) => table.header.cells.filter((head) => head !== '')))];
  const named = [...map.columns.map(({ header, target }) => ({ header, place: target.place })), ...map.where];
  const missing = new Set<string>();
  for (const { header, place } of named) {
    if (known.includes(header) || missing.has(header) || tables.length === 0) continue;
    missing.add(header);
    const near = nearest(header, known);
    const hint =
      near === undefined ? `the columns are ${known.join(', ')}` : `did you mean ${JSON.stringify(near)}?`;
    issues.push(
      issueAt(mapInput, place.path, 'IMPORT_MAP', `no file has a column ${JSON.stringify(header)}`, hint),
    );
  }
  const used = new Set(named.map(({ header }) => header));
  for (const { table, input } of tables) {
    const { cells } = table.header;
    for (const [index, head] of cells.entries()) {
      if (!used.has(head) || cells.indexOf(head) === index) continue;
      const message = `column ${JSON.stringify(head)} is there twice, first as column ${cells.indexOf(head) + 1}`;
      issues.push(issueAt(input, [head], 'IMPORT_MAP', message, 'rename one of the two'));
    }
    const unused = cells.filter((head) => head !== '' && !used.has(head));
    if (unused.length > 0)
      issues.push(
        issueAt(
          input,
          [unused[0] ?? ''],
          'IMPORT_UNUSED',
          `columns that the map does not name are left out: ${unused.map((head) => JSON.stringify(head)).join(', ')}`,
        ),
      );
  }
  return !issues.slice(before).some(({ severity }) => severity === 'error');
}
