/** The characters that Go's encoder escapes inside strings and others do not. */
const escapedByGo = /[<>&\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value).replace(escapedByGo, escaped);
  }
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${print(name)}:${print(member)}`).join(',')}}`;
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** True for what the SDK takes as JSON: any JSON value, and the empty text. */
export function isJsonText(text: string): boolean {
  return text === '' || parse(text) !== null;
}

/** The text as the SDK normalises it: no blanks, names sorted, written as Go does. What is no JSON is emptied. */
export function normalJsonText(text: string): string {
  const parsed = parse(text);
  return parsed === null ? '' : print(parsed.value);
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

/** True where two texts hold the same JSON object, whatever the order of its names. */
export function sameJsonObject(left: string, right: string): boolean {
  const [before, after] = [parse(left), parse(right)];
  if (before === null || after === null) return false;
  return isMap(before.value) && isMap(after.value) && print(before.value) === print(after.value);
}
