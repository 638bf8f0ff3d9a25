/** First line of every generated page, under its title. */
export const GENERATED =
  '<!-- Written by `npm run generate`. Do not edit: change what it is generated from. -->';

/** Text for one cell of a table: one line, no column of its own, nothing that would be taken for HTML. */
export function cell(text: string): string {
  return outsideCode(text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' '), (plain) =>
    plain.replaceAll('<', '&lt;'),
  ).trim();
}

/** Applies a change to what stands outside of code spans. */
function outsideCode(text: string, change: (plain: string) => string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

/** A table; cells are taken as they are. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** A code span. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** First letter large, a stop at the end. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** `a, b or c`. */
export function choice(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** A whole page: no blank line twice, one line end at the end. */
export function page(lines: readonly string[]): string {
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
