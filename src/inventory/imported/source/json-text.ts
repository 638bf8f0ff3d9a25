import type { DocumentPath } from '../../../errors.js';

/** A mistake in a JSON text. */
export interface JsonFault {
  readonly message: string;
  readonly offset: number;
}

/** Deeper than this is no inventory, and recursion would end in a stack overflow. */
const deepest = 500;

/** Parses JSON; a mistake comes with its offset, which the parser of the language does not always tell. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: JsonFault } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const cursor: Cursor = { text, offset: 0, fault: null };
    skipDocument(cursor);
    return { fault: cursor.fault ?? { message: 'is no JSON', offset: 0 } };
  }
}

/**
 * Finds where values begin in a JSON text, by path; of a value that is not there, the nearest one above it. Of a key
 * given twice, the last counts. Every list and map is looked through once, however many are asked for.
 */
export function offsetsIn(text: string): (path: DocumentPath['path']) => number {
  const children = new Map<number, ReadonlyMap<string, number>>();
  const cursor: Cursor = { text, offset: 0, fault: null };
  skipBlanks(cursor);
  const root = cursor.offset;
  return (path) => {
    let found = root;
    for (const key of path) {
      const known = children.get(found) ?? childrenAt(text, found);
      children.set(found, known);
      const inner = known.get(String(key));
      if (inner === undefined) break;
      found = inner;
    }
    return found;
  };
}

function childrenAt(text: string, offset: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const cursor: Cursor = { text, offset, fault: null };
  const open = text[offset];
  if (open !== '{' && open !== '[') return found;
  walk(cursor, 0, (key, start) => found.set(open === '[' ? String(found.size) : key, start));
  return found;
}

interface Cursor {
  readonly text: string;
  offset: number;
  fault: JsonFault | null;
}

function skipDocument(cursor: Cursor): void {
  skipBlanks(cursor);
  if (!skipValue(cursor, 0)) return;
  skipBlanks(cursor);
  if (cursor.offset < cursor.text.length) fail(cursor, 'there is more text behind the end of the document');
}

function skipValue(cursor: Cursor, depth: number): boolean {
  const start = cursor.text[cursor.offset];
  if (start === '{' || start === '[') return walk(cursor, depth);
  if (start === '"') return skipString(cursor);
  const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
  scalar.lastIndex = cursor.offset;
  const match = scalar.exec(cursor.text);
  if (match === null)
    return fail(cursor, start === undefined ? 'the text ends too early' : 'a value is expected');
  cursor.offset += match[0].length;
  return true;
}

/** Goes through a list or a map, and tells where each value begins. */
function walk(cursor: Cursor, depth: number, visit?: (key: string, offset: number) => void): boolean {
  if (depth > deepest) return fail(cursor, `is nested more than ${deepest} levels deep`);
  const isMap = cursor.text[cursor.offset] === '{';
  const close = isMap ? '}' : ']';
  cursor.offset += 1;
  skipBlanks(cursor);
  if (cursor.text[cursor.offset] === close) {
    cursor.offset += 1;
    return true;
  }
  for (;;) {
    const key = isMap ? readKey(cursor) : '';
    if (key === undefined) return false;
    visit?.(key, cursor.offset);
    if (!skipValue(cursor, depth + 1)) return false;
    skipBlanks(cursor);
    const next = cursor.text[cursor.offset];
    if (next !== ',' && next !== close) return fail(cursor, `a comma or ${close} is expected`);
    cursor.offset += 1;
    if (next === close) return true;
    skipBlanks(cursor);
  }
}

function readKey(cursor: Cursor): string | undefined {
  const start = cursor.offset;
  if (cursor.text[start] !== '"') {
    fail(cursor, 'a key in double quotes is expected');
    return undefined;
  }
  if (!skipString(cursor)) return undefined;
  const key = JSON.parse(cursor.text.slice(start, cursor.offset)) as string;
  skipBlanks(cursor);
  if (cursor.text[cursor.offset] !== ':') {
    fail(cursor, 'a colon is expected');
    return undefined;
  }
  cursor.offset += 1;
  skipBlanks(cursor);
  return key;
}

function skipString(cursor: Cursor): boolean {
  // A control character is not allowed inside, so a quote that is never closed ends with its line.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
  const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
  string.lastIndex = cursor.offset;
  const match = string.exec(cursor.text);
  if (match === null) return fail(cursor, 'a text is not closed, or holds a character that must be escaped');
  cursor.offset += match[0].length;
  return true;
}

function skipBlanks(cursor: Cursor): void {
  const blanks = /[ \t\r\n]*/y;
  blanks.lastIndex = cursor.offset;
  cursor.offset += blanks.exec(cursor.text)?.[0].length ?? 0;
}

function fail(cursor: Cursor, message: string): false {
  const isEnd = cursor.offset >= cursor.text.length;
  cursor.fault ??= { message: isEnd ? 'the text ends too early' : message, offset: cursor.offset };
  return false;
}
