import { decode, ExtData, encode } from '@msgpack/msgpack';
import { Decimal, fromFloat, parseNumber, printNumber } from './numbers.js';
import { below, parseType, type Trail, type Type, ValueError } from './types.js';
import { Dynamic, isObject, part, Unknown, unknown, type Value } from './value.js';

/** What Terraform writes for an unknown value: extension 0 with one byte. */
const plainUnknown = new ExtData(0, Uint8Array.of(0));
/** An unknown value of which something is known: its body is a msgpack map of its own. */
const refinedUnknown = 12;

const least = -(2n ** 63n);
const greatest = 2n ** 64n - 1n;

function kindOf(item: unknown): string {
  if (Array.isArray(item)) return 'an array';
  return item === null ? 'null' : `a ${typeof item}`;
}

function article(type: string): string {
  return type === 'object' ? 'an object' : `a ${type}`;
}

function mismatch(trail: Trail, wanted: string, found: unknown): ValueError {
  return new ValueError(`${article(wanted)} is required, but ${kindOf(found)} was given`, {
    path: [...trail],
  });
}

function decodeUnknown(data: ExtData, trail: Trail): Unknown {
  const body = typeof data.data === 'function' ? data.data(0) : data.data;
  if (body.length <= 1) return unknown;
  if (data.type === refinedUnknown) return new Unknown(Uint8Array.from(body));
  throw new ValueError(`extension ${data.type} is not known`, { path: [...trail] });
}

function decodeNumber(item: unknown, trail: Trail): Value {
  if (typeof item === 'number') return fromFloat(item);
  if (typeof item === 'bigint') return parseNumber(String(item)) ?? item;
  const parsed = typeof item === 'string' ? parseNumber(item) : null;
  if (parsed === null) throw mismatch(trail, 'number', item);
  return parsed;
}

function decodePrimitive(item: unknown, type: 'string' | 'number' | 'bool' | 'dynamic', trail: Trail): Value {
  if (type === 'number') return decodeNumber(item, trail);
  if (type === 'string' && typeof item === 'string') return item;
  if (type === 'bool' && typeof item === 'boolean') return item;
  if (type !== 'dynamic') throw mismatch(trail, type, item);
  const [typeJson, inner] = Array.isArray(item) && item.length === 2 ? (item as unknown[]) : [];
  if (!(typeJson instanceof Uint8Array)) throw mismatch(trail, 'dynamic', item);
  const own = parseType(JSON.parse(Buffer.from(typeJson).toString('utf8')), [...trail]);
  return new Dynamic(own, fromWire(inner, own, trail));
}

function fromWire(item: unknown, type: Type, trail: Trail): Value {
  if (item === null || item === undefined) return null;
  if (item instanceof ExtData) return decodeUnknown(item, trail);
  if (typeof type === 'string') return decodePrimitive(item, type, trail);
  const [kind, inner] = type;
  if (kind === 'list' || kind === 'set' || kind === 'tuple') {
    if (!Array.isArray(item)) throw mismatch(trail, kind, item);
    if (kind === 'tuple' && item.length !== inner.length) throw mismatch(trail, 'tuple', item);
    return item.map((element, index) =>
      below(fromWire, element, kind === 'tuple' ? (inner[index] ?? 'dynamic') : inner, trail, index),
    );
  }
  if (typeof item !== 'object' || Array.isArray(item)) throw mismatch(trail, kind, item);
  const parts = item as Readonly<Record<string, unknown>>;
  if (kind === 'object') {
    const read: Record<string, Value> = {};
    for (const name of Object.keys(inner)) {
      read[name] = below(fromWire, part(parts, name), inner[name] ?? 'dynamic', trail, name);
    }
    return read;
  }
  const entries = Object.entries(parts);
  return Object.fromEntries(entries.map(([name, own]) => [name, below(fromWire, own, inner, trail, name)]));
}

/** @throws {ValueError} where the bytes are no msgpack, or their value does not fit the type. */
export function decodeValue(body: Uint8Array, type: Type): Value {
  let item: unknown;
  try {
    item = decode(body, { useBigInt64: true });
  } catch (cause) {
    throw new ValueError('these bytes are no msgpack value', { path: [], cause });
  }
  return fromWire(item, type, []);
}

/** Fractions go as decimal text: Terraform counts in decimals of 512 bits, and 0.1 as a float is not its 0.1. */
function encodeNumber(value: number | bigint | Decimal): unknown {
  if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isFinite(value))) return value;
  const text = printNumber(value);
  if (text.includes('.')) return text;
  const big = BigInt(text);
  return big >= least && big <= greatest ? big : text;
}

function toWirePrimitive(
  value: Value,
  type: 'string' | 'number' | 'bool' | 'dynamic',
  trail: Trail,
): unknown {
  if (type === 'number') {
    if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal) {
      return encodeNumber(value);
    }
  } else if (type === 'dynamic') {
    if (value instanceof Dynamic) {
      return [Buffer.from(JSON.stringify(value.type)), toWire(value.value, value.type, trail)];
    }
  } else if (typeof value === (type === 'bool' ? 'boolean' : 'string')) {
    return value;
  }
  throw mismatch(trail, type, value);
}

function toWire(value: Value | undefined, type: Type, trail: Trail): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown) {
    return value.refinement === null ? plainUnknown : new ExtData(refinedUnknown, value.refinement);
  }
  if (typeof type === 'string') return toWirePrimitive(value, type, trail);
  const [kind, inner] = type;
  if (kind === 'list' || kind === 'set' || kind === 'tuple') {
    if (!Array.isArray(value)) throw mismatch(trail, kind, value);
    return (value as readonly Value[]).map((element, index) =>
      below(toWire, element, kind === 'tuple' ? (inner[index] ?? 'dynamic') : inner, trail, index),
    );
  }
  if (!isObject(value)) throw mismatch(trail, kind, value);
  if (kind === 'map') {
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, own]) => [name, below(toWire, own, inner, trail, name)]));
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(inner, name)) continue;
    throw new ValueError('the schema has no such attribute', { path: [...trail, name] });
  }
  const written: Record<string, unknown> = {};
  for (const name of Object.keys(inner)) {
    written[name] = below(toWire, part(value, name), inner[name] ?? 'dynamic', trail, name);
  }
  return written;
}

/**
 * Encodes a value by its type. Attributes that an object leaves out are written as null: Terraform wants each.
 *
 * @throws {ValueError} where the value does not fit the type, or has an attribute that the schema has not
 */
export function encodeValue(value: Value, type: Type): Uint8Array {
  return encode(toWire(value, type, []), { useBigInt64: true });
}
