import type { Issue } from '../../../errors.js';
import { placeOfCell, type Row, readRows } from '../../csv-text.js';
import type { Source } from '../../text.js';

/** A CSV file of another system: nothing in it is a comment, and any separator may part its cells. */
export interface Table {
  readonly source: Source;
  readonly separator: string;
  readonly header: Row;
  readonly rows: readonly Row[];
}

/** What may part the cells, the likeliest first. */
export const separators = [',', ';', '\t', '|'] as const;

/**
 * Reads a CSV file. Broken quotes and rows with cells beyond the header are errors, since what their cells mean
 * cannot be known; a row that is too short lacks its last cells, and is a warning.
 *
 * @param separator what parts the cells; by default what the first line has most of
 * @returns undefined where there is no header
 */
export function readTable(source: Source, separator: string | undefined, issues: Issue[]): Table | undefined {
  const parts = separator ?? guessSeparator(source.text);
  const report = (
    severity: Issue['severity'],
    code: string,
    message: string,
    line: number,
    cell: number,
    hint?: string,
  ): void => {
    issues.push({
      code,
      severity,
      message,
      at: { document: `import/${source.file}`, path: [] },
      position: { file: source.file, ...placeOfCell(source, parts, line, cell) },
      ...(hint === undefined ? {} : { hint }),
    });
  };
  const { rows: all, failures } = readRows(source.text, parts, false);
  for (const { code, message, line } of failures) report('error', code, message, line, 0);
  const [header, ...body] = all.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (header === undefined) {
    if (failures.length === 0) report('error', 'FILE_EMPTY', 'the file is empty', 1, 0, 'export it again');
    return undefined;
  }
  const width = header.cells.length;
  for (const { cells, line } of body) {
    const extra = cells.findIndex((cell, index) => index >= width && cell !== '');
    const counts = `the row has ${cells.length} cells, and the header ${width}`;
    if (extra >= 0)
      report('error', 'CSV_RAGGED', counts, line, extra, `a text that has ${named(parts)} needs quotes`);
    else if (cells.length < width)
      report(
        'warning',
        'IMPORT_RAGGED',
        counts,
        line,
        cells.length - 1,
        'the missing cells are taken as empty',
      );
  }
  return { source, separator: parts, header, rows: body };
}

function named(separator: string): string {
  return separator === '\t' ? 'a tab' : JSON.stringify(separator);
}

function guessSeparator(text: string): string {
  const line = (/^.*\S.*$/m.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '');
  const count = (separator: string): number => line.split(separator).length;
  return separators.reduce((best, next) => (count(next) > count(best) ? next : best), ',' as string);
}
