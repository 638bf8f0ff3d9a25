import { parseNumber } from './numbers.js';
import { below, parseType, type Trail, type Type, ValueError } from './types.js';
import { Dynamic, part, type Value } from './value.js';

const numberText = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Where the string that starts at `start` ends: the position of its closing quote. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/** Writes every number as a string: `JSON.parse` would round those beyond 2^53. */
function quoteNumbers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const start = quote < 0 ? text.length : quote;
    parts.push(text.slice(at, start).replace(numberText, '"$&"'));
    const end = quote < 0 ? text.length : endOfString(text, start);
    parts.push(text.slice(start, end + 1));
    at = end + 1;
  }
  return parts.join('');
}

function misfit(type: string, trail: Trail): ValueError {
  return new ValueError(`the state holds no ${type} here`, { path: [...trail] });
}

function fitPrimitive(json: unknown, type: 'string' | 'number' | 'bool' | 'dynamic', trail: Trail): Value {
  if (type === 'string' && typeof json === 'string') return json;
  if (type === 'number' && typeof json === 'string') {
    const parsed = parseNumber(json);
    if (parsed !== null) return parsed;
  }
  if (type === 'bool' && (json === true || json === 'true')) return true;
  if (type === 'bool' && (json === false || json === 'false')) return false;
  if (type === 'dynamic' && typeof json === 'object' && json !== null) {
    const { type: own, value } = json as { type?: unknown; value?: unknown };
    const parsed = parseType(own, [...trail]);
    return new Dynamic(parsed, fitTo(value, parsed, trail));
  }
  throw misfit(type, trail);
}

function fitTo(json: unknown, type: Type, trail: Trail): Value {
  if (json === null || json === undefined) return null;
  if (typeof type === 'string') return fitPrimitive(json, type, trail);
  const [kind, inner] = type;
  if (kind === 'list' || kind === 'set' || kind === 'tuple') {
    if (!Array.isArray(json)) throw misfit(kind, trail);
    return json.map((item, index) =>
      below(fitTo, item, kind === 'tuple' ? (inner[index] ?? 'dynamic') : inner, trail, index),
    );
  }
  if (typeof json !== 'object' || Array.isArray(json)) throw misfit(kind, trail);
  const parts = json as Readonly<Record<string, unknown>>;
  if (kind === 'map') {
    const entries = Object.entries(parts);
    return Object.fromEntries(entries.map(([name, item]) => [name, below(fitTo, item, inner, trail, name)]));
  }
  const fitted: Record<string, Value> = {};
  for (const name of Object.keys(inner)) {
    fitted[name] = below(fitTo, part(parts, name), inner[name] ?? 'dynamic', trail, name);
  }
  return fitted;
}

/**
 * Reads the JSON of a state file by a type, with every digit of its numbers. Fits it to the schema as Terraform
 * asks of a provider: attributes that the schema lacks are dropped, those that the state lacks are null.
 *
 * @throws {ValueError} where the JSON cannot be read, or has a value of another type
 */
export function parseState(body: Uint8Array, type: Type): Value {
  let json: unknown;
  try {
    json = JSON.parse(quoteNumbers(Buffer.from(body).toString('utf8')));
  } catch (cause) {
    throw new ValueError('the state is no JSON', { path: [], cause });
  }
  return fitTo(json, type, []);
}
