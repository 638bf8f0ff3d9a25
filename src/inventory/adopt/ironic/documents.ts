import { isMap, setOwn } from '../../../definition/raw.js';
import { type Fields, fieldsOf, type Report } from '../../imported/source/fields.js';

/** What Ironic says: nodes in detail, and ports. */
export interface IronicDocuments {
  readonly nodes: readonly Fields[];
  readonly ports: readonly Fields[];
}

/** Heads of the tables that the openstack command prints, which are no names of the API. */
const heads: Readonly<Record<string, string>> = {
  provisioning_state: 'provision_state',
  pxe_boot_enabled: 'pxe_enabled',
};

/** An object with the names of the API: `Provisioning State`, as a list prints it, is `provision_state`. */
function withApiNames(value: unknown): unknown {
  if (!isMap(value)) return value;
  const named: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const plain = key.toLowerCase().replace(/ /g, '_');
    setOwn(named, /[A-Z ]/.test(key) ? (heads[plain] ?? plain) : key, inner);
  }
  return named;
}

/** Collects the documents of several files: answers of the API, and what `openstack baremetal` prints as JSON. */
export class IronicCollection implements IronicDocuments {
  readonly nodes: Fields[] = [];
  readonly ports: Fields[] = [];

  add(value: unknown, file: string, report: Report): void {
    const [objects, path] = objectsOf(value);
    const first = objects.map(withApiNames).find(isMap);
    const kind = kindOf(first);
    if (kind === undefined) {
      const isEmpty = objects.length === 0 && path !== null;
      report(
        { file, path: [] },
        isEmpty ? 'IMPORT_NO_MACHINES' : 'IMPORT_UNKNOWN_DOCUMENT',
        isEmpty ? 'the list is empty' : whatIs(first),
        'give what these print: openstack baremetal node list --long -f json, and port list --long -f json; or the answers of /v1/nodes/detail and /v1/ports/detail',
      );
      return;
    }
    for (const [index, object] of objects.entries()) {
      const place = { file, path: path === null ? [] : [...path, index] };
      this[kind].push(fieldsOf(withApiNames(object), place, report));
    }
  }
}

/** The objects of an answer, a list or one alone, and where they stand. */
function objectsOf(value: unknown): readonly [readonly unknown[], readonly string[] | null] {
  if (Array.isArray(value)) return [value, []];
  if (!isMap(value)) return [[], null];
  for (const key of ['nodes', 'ports']) {
    const list = value[key];
    if (Array.isArray(list)) return [list, [key]];
  }
  return [[value], null];
}

function kindOf(first: Readonly<Record<string, unknown>> | undefined): 'nodes' | 'ports' | undefined {
  if (first === undefined) return undefined;
  if ('provision_state' in first && 'driver' in first) return 'nodes';
  return 'address' in first && 'node_uuid' in first ? 'ports' : undefined;
}

function whatIs(first: Readonly<Record<string, unknown>> | undefined): string {
  if (first !== undefined && 'system_id' in first)
    return 'the file is machines of MAAS: give it to rackform adopt maas';
  if (first !== undefined && 'provision_state' in first)
    return 'the file lists nodes without their drivers: a list is short without --long';
  return 'the file is no answer of Ironic that adoption reads';
}
