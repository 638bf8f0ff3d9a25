import type { Line, Piece, Section } from '../../review/document.js';
import { sectionsOf } from '../../review/document.js';
import type { Review } from '../../review/report.js';
import { inert } from './inert.js';

/** First line of a comment, by which a tool finds the one to update. */
export const reviewMarker = '<!-- rackform-review -->';

/** GitHub takes 65,536 characters in a comment; some are left for what a workflow adds. */
const limit = 60_000;
/** Longest names of a row that must stay, where even those rows are too many. */
const shortNames = 120;

/** Of unknown origin, as a code span: no Markdown, link, mention, reference or HTML acts there. */
function code(value: string): string {
  const clean = inert(value).replaceAll('`', '\\u0060').replaceAll('|', '\\u007c').trim();
  return clean === '' ? '(empty)' : `\`${clean}\``;
}

/** Prose that may quote names: nothing in it acts. */
function prose(value: string): string {
  return (
    inert(value)
      .replaceAll(/[\\`*_{}[\]!|~$]|:(?=\S)/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/www\./gi, (found) => found.replace('.', '\\.'))
      // Services look for these in the finished text; in a code span they do not.
      .replaceAll(/[@#]/g, '`$&`')
  );
}

function piece({ kind, value }: Piece): string {
  return kind === 'name' ? code(value) : prose(value);
}

function cut({ kind, value }: Piece): Piece {
  const characters = [...value];
  return characters.length <= shortNames
    ? { kind, value }
    : { kind, value: `${characters.slice(0, shortNames).join('')}... (all are in the JSON report)` };
}

function lineText({ cells }: Line, columns: readonly string[], isShort: boolean): string {
  const written = cells.map((cell) => (isShort ? cell.map(cut) : cell).map(piece).join(''));
  return columns.length === 0 ? `- ${written.join(' ')}\n` : `| ${written.join(' | ')} |\n`;
}

function sectionText(section: Section, kept: readonly string[], left: number): string {
  const { title, columns } = section;
  const head =
    columns.length === 0 ? '' : `| ${columns.join(' | ')} |\n|${columns.map(() => ' --- |').join('')}\n`;
  const rest = left === 0 ? '' : `\n${left} more ${left === 1 ? 'row is' : 'rows are'} in the JSON report.\n`;
  return `\n### ${title}\n\n${kept.length === 0 ? '' : head + kept.join('')}${rest}`;
}

/**
 * A comment for a pull request: at most 60,000 characters. What does not fit is left out by whole rows, from the end
 * of the report, and counted; wipes and refusals stay.
 */
export function reviewMarkdown(review: Review): string {
  const sections = sectionsOf(review);
  const opening = `${reviewMarker}\n## ${prose(review.verdict.text)}\n`;
  const closing = `\n<sub>rackform review, digest \`${review.digest}\`</sub>\n`;
  for (const isShort of [false, true]) {
    const text = fitted(sections, limit - opening.length - closing.length, isShort);
    if (text !== null) return `${opening}${text}${closing}`;
  }
  return `${opening}\nThe servers that are wiped are too many for a comment; they are in the JSON report.\n${closing}`;
}

/** The sections within a length; null where what must stay is longer. */
function fitted(sections: readonly Section[], length: number, isShort: boolean): string | null {
  const kept = sections.map(({ lines, columns }) =>
    lines.map((line) => ({ text: lineText(line, columns, isShort), must: line.must })),
  );
  const lost = sections.map(() => 0);
  const whole = () =>
    sections.map((section, index) =>
      sectionText(
        section,
        (kept[index] ?? []).map(({ text }) => text),
        lost[index] ?? 0,
      ),
    );
  let size = whole().join('').length;
  // A count may get longer by some characters as rows go.
  const spare = sections.length * 40;
  for (let index = sections.length - 1; index >= 0 && size > length - spare; index--) {
    const lines = kept[index] ?? [];
    for (let at = lines.length - 1; at >= 0 && size > length - spare; at--) {
      const line = lines[at];
      if (line === undefined || line.must) continue;
      lines.splice(at, 1);
      lost[index] = (lost[index] ?? 0) + 1;
      size -= line.text.length;
    }
  }
  const text = whole().join('');
  return text.length <= length ? text : null;
}
