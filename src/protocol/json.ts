import { Decimal } from './numbers.js';
import type { Type } from './types.js';
import { Dynamic, isObject, type ObjectValue, Unknown, type Value } from './value.js';

/** Data as an API keeps it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A value as JSON; what is not known is null. */
export function jsonOf(value: Value | undefined): Json {
  if (value === undefined || value === null || value instanceof Unknown) return null;
  if (value instanceof Dynamic) return jsonOf(value.value);
  if (value instanceof Decimal) return Number(value.text);
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(jsonOf);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonOf(part)]));
  }
  return value as Json;
}

/** A map or object attribute as JSON; empty where it has none. */
export function objectOf(values: ObjectValue, name: string): JsonObject {
  const json = jsonOf(values[name]);
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : {};
}

function typeOf(json: Json): Type {
  if (Array.isArray(json)) return ['tuple', (json as readonly Json[]).map(typeOf)];
  if (typeof json === 'object' && json !== null) {
    return ['object', Object.fromEntries(Object.entries(json).map(([key, part]) => [key, typeOf(part)]))];
  }
  if (typeof json === 'number') return 'number';
  return typeof json === 'boolean' ? 'bool' : 'string';
}

/**
 * JSON as the value of a dynamic attribute.
 *
 * @param known the value that Terraform has: kept where it says the same, since its type may be another
 */
export function dynamicOf(json: Json, known: Value | undefined): Value {
  if (known !== undefined && canonicalJson(jsonOf(known)) === canonicalJson(json)) return known;
  return json === null ? null : new Dynamic(typeOf(json), json as Value);
}

/** The same text for the same data, whatever the order of its keys. */
export function canonicalJson(json: Json): string {
  return JSON.stringify(json, (_key, part: Json) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
