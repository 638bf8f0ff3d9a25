import { stringify } from 'yaml';

/** A value of a definition document. A key that begins with `#` is a comment line; its value is the text. */
export type DocumentValue =
  | string
  | number
  | boolean
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue | undefined };

/** A map of a document, in the order of its keys. */
export type DocumentMap = { readonly [key: string]: DocumentValue | undefined };

/**
 * A YAML document with comments, in block style, in the order of its keys. The same value gives the same bytes, and
 * every text that YAML would read as something else is quoted.
 *
 * @param head comment lines before the document, the modeline first
 */
export function emitYaml(value: DocumentMap, head: readonly string[]): string {
  const lines = emitMap(value, 0);
  const first = head.map((line) => line.split(lineEnds).join(' '));
  return `${[...first, ...(head.length > 0 ? [''] : []), ...lines].join('\n')}\n`;
}

function emitMap(map: DocumentMap, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  return Object.entries(map).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key.startsWith('#')) return commentLines(String(value), indent);
    const name = scalar(key);
    if (Array.isArray(value)) return [`${indent}${name}: ${flowList(value)}`];
    if (typeof value === 'object') {
      const inner = emitMap(value as { readonly [key: string]: DocumentValue }, depth + 1);
      // With nothing but comments inside it is a comment too, ready to be taken out as a whole.
      const isComment = inner.every((line) => line.trimStart().startsWith('#'));
      if (inner.length === 0) return [`${indent}${name}: {}`];
      return [isComment ? `${indent}# ${name}:` : `${indent}${name}:`, ...inner];
    }
    return [`${indent}${name}: ${scalar(value)}`];
  });
}

/** All that YAML or an editor takes for the end of a line. */
const lineEnds = /[\r\n\u0085\u2028\u2029]+/;

/** A comment ends with its line, whatever is in it. */
function commentLines(text: string, indent: string): readonly string[] {
  return text.split(lineEnds).map((line) => `${indent}# ${line}`.trimEnd());
}

function flowList(list: readonly DocumentValue[]): string {
  return `[${list.map((entry) => (typeof entry === 'string' ? scalar(entry) : stringify(entry, flow).trimEnd())).join(', ')}]`;
}

const flow = { lineWidth: 0, collectionStyle: 'flow', defaultStringType: 'PLAIN' } as const;

/** Truth values of YAML 1.1, which some tools still read. */
const oldBoolean = /^(?:y|n|yes|no|on|off)$/i;

/** In one line always: a block scalar would need the indentation of its place. */
function scalar(value: DocumentValue): string {
  const isOdd = typeof value === 'string' && (!/^[\w./:+ -]*$/.test(value) || oldBoolean.test(value));
  if (isOdd) return JSON.stringify(value);
  return stringify(value, flow).trimEnd();
}

/** A CSV text of a header and rows; cells that hold a separator, a quote or a line end are quoted. */
export function emitCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[header, ...rows].map((cells) => cells.map(cell).join(',')).join('\n')}\n`;
}

function cell(text: string): string {
  // A line that begins with # is a comment to the reader, and blanks at the ends are cut.
  return /[",\r\n]|^[#\s]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
