import type { Line, Piece } from '../../review/document.js';
import { sectionsOf } from '../../review/document.js';
import type { Review } from '../../review/report.js';
import { inert } from './inert.js';
import type { Paint, Style } from './style.js';
import { table } from './table.js';

function cellText(cell: readonly Piece[]): string {
  return cell.map(({ value }) => inert(value)).join('');
}

function paintOf({ tone }: Line, style: Style): Paint {
  if (tone === 'bad') return style.error;
  if (tone === 'warning') return style.warning;
  return tone === 'good' ? style.good : (text) => text;
}

/** The report for people at a terminal. */
export function reviewText(review: Review, style: Style): string {
  const { verdict, digest } = review;
  const paint = { nothing: style.good, physical: style.warning, refused: style.error }[verdict.outcome];
  const sections = sectionsOf(review).map(({ title, columns, lines }) => {
    const head = `\n${style.title(title)}\n`;
    if (columns.length === 0) {
      return `${head}${lines.map((line) => `  ${paintOf(line, style)(line.cells.map(cellText).join(' '))}\n`).join('')}`;
    }
    const cells = lines.map((line) => line.cells.map(cellText));
    const used = columns.map((_, index) => cells.some((row) => (row[index] ?? '') !== ''));
    const rows = [columns, ...cells].map((row) => row.filter((_, index) => used[index] === true));
    const paints = [style.faint, ...lines.map((line) => paintOf(line, style))];
    const painted = table(rows)
      .split('\n')
      .map((row, index) => (row === '' ? '' : `  ${(paints[index] ?? ((text: string) => text))(row)}`));
    return `${head}${painted.join('\n')}`;
  });
  return `${paint(style.title(inert(verdict.text)))}\n${sections.join('')}\n${style.faint(`digest ${digest}`)}\n`;
}
