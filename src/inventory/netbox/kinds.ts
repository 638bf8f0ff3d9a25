import { isMap } from '../../definition/raw.js';
import { quote } from '../../definition/secrets.js';
import { type Fields, fieldsOf, type Place, type Report } from '../imported/source/fields.js';

/** Kinds of NetBox objects that are read, by the name of their endpoint. */
export const kinds = [
  'sites',
  'devices',
  'interfaces',
  'racks',
  'device-types',
  'modules',
  'module-types',
  'inventory-items',
  'power-feeds',
  'prefixes',
  'vlans',
  'ip-addresses',
] as const;
export type Kind = (typeof kinds)[number];

/** All objects that were found, each once. */
export type Objects = Readonly<Record<Kind, readonly Fields[]>>;

/** Keys that only objects of one kind have together, for answers without `url`. */
const signs: readonly (readonly [Kind, readonly string[]])[] = [
  ['devices', ['device_type', 'site']],
  ['interfaces', ['device', 'mgmt_only']],
  ['modules', ['device', 'module_bay']],
  ['inventory-items', ['device', 'part_id']],
  ['power-feeds', ['power_panel', 'voltage']],
  ['ip-addresses', ['address', 'assigned_object_type']],
  ['prefixes', ['prefix', 'is_pool']],
  ['vlans', ['vid', 'name']],
  ['racks', ['u_height', 'desc_units']],
  ['device-types', ['manufacturer', 'model', 'u_height']],
  ['module-types', ['manufacturer', 'model']],
];

/** Collects objects of all files. */
export interface Collection {
  readonly add: (kind: Kind, object: Fields) => void;
  readonly all: () => Objects;
}

/** An empty collection. An object that comes twice, as pages that overlap have it, is there once. */
export function startCollection(): Collection {
  const found = new Map<Kind, Fields[]>(kinds.map((kind) => [kind, []]));
  const seen = new Set<string>();
  return {
    add: (kind, object) => {
      const id = object.idOf();
      const key = `${kind} ${id}`;
      if (id !== null && seen.has(key)) return;
      seen.add(key);
      found.get(kind)?.push(object);
    },
    all: () => Object.fromEntries(found) as unknown as Objects,
  };
}

/** Pages of all kinds that came in pages. */
export type PagesByKind = Map<Kind, Pages>;

/** Pages of one kind: what they hold, and how many objects NetBox says there are. */
interface Pages {
  readonly ids: Set<string>;
  count: number;
  readonly last: Place;
}

/**
 * Finds the objects in an answer of the REST API: a page with `results`, a list of objects or of pages, or one object.
 */
export function collectAnswer(
  value: unknown,
  file: string,
  collection: Collection,
  pages: PagesByKind,
  report: Report,
): void {
  const unused = new Map<string, Place>();
  const visit = (item: unknown, place: Place, depth: number): void => {
    if (depth > 4) {
      report(place, 'IMPORT_UNKNOWN_DOCUMENT', 'is no answer of NetBox', answers);
      return;
    }
    if (Array.isArray(item)) {
      for (const [index, entry] of item.entries()) visit(entry, below(place, index), depth + 1);
      return;
    }
    if (!isMap(item)) {
      report(place, 'IMPORT_UNKNOWN_DOCUMENT', 'is no answer of NetBox', answers);
      return;
    }
    if (Array.isArray(item['results'])) {
      for (const [index, entry] of item['results'].entries())
        visit(entry, below(below(place, 'results'), index), depth + 1);
      countPage(item, item['results'], below(place, 'results'), pages);
      return;
    }
    const fields = fieldsOf(item, place, report);
    const kind = kindOf(item);
    if (kind === undefined) reportUnknown(item, fields, report);
    else if (isKind(kind)) collection.add(kind, fields);
    else if (!unused.has(kind)) unused.set(kind, place);
  };
  visit(value, { file, path: [] }, 0);
  for (const [kind, place] of unused)
    report(place, 'IMPORT_UNUSED', `${kind} are not used`, `what is read are ${kinds.join(', ')}`);
}

const answers = `save answers such as /api/dcim/devices/?limit=0; what is read are ${kinds.join(', ')}`;

function below(place: Place, key: string | number): Place {
  return { file: place.file, path: [...place.path, key] };
}

function isKind(kind: string): kind is Kind {
  return (kinds as readonly string[]).includes(kind);
}

function kindOf(item: Readonly<Record<string, unknown>>): string | undefined {
  const url = typeof item['url'] === 'string' ? item['url'] : '';
  const named = /\/api\/(?:dcim|ipam|tenancy|extras|virtualization|circuits)\/([a-z-]+)\//.exec(url)?.[1];
  return named ?? signs.find(([, keys]) => keys.every((key) => Object.hasOwn(item, key)))?.[0];
}

function reportUnknown(item: Readonly<Record<string, unknown>>, fields: Fields, report: Report): void {
  const detail = item['detail'];
  if (typeof detail === 'string')
    report(
      fields.place,
      'IMPORT_ERROR_ANSWER',
      `NetBox answered with an error: ${quote(detail)}`,
      'look at the token and the address, and get it again',
    );
  else report(fields.place, 'IMPORT_UNKNOWN_DOCUMENT', 'is no object of NetBox that is known', answers);
}

function countPage(
  page: Readonly<Record<string, unknown>>,
  results: readonly unknown[],
  place: Place,
  pages: PagesByKind,
): void {
  const { count, next, previous } = page;
  if (typeof count !== 'number' || (next == null && previous == null)) return;
  for (const item of results) {
    const kind = isMap(item) ? kindOf(item) : undefined;
    if (!isMap(item) || kind === undefined || !isKind(kind)) continue;
    const known = pages.get(kind) ?? { ids: new Set<string>(), count: 0, last: place };
    known.ids.add(String(item['id']));
    known.count = Math.max(known.count, count);
    pages.set(kind, known);
  }
}

/** Reports kinds of which pages are missing: machines that are not there would be left out in silence. */
export function reportMissingPages(pages: Readonly<PagesByKind>, report: Report): void {
  for (const [kind, { ids, count, last }] of pages) {
    if (ids.size < count)
      report(
        last,
        'IMPORT_INCOMPLETE',
        `${ids.size} of ${count} ${kind} are there: pages are missing`,
        'get all pages, or one with ?limit=0',
      );
  }
}
