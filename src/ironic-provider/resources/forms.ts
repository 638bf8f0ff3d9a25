import { isDeepStrictEqual } from 'node:util';
import { canonicalJson, dynamicOf, type Json, type JsonObject, jsonOf } from '../../protocol/json.js';
import { isObject, type ObjectValue, type Value } from '../../protocol/value.js';
import { type PatchOperation, pointerStep } from '../api/records.js';
import type { Field } from '../schema/field.js';

/** What Ironic writes in place of a secret. */
const MASK = '******';

function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function textOfJson(json: Json): string {
  return typeof json === 'string' ? json : JSON.stringify(json);
}

/** `boot_mode:uefi,cores:8` as a map. What has no colon is no capability. */
function parseCapabilities(text: Json | undefined): Record<string, string> {
  if (isJsonObject(text)) {
    return Object.fromEntries(Object.entries(text).map(([key, value]) => [key, textOfJson(value)]));
  }
  const parts = typeof text === 'string' ? text.split(',') : [];
  return Object.fromEntries(
    parts.flatMap((part) => {
      const colon = part.indexOf(':');
      return colon < 1 ? [] : [[part.slice(0, colon).trim(), part.slice(colon + 1).trim()] as const];
    }),
  );
}

function printCapabilities(map: Readonly<Record<string, Json>>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}:${textOfJson(value)}`)
    .join(',');
}

/** Keys that this resource has to do with: those of the state, or all of them where there is none yet. */
function ownKeys(
  found: JsonObject,
  known: Json | undefined,
  without: readonly string[] = [],
): readonly string[] {
  const names = known === undefined ? Object.keys(found) : isJsonObject(known) ? Object.keys(known) : [];
  return names.filter((name) => Object.hasOwn(found, name) && !without.includes(name));
}

/** A secret is masked: what is known of it is kept, and where nothing is, it is left out. */
function unmasked(found: JsonObject, known: Json | undefined, keys: readonly string[]): JsonObject {
  const before = isJsonObject(known) ? known : {};
  return Object.fromEntries(
    keys.flatMap((key): readonly (readonly [string, Json])[] => {
      if (found[key] !== MASK) return [[key, found[key] ?? null]];
      const kept = before[key];
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

function readMap(found: JsonObject, known: Value | undefined, without?: readonly string[]): Value {
  if (known === null) return null;
  const before = known === undefined ? undefined : jsonOf(known);
  const own = unmasked(found, before, ownKeys(found, before, without));
  if (known === undefined && Object.keys(own).length === 0) return null;
  return Object.fromEntries(
    Object.entries(own).flatMap(([key, value]) => (value === null ? [] : [[key, textOfJson(value)]])),
  );
}

function readJson(found: Json, known: Value | undefined): Value {
  if (known === null) return null;
  if (!isJsonObject(found)) return dynamicOf(found, known);
  const before = known === undefined ? undefined : jsonOf(known);
  const own = unmasked(found, before, ownKeys(found, before));
  if (known === undefined && Object.keys(own).length === 0) return null;
  return dynamicOf(own, known);
}

function readObject(found: Json, known: Value | undefined, { schema }: Field): Value {
  if (known === null || !isJsonObject(found)) return null;
  const attributes = Object.entries(schema.nested_type?.attributes ?? {});
  const texts = attributes.map(([name, { type }]) => {
    const value = found[name] ?? null;
    return [name, type === 'string' && value !== null ? textOfJson(value) : value] as const;
  });
  // What has nothing in it is as good as absent.
  return known === undefined && texts.every(([, value]) => value === null) ? null : Object.fromEntries(texts);
}

function readTexts(found: Json, known: Value | undefined): Value {
  if (known === null || !Array.isArray(found)) return null;
  return known === undefined && found.length === 0 ? null : (found as readonly string[]);
}

/** A step as Ironic keeps it: with arguments, and a number by which it is ordered. */
function storedStep(step: Json): Json {
  if (!isJsonObject(step)) return step;
  const ranks = ['priority', 'order'].filter((name) => Object.hasOwn(step, name));
  return { args: {}, ...step, ...Object.fromEntries(ranks.map((name) => [name, Number(step[name])])) };
}

function storedSteps(steps: Json): Json {
  return Array.isArray(steps) ? (steps as readonly Json[]).map(storedStep) : steps;
}

/** True for steps that Ironic keeps alike: in any order, and with the `args` that it fills in. */
export function isSameSteps(one: Value, other: Value): boolean {
  const [left, right] = [one, other].map((value) => {
    const steps = storedSteps(jsonOf(value));
    return Array.isArray(steps) ? (steps as readonly Json[]).map(canonicalJson).sort() : steps;
  });
  return isDeepStrictEqual(left, right);
}

function readMac(found: Json, known: Value | undefined): Value {
  if (typeof found === 'string' && typeof known === 'string' && known.toLowerCase() === found) return known;
  return found as Value;
}

/** Ironic's value at a place of its record; undefined where an older API does not have it. */
export function jsonAt(record: JsonObject, place: readonly string[]): Json | undefined {
  let at: Json | undefined = record;
  for (const step of place) at = isJsonObject(at) ? at[step] : undefined;
  return at;
}

/** The place of a field in Ironic's record. */
export function placeOf(name: string, { at }: Field): readonly [string, ...string[]] {
  return at ?? [name];
}

/**
 * The value of an attribute as Ironic has it.
 *
 * @param known value in the state; undefined where there is no state yet, and all there is is wanted
 */
export function readField(record: JsonObject, name: string, field: Field, known: Value | undefined): Value {
  const found = jsonAt(record, placeOf(name, field)) ?? null;
  switch (field.form ?? 'plain') {
    case 'text-map':
      return readMap(isJsonObject(found) ? found : {}, known, field.without);
    case 'capabilities':
      return readMap(parseCapabilities(found), known);
    case 'json':
      return readJson(found, known);
    case 'object':
      return readObject(found, known, field);
    case 'texts':
      return readTexts(found, known);
    case 'steps':
      return known !== undefined && isSameSteps(known, found as Value) ? known : dynamicOf(found, known);
    case 'mac':
      return readMac(found, known);
    default:
      return found as Value;
  }
}

function withoutNulls(value: Value): Json {
  const json = jsonOf(value);
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([, part]) => part !== null));
}

/** The value of an attribute as it is sent. */
export function writeField(field: Field, value: Value): Json {
  if (value === null) return null;
  if (field.form === 'capabilities') return printCapabilities(jsonOf(value) as Record<string, Json>);
  if (field.form === 'steps') return storedSteps(jsonOf(value));
  if (field.form === 'mac') return String(value).toLowerCase();
  return field.form === 'object' || field.form === 'text-map' ? withoutNulls(value) : jsonOf(value);
}

function pointer(place: readonly string[]): string {
  return `/${place.map(pointerStep).join('/')}`;
}

/** What leads from what is there to a value, as one piece. */
function patchWhole(
  place: readonly string[],
  present: Json | undefined,
  wanted: Json,
): readonly PatchOperation[] {
  const path = pointer(place);
  if (wanted !== null) return [{ op: 'add', path, value: wanted }];
  return present === undefined || present === null ? [] : [{ op: 'remove', path }];
}

function patchKeys(
  place: readonly string[],
  present: JsonObject,
  prior: JsonObject,
  wanted: JsonObject,
): readonly PatchOperation[] {
  const set = Object.entries(wanted)
    .filter(([key, value]) => JSON.stringify(prior[key]) !== JSON.stringify(value))
    .map(([key, value]) => ({ op: 'add', path: pointer([...place, key]), value }) as const);
  const gone = Object.keys(prior)
    .filter((key) => !Object.hasOwn(wanted, key) && Object.hasOwn(present, key))
    .map((key) => ({ op: 'remove', path: pointer([...place, key]) }) as const);
  return [...set, ...gone];
}

function objectOrEmpty(json: Json | undefined): JsonObject {
  return isJsonObject(json) ? json : {};
}

/** The operations that change an attribute from what the state has to what is planned. */
export function patchField(
  record: JsonObject,
  name: string,
  field: Field,
  prior: Value,
  planned: Value,
): readonly PatchOperation[] {
  const place = placeOf(name, field);
  const present = jsonAt(record, place);
  if (field.form === 'capabilities') {
    const kept = parseCapabilities(present);
    if (isObject(prior)) for (const key of Object.keys(prior)) delete kept[key];
    const all = { ...kept, ...(isObject(planned) ? (planned as ObjectValue as Record<string, string>) : {}) };
    return patchWhole(place, present, Object.keys(all).length === 0 ? null : printCapabilities(all));
  }
  const [before, wanted] = [writeField(field, prior), writeField(field, planned)];
  const isByKey = field.form === 'text-map' || (field.form === 'json' && isJsonObject(wanted ?? {}));
  if (!isByKey || !isJsonObject(present)) return patchWhole(place, present, wanted);
  return patchKeys(place, present, objectOrEmpty(before), objectOrEmpty(wanted));
}

/** A record to create, from the fields that have a value. */
export function bodyOf(values: readonly (readonly [readonly string[], Json])[]): JsonObject {
  const body: Record<string, Json> = {};
  // Outer places first: properties before what goes into them.
  for (const [[first = '', ...rest], json] of [...values].sort(
    ([one], [other]) => one.length - other.length,
  )) {
    const [inner] = rest;
    body[first] = inner === undefined ? json : { ...objectOrEmpty(body[first]), [inner]: json };
  }
  return body;
}
