import { CsvError, parse } from 'csv-parse/sync';
import { offsetOfLine, placeOf, type Source, type TextPlace } from './text.js';

/** After this many broken rows, the rest of the file is not worth a search. */
const maxFailures = 20;

/** One row, cells trimmed. */
export interface Row {
  readonly cells: readonly string[];
  /** Line where the row begins, from 1. */
  readonly line: number;
}

/** A row that cannot be taken apart. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly line: number;
}

/** What parts the cells: a comma, or where the header has none a semicolon, a tab or a bar, as spreadsheets and databases write them. */
export function delimiterOf(text: string): string {
  const header = text.split('\n', 50).find(isContent) ?? '';
  return [',', ';', '\t', '|'].find((candidate) => header.includes(candidate)) ?? ',';
}

function isContent(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#');
}

/**
 * All rows that can be read, the header first. A broken row is left out, and reading goes on in the next line.
 *
 * @param hasComments whether a line that begins with `#` is a comment
 */
export function readRows(
  text: string,
  delimiter: string,
  hasComments = true,
): { readonly rows: readonly Row[]; readonly failures: readonly Failure[] } {
  const rows: Row[] = [];
  const failures: Failure[] = [];
  const lines = text.split('\n');
  let start = 0;
  while (start < lines.length && failures.length < maxFailures) {
    const rest = start === 0 ? text : lines.slice(start).join('\n');
    const read = readUntilBroken(rest, delimiter, start, hasComments);
    rows.push(...read.rows);
    if (read.broken === undefined) break;
    const broken = nextContent(lines, read.end, hasComments);
    failures.push({ ...read.broken, line: broken + 1 });
    // Without a header no row below means anything.
    if (rows.length === 0) break;
    start = broken + 1;
  }
  return { rows, failures };
}

function nextContent(lines: readonly string[], from: number, hasComments: boolean): number {
  const index = lines.findIndex(
    (line, number) => number >= from && (hasComments ? isContent(line) : line.trim() !== ''),
  );
  return index < 0 ? from : index;
}

interface Reading {
  readonly rows: readonly Row[];
  /** Lines that are read for good, counted from the start of the file. */
  readonly end: number;
  readonly broken: { readonly code: string; readonly message: string } | undefined;
}

function readUntilBroken(text: string, delimiter: string, offset: number, hasComments: boolean): Reading {
  const rows: Row[] = [];
  let end = offset;
  const take = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
    end = offset + lines;
    // The parser counts lines up to the end of a row; quoted cells may hold line ends.
    const inside = cells.reduce(
      (sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0),
      0,
    );
    rows.push({ cells, line: end - inside });
    return null;
  };
  try {
    parse(text, {
      delimiter,
      ...(hasComments ? { comment: '#', comment_no_infix: true } : {}),
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: take,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, end, broken: { code: codeOf(error), message: messageOf(error) } };
  }
  return { rows, end, broken: undefined };
}

function codeOf(error: CsvError): string {
  return error.code.startsWith('CSV_') ? error.code : `CSV_${error.code}`;
}

function messageOf(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened in this row and never closed';
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE')
    return 'there is text behind a closing quote, where a separator must stand';
  if (error.code === 'INVALID_OPENING_QUOTE')
    return 'a quote stands inside a cell that does not begin with one';
  return `the row cannot be read (${error.code})`;
}

/** Where a cell begins, blanks before it left out. A cell that the row does not have is at its end. */
export function placeOfCell(source: Source, delimiter: string, line: number, cell: number): TextPlace {
  const { text } = source;
  let offset = offsetOfLine(source, line);
  let isQuoted = false;
  for (let index = 0; index < cell; offset += 1) {
    const character = text[offset];
    if (character === undefined || (character === '\n' && !isQuoted)) return placeOf(source, offset);
    if (character === '"') isQuoted = !isQuoted;
    if (character === delimiter && !isQuoted) index += 1;
  }
  while (text[offset] === ' ' || (text[offset] === '\t' && delimiter !== '\t')) offset += 1;
  return placeOf(source, offset);
}
