import { isMap, kindOf } from '../../../definition/raw.js';
import { quote } from '../../../definition/secrets.js';
import type { DocumentPath } from '../../../errors.js';

/** Where a value stands in the input. */
export interface Place {
  readonly file: string;
  readonly path: DocumentPath['path'];
}

/** Takes note of a problem with the input. */
export type Report = (place: Place, code: string, message: string, hint?: string) => void;

/**
 * A map of the input, read without trust: a key that is missing or null is null, one of a wrong type is reported
 * and null.
 */
export interface Fields {
  readonly place: Place;
  readonly has: (key: string) => boolean;
  readonly at: (key: string | number) => Place;
  /** Trimmed; null where empty. A number is taken as its digits. */
  readonly text: (key: string) => string | null;
  /** A text of digits only is taken as that number. */
  readonly number: (key: string) => number | null;
  readonly flag: (key: string) => boolean | null;
  /** Empty fields where there is no such map. */
  readonly fields: (key: string) => Fields;
  /** True where the value is a text. */
  readonly isText: (key: string) => boolean;
  /** Texts of a list, or one alone; what is no text is reported and left out. */
  readonly texts: (key: string) => readonly { readonly text: string; readonly place: Place }[];
  readonly keys: () => readonly string[];
  /** The value of `id`, where it is a number or a text. */
  readonly idOf: () => string | null;
  /** Keys with values that are texts, numbers or flags, as text. */
  readonly entries: () => readonly (readonly [string, string])[];
  /** Maps in a list, or the values of a map; what is no map is reported and left out. */
  readonly list: (key: string) => readonly { readonly key: string; readonly fields: Fields }[];
}

/** Fields of a value that should be a map. */
export function fieldsOf(value: unknown, place: Place, report: Report): Fields {
  if (value !== undefined && value !== null && !isMap(value)) wrongType(report, place, 'a map', value);
  const map = isMap(value) ? value : {};
  const get = (key: string): unknown => (Object.hasOwn(map, key) ? (map[key] ?? null) : null);
  const at = (key: string | number): Place => ({ file: place.file, path: [...place.path, key] });
  return {
    place,
    at,
    has: (key) => get(key) !== null,
    text: (key) => textOf(get(key), at(key), report),
    number: (key) => numberOf(get(key), at(key), report),
    flag: (key) => flagOf(get(key), at(key), report),
    fields: (key) => fieldsOf(get(key), at(key), report),
    isText: (key) => typeof get(key) === 'string',
    texts: (key) => textsOf(get(key), at(key), report),
    keys: () => Object.keys(map),
    idOf: () => {
      const id = get('id');
      return typeof id === 'number' || typeof id === 'string' ? String(id) : null;
    },
    entries: () =>
      Object.entries(map).flatMap(([key, entry]) =>
        ['string', 'number', 'boolean'].includes(typeof entry) ? [[key, String(entry)] as const] : [],
      ),
    list: (key) => listOf(get(key), at(key), report),
  };
}

function textsOf(
  value: unknown,
  place: Place,
  report: Report,
): readonly { readonly text: string; readonly place: Place }[] {
  const entries = Array.isArray(value)
    ? value.map((entry: unknown, index) => ({ entry, place: { ...place, path: [...place.path, index] } }))
    : [{ entry: value, place }];
  return entries.flatMap(({ entry, place: at }) => {
    const text = textOf(entry ?? null, at, report);
    return text === null ? [] : [{ text, place: at }];
  });
}

/** Maps of a list, or of the values of a map. */
export function listOf(
  value: unknown,
  place: Place,
  report: Report,
): readonly { readonly key: string; readonly fields: Fields }[] {
  if (value === null || value === undefined) return [];
  const at = (key: string | number): Place => ({ file: place.file, path: [...place.path, key] });
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry] as const)
    : isMap(value)
      ? Object.entries(value)
      : [];
  if (!Array.isArray(value) && !isMap(value)) wrongType(report, place, 'a list', value);
  return entries.flatMap(([key, entry]) => {
    if (entry === null) return [];
    if (isMap(entry)) return [{ key: String(key), fields: fieldsOf(entry, at(key), report) }];
    wrongType(report, at(key), 'a map', entry);
    return [];
  });
}

function textOf(value: unknown, place: Place, report: Report): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      report(
        place,
        'IMPORT_DIGITS_LOST',
        `is a number of more digits than JSON readers keep, read as ${value}`,
        'write it in quotes',
      );
    }
    return String(value);
  }
  wrongType(report, place, 'text', value);
  return null;
}

function numberOf(value: unknown, place: Place, report: Report): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    if (value.trim() === '') return null;
    if (/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return Number(value);
  }
  wrongType(report, place, 'a number', value);
  return null;
}

function flagOf(value: unknown, place: Place, report: Report): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|yes)$/i.test(value.trim())) return true;
  if (typeof value === 'string' && /^(?:false|no)$/i.test(value.trim())) return false;
  wrongType(report, place, 'true or false', value);
  return null;
}

function wrongType(report: Report, place: Place, wanted: string, value: unknown): void {
  const shown = typeof value === 'string' ? quote(value) : kindOf(value);
  report(place, 'IMPORT_WRONG_TYPE', `must be ${wanted}, got ${shown}`, 'it is taken as not known');
}
