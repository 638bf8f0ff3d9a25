/**
 * What could act on a terminal or mislead a reader: control characters, line and paragraph separators, marks
 * that turn the direction of text, invisible characters, halves of surrogate pairs.
 */
const acting =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** Text of unknown origin, on one line and unable to do anything but be read. */
export function inert(text: string): string {
  return text.replaceAll(acting, (character) =>
    character === '\n' ? '\\n' : character === '\t' ? '\\t' : character === '\r' ? '\\r' : escaped(character),
  );
}

/** JSON with a line end, on which `inert` would change nothing that a parser sees. */
export function inertJson(value: unknown): string {
  // JSON.stringify escapes control characters up to U+001F inside strings; those left outside are its own line ends.
  return `${JSON.stringify(value, null, 2).replaceAll(acting, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}
