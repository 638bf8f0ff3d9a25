import { Decimal } from './numbers.js';
import { isObject, type ObjectValue, Unknown, type Value } from './value.js';

/** A string attribute; null where it is null or not known. */
export function textOf(values: ObjectValue, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

/** A string attribute that the schema requires. */
export function needText(values: ObjectValue, name: string): string {
  const text = textOf(values, name);
  if (text === null) throw new TypeError(`${name} has no value`);
  return text;
}

/** A number attribute; null where it is null or not known. */
export function numberOf(values: ObjectValue, name: string): number | null {
  const value = values[name] ?? null;
  if (value === null || value instanceof Unknown) return null;
  return Number(value instanceof Decimal ? value.text : value);
}

/** A boolean attribute; null where it is null or not known. */
export function flagOf(values: ObjectValue, name: string): boolean | null {
  const value = values[name];
  return typeof value === 'boolean' ? value : null;
}

/** A list or set of strings; null where it is null or not known. */
export function textsOf(values: ObjectValue, name: string): readonly string[] | null {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly Value[]).filter((item) => typeof item === 'string') : null;
}

/** The nested blocks of a name, or elements of a list of objects. */
export function blocksOf(values: ObjectValue, name: string): readonly ObjectValue[] {
  const value = values[name];
  if (Array.isArray(value)) return (value as readonly Value[]).filter((item) => isObject(item));
  return isObject(value) ? [value] : [];
}

/** A list or set of numbers; null where it is null or not known. */
export function numbersOf(values: ObjectValue, name: string): readonly number[] | null {
  const value = values[name];
  if (!Array.isArray(value)) return null;
  return (value as readonly Value[]).flatMap((item) => numberOf({ item }, 'item') ?? []);
}
