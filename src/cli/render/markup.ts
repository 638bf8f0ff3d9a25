import { inert } from './inert.js';

/** HTML or SVG that is finished: nothing in it is escaped again. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly (string | number | Markup)[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return inert(String(part)).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A piece of HTML or SVG. What is put in is shown and does nothing, in text and between quotes, unless it is markup. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    strings
      .map((text, index) => `${text}${index < parts.length ? written(parts[index] ?? '') : ''}`)
      .join(''),
  );
}

export const nothing = new Markup('');

/** All strings in a value made inert, keys too. */
function inertValue(value: unknown): unknown {
  if (typeof value === 'string') return inert(value);
  if (Array.isArray(value)) return value.map(inertValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [inert(key), inertValue(inner)]));
}

/** JSON for a `script` element: no end tag and no comment in it, and what it holds is inert wherever it is shown. */
export function dataMarkup(value: unknown): Markup {
  return new Markup(
    JSON.stringify(inertValue(value)).replaceAll(
      /[&<>]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}
