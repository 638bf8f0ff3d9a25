import { nearest } from '../../definition/nearest.js';
import { isMap } from '../../definition/raw.js';
import type { Issue } from '../../errors.js';
import { placeOfCell } from '../csv-text.js';
import { fieldsOf, type Report } from '../imported/source/fields.js';
import { type Input, issueAt } from '../imported/source/input.js';
import { readTable } from '../imported/source/table.js';
import type { Source } from '../text.js';
import type { Collection, Kind } from './kinds.js';

/**
 * Columns of NetBox's CSV export, old and new, and of its import form, by the letters and digits of their heads, with
 * the path that the REST API has the same under.
 */
const columns: Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>> = {
  devices: {
    id: 'id',
    name: 'name',
    status: 'status.value',
    site: 'site.name',
    location: 'location.name',
    rack: 'rack.name',
    position: 'position',
    positionu: 'position',
    role: 'role.name',
    devicerole: 'role.name',
    manufacturer: 'device_type.manufacturer.name',
    type: 'device_type.model',
    devicetype: 'device_type.model',
    serial: 'serial',
    serialnumber: 'serial',
    assettag: 'asset_tag',
    oobip: 'oob_ip.address',
    outofbandip: 'oob_ip.address',
    ipaddress: 'primary_ip4.address',
    ipv4address: 'primary_ip4.address',
    primaryip4: 'primary_ip4.address',
    parentdevice: 'parent_device.name',
  },
  interfaces: {
    id: 'id',
    name: 'name',
    device: 'device.name',
    label: 'label',
    enabled: 'enabled',
    type: 'type.value',
    managementonly: 'mgmt_only',
    mgmtonly: 'mgmt_only',
    macaddress: 'mac_address',
    primarymacaddress: 'mac_address',
    speed: 'speed',
    speedkbps: 'speed',
    description: 'description',
  },
};

/** Heads that a file of each kind must have. */
const needed: readonly (readonly [Kind, readonly string[]])[] = [
  ['interfaces', ['name', 'device.name', 'type.value']],
  ['devices', ['name', 'device_type.model']],
];

/** A CSV export, and how to point into it. Undefined where it has no header. */
export interface Export {
  readonly input: Input;
  readonly kind: Kind | undefined;
  readonly items: readonly unknown[];
}

/** Reads a CSV export of devices or interfaces as what the REST API would have answered. */
export function readExport(source: Source, issues: Issue[]): Export {
  const table = readTable(source, undefined, issues);
  if (table === undefined)
    return { input: { source, place: () => ({ line: 1, column: 1 }) }, kind: undefined, items: [] };
  const heads = table.header.cells.map((cell) => cell.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const kind = needed.find(([candidate, paths]) => {
    const known = new Set(heads.map((head) => columns[candidate]?.[head]));
    return paths.every((path) => known.has(path));
  })?.[0];
  const paths = heads.map((head) => (kind === undefined ? undefined : columns[kind]?.[head]));
  const items = table.rows.map(({ cells }) => {
    const item: Record<string, unknown> = {};
    for (const [index, path] of paths.entries()) {
      const text = (cells[index] ?? '').trim();
      if (path !== undefined && !isNothing(text)) setIn(item, path.split('.'), text);
    }
    return withRackId(item);
  });
  const place: Input['place'] = ([row, ...path]) => {
    const { line } = typeof row === 'number' ? (table.rows[row] ?? table.header) : table.header;
    const column = paths.findIndex(
      (known) => known !== undefined && path.length > 0 && known.startsWith(path.join('.')),
    );
    return placeOfCell(source, table.separator, line, Math.max(0, column));
  };
  const input = { source, place };
  if (kind === undefined) issues.push(unknownExport(input, table.header.cells));
  return { input, kind, items };
}

/** Racks are unique by their name in a location only, and an export has no ids of racks. */
function withRackId(item: Record<string, unknown>): Record<string, unknown> {
  const { rack, location } = item;
  if (isMap(rack) && isMap(location)) item['rack'] = { id: `${location['name']}/${rack['name']}`, ...rack };
  return item;
}

/** What tables of NetBox show where there is nothing. */
function isNothing(text: string): boolean {
  return text === '' || text === '—' || text === 'None';
}

/** The first column that has a path counts: `IP Address` is the same as `IPv4 Address` behind it. */
function setIn(map: Record<string, unknown>, [key = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    map[key] ??= text;
    return;
  }
  const inner = (map[key] ?? {}) as Record<string, unknown>;
  map[key] = inner;
  setIn(inner, rest, text);
}

function unknownExport(input: Input, cells: readonly string[]): Issue {
  const near = ['Device', 'Type', 'Name']
    .map((head) => nearest(head, cells))
    .find((found) => found !== undefined);
  const hint = `an export of devices has the columns Name and Type, one of interfaces Name, Device and Type${near === undefined ? '' : `; ${JSON.stringify(near)} is near`}`;
  return issueAt(
    input,
    [],
    'IMPORT_UNKNOWN_DOCUMENT',
    'the header is that of no export of NetBox that is known',
    hint,
  );
}

/** Adds what an export holds. */
export function collectExport({ input, kind, items }: Export, collection: Collection, report: Report): void {
  if (kind === undefined) return;
  for (const [index, item] of items.entries())
    collection.add(kind, fieldsOf(item, { file: input.source.file, path: [index] }, report));
}
