import { Decimal, printNumber } from './numbers.js';
import { type Type, ValueError } from './types.js';

/** A value that is known only after another change was applied. */
export class Unknown {
  /** What Terraform knows about it all the same, as its own bytes: to be handed back, not to be read. */
  readonly refinement: Uint8Array | null;

  constructor(refinement: Uint8Array | null = null) {
    this.refinement = refinement;
  }
}

/** A value of an attribute of type `dynamic`: it brings its type along. */
export class Dynamic {
  readonly type: Type;
  readonly value: Value;

  constructor(type: Type, value: Value) {
    this.type = type;
    this.value = value;
  }
}

/**
 * A Terraform value. Lists, sets and tuples are arrays (of a set the order means nothing); maps, objects and
 * blocks are plain objects. Integers beyond 2^53 are `bigint`.
 */
export type Value =
  | null
  | boolean
  | string
  | number
  | bigint
  | Decimal
  | Unknown
  | Dynamic
  | readonly Value[]
  | ObjectValue;

/** A map, an object, a block or a whole resource. */
export interface ObjectValue {
  readonly [name: string]: Value;
}

/** The unknown value of which nothing else is known. */
export const unknown = new Unknown();

/** True for maps, objects and blocks. */
export function isObject(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown || value instanceof Decimal || value instanceof Dynamic)
  );
}

/** An object's own part of that name: a schema may well have an attribute called `constructor`. */
export function part<T>(object: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** True where the value or any part of it is unknown. */
export function hasUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Dynamic) return hasUnknown(value.value);
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

function canonical(type: Type, value: Value | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown) return { unknown: true };
  if (value instanceof Dynamic) return { type: value.type, value: canonical(value.type, value.value) };
  if (Array.isArray(value)) return canonicalItems(type, value as readonly Value[]);
  if (isObject(value)) {
    const [kind, inner] = typeof type === 'string' ? [] : type;
    const names = kind === 'object' ? Object.keys(inner) : Object.keys(value);
    const itemType = (name: string): Type =>
      kind === 'object' ? (inner[name] ?? 'dynamic') : kind === 'map' ? inner : 'dynamic';
    return names.sort().map((name) => [name, canonical(itemType(name), value[name])]);
  }
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal
    ? printNumber(value)
    : value;
}

function canonicalItems(type: Type, items: readonly Value[]): unknown {
  if (typeof type === 'string' || type[0] === 'object' || type[0] === 'map') {
    throw new ValueError('an array stands where the schema has none', { path: [] });
  }
  const inner = type[1];
  if (type[0] === 'tuple') return items.map((item, index) => canonical(type[1][index] ?? 'dynamic', item));
  const parts = items.map((item) => canonical(inner as Type, item));
  if (type[0] === 'list') return parts;
  const byText = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...byText.keys()].sort().map((text) => byText.get(text));
}

/** A text that is the same exactly for equal values of a type: sets without order, numbers by value. */
export function canonicalText(type: Type, value: Value): string {
  return JSON.stringify(canonical(type, value));
}

/** Equality as Terraform means it: sets without order, numbers by value, unknown equal to unknown. */
export function sameValue(type: Type, left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof type === 'string') return canonicalText(type, left) === canonicalText(type, right);
  const [kind, inner] = type;
  // Part by part where that says the same: of a whole resource the text takes ten times as long.
  if (kind === 'object' && isObject(left) && isObject(right)) {
    return Object.keys(inner).every((name) =>
      sameValue(inner[name] ?? 'dynamic', part(left, name) ?? null, part(right, name) ?? null),
    );
  }
  if (kind === 'list' && Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(inner, item, right[index]));
  }
  return canonicalText(type, left) === canonicalText(type, right);
}
