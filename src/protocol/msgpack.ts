import { decode, ExtData, encode } from '@msgpack/msgpack';
import { Decimal, fromFloat, parseNumber, printNumber } from './numbers.js';
import { type Path, parseType, type Type, ValueError } from './types.js';
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

function mismatch(path: Path, wanted: string, found: unknown): ValueError {
  return new ValueError(`${article(wanted)} is required, but ${kindOf(found)} was given`, { path });
}

function decodeUnknown(data: ExtData, path: Path): Unknown {
  const body = typeof data.data === 'function' ? data.data(0) : data.data;
  if (body.length <= 1) return unknown;
  if (data.type === refinedUnknown) return new Unknown(Uint8Array.from(body));
  throw new ValueError(`extension ${data.type} is not known`, { path });
}

function decodeNumber(item: unknown, path: Path): Value {
  if (typeof item === 'number') return fromFloat(item);
  if (typeof item === 'bigint') return parseNumber(String(item)) ?? item;
  const parsed = typeof item === 'string' ? parseNumber(item) : null;
  if (parsed === null) throw mismatch(path, 'number', item);
  return parsed;
}

function decodePrimitive(item: unknown, type: 'string' | 'number' | 'bool' | 'dynamic', path: Path): Value {
  if (type === 'number') return decodeNumber(item, path);
  if (type === 'string' && typeof item === 'string') return item;
  if (type === 'bool' && typeof item === 'boolean') return item;
  if (type !== 'dynamic') throw mismatch(path, type, item);
  const [typeJson, inner] = Array.isArray(item) && item.length === 2 ? (item as unknown[]) : [];
  if (!(typeJson instanceof Uint8Array)) throw mismatch(path, 'dynamic', item);
  const own = parseType(JSON.parse(Buffer.from(typeJson).toString('utf8')), path);
  return new Dynamic(own, fromWire(inner, own, path));
}

function fromWire(item: unknown, type: Type, path: Path): Value {
  if (item === null || item === undefined) return null;
  if (item instanceof ExtData) return decodeUnknown(item, path);
  if (typeof type === 'string') return decodePrimitive(item, type, path);
  const [kind, inner] = type;
  if (kind === 'list' || kind === 'set' || kind === 'tuple') {
    if (!Array.isArray(item)) throw mismatch(path, kind, item);
    if (kind === 'tuple' && item.length !== inner.length) throw mismatch(path, 'tuple', item);
    return item.map((element, index) =>
      fromWire(element, kind === 'tuple' ? (inner[index] ?? 'dynamic') : inner, [...path, index]),
    );
  }
  if (typeof item !== 'object' || Array.isArray(item)) throw mismatch(path, kind, item);
  const parts = item as Readonly<Record<string, unknown>>;
  const names = kind === 'object' ? Object.keys(inner) : Object.keys(parts);
  return Object.fromEntries(
    names.map((name) => {
      const itemType = kind === 'object' ? (inner[name] ?? 'dynamic') : inner;
      return [name, fromWire(part(parts, name), itemType, [...path, name])];
    }),
  );
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

function toWirePrimitive(value: Value, type: 'string' | 'number' | 'bool' | 'dynamic', path: Path): unknown {
  if (type === 'number') {
    if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal) {
      return encodeNumber(value);
    }
  } else if (type === 'dynamic') {
    if (value instanceof Dynamic) {
      return [Buffer.from(JSON.stringify(value.type)), toWire(value.value, value.type, path)];
    }
  } else if (typeof value === (type === 'bool' ? 'boolean' : 'string')) {
    return value;
  }
  throw mismatch(path, type, value);
}

function toWire(value: Value | undefined, type: Type, path: Path): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown) {
    return value.refinement === null ? plainUnknown : new ExtData(refinedUnknown, value.refinement);
  }
  if (typeof type === 'string') return toWirePrimitive(value, type, path);
  const [kind, inner] = type;
  if (kind === 'list' || kind === 'set' || kind === 'tuple') {
    if (!Array.isArray(value)) throw mismatch(path, kind, value);
    return (value as readonly Value[]).map((element, index) =>
      toWire(element, kind === 'tuple' ? (inner[index] ?? 'dynamic') : inner, [...path, index]),
    );
  }
  if (!isObject(value)) throw mismatch(path, kind, value);
  if (kind === 'map') {
    const parts = Object.entries(value).map(([name, item]) => [name, toWire(item, inner, [...path, name])]);
    return Object.fromEntries(parts);
  }
  const stranger = Object.keys(value).find((name) => !Object.hasOwn(inner, name));
  if (stranger !== undefined)
    throw new ValueError('the schema has no such attribute', { path: [...path, stranger] });
  return Object.fromEntries(
    Object.entries(inner).map(([name, own]) => [name, toWire(part(value, name), own, [...path, name])]),
  );
}

/**
 * Encodes a value by its type. Attributes that an object leaves out are written as null: Terraform wants each.
 *
 * @throws {ValueError} where the value does not fit the type, or has an attribute that the schema has not
 */
export function encodeValue(value: Value, type: Type): Uint8Array {
  return encode(toWire(value, type, []), { useBigInt64: true });
}
