import type { Line, Piece, Section } from '../../../review/document.js';
import type { Row } from '../../../review/report.js';
import { type Markup, markup, nothing } from '../markup.js';

/** A part of the report under a heading of its own. */
export interface PagePart {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

function piece({ kind, value }: Piece): Markup {
  return kind === 'name' ? markup`<code>${value}</code>` : markup`${value}`;
}

const cellOf = (cell: readonly Piece[]): Markup => markup`${cell.map(piece)}`;

/** The sign of what a row does, as its machines have it in their racks. */
function badge({ row }: Line, rows: readonly Row[]): Markup {
  const effect = row === null ? undefined : rows[row]?.effect;
  return effect === undefined
    ? nothing
    : markup`<span class="sign ${effect}" aria-hidden="true"><b></b></span>`;
}

/** Shows the machines of a row in their racks; hidden where no script runs. */
function showButton({ row }: Line, rows: readonly Row[]): Markup {
  return row === null || rows[row]?.servers.length === 0
    ? nothing
    : markup` <button type="button" class="show" data-row="${row}" hidden>Show machines<span class="sr"> of row ${row + 1}</span></button>`;
}

// Roles are said once more, since a table that is laid out as cards on a phone would lose them.
function tableLine(line: Line, columns: readonly string[], rows: readonly Row[]): Markup {
  const cells = line.cells.map((cell, index) => {
    const label = columns[index] ?? '';
    const body = markup`<div>${index === 0 ? badge(line, rows) : nothing}${cellOf(cell)}${index === 1 ? showButton(line, rows) : nothing}</div>`;
    return index === 0
      ? markup`<th scope="row" role="rowheader" data-label="${label}">${body}</th>`
      : markup`<td role="cell" data-label="${label}">${body}</td>`;
  });
  return markup`<tr role="row" class="${line.tone}">${cells}</tr>\n`;
}

/** A table; columns that are empty throughout are left out. */
function tableOf({ title, columns, lines }: Section, rows: readonly Row[]): Markup {
  const isUsed = (index: number) =>
    lines.some(({ cells }) => (cells[index] ?? []).some(({ value }) => value !== ''));
  const used = [...columns.keys()].filter(isUsed);
  const names = used.map((index) => columns[index] ?? '');
  const heads = names.map((name) => markup`<th scope="col" role="columnheader">${name}</th>`);
  const body = lines.map((line) =>
    tableLine({ ...line, cells: used.map((index) => line.cells[index] ?? []) }, names, rows),
  );
  return markup`<div class="wide"><table role="table"><caption class="sr">${title}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${body}</tbody></table></div>`;
}

function listOf(lines: readonly Line[]): Markup {
  const items = lines.map(
    ({ cells, tone }) => markup`<li class="${tone}">${cells.map((cell) => markup`${cellOf(cell)} `)}</li>\n`,
  );
  return markup`<ul class="facts">\n${items}</ul>`;
}

/** A section of the report, whole: nothing is cut here. */
export function partOf(section: Section, rows: readonly Row[]): PagePart {
  const { title, columns, lines } = section;
  return {
    id: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    title,
    body: columns.length === 0 ? listOf(lines) : tableOf(section, rows),
  };
}
