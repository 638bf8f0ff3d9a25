import { isMap } from '../../../definition/raw.js';
import { type Fields, fieldsOf, listOf, type Report } from '../../imported/source/fields.js';

/** What MAAS says, by what each answer is about. */
export interface MaasDocuments {
  readonly machines: readonly Fields[];
  readonly subnets: readonly Fields[];
  readonly ranges: readonly Fields[];
  /** By system id. Passwords in it are not read. */
  readonly power: ReadonlyMap<string, Fields>;
  /** What is known of some machine's power. */
  readonly hasPower: boolean;
}

type ListKind = 'machines' | 'subnets' | 'ranges';

/** Keys that every object of an answer has, and no object of another. */
const signs: readonly (readonly [ListKind, readonly string[]])[] = [
  ['machines', ['system_id', 'status_name', 'hostname']],
  ['ranges', ['start_ip', 'end_ip']],
  ['subnets', ['cidr', 'vlan']],
];

/** Answers of others, by what they are taken for and what is to be done with them. */
const strangers: readonly {
  readonly is: (first: Readonly<Record<string, unknown>>) => boolean;
  readonly what: string;
  readonly instead: string;
}[] = [
  {
    is: (first) => 'provision_state' in first || 'Provisioning State' in first,
    what: 'nodes of Ironic',
    instead: 'give it to rackform adopt ironic',
  },
  {
    is: (first) => 'device_type' in first || 'device_role' in first,
    what: 'devices of NetBox, which knows what was bought and not what runs',
    instead: 'give it to rackform import netbox',
  },
  {
    is: (first) => 'pm_type' in first,
    what: 'an instackenv file',
    instead: 'give it to rackform import instackenv',
  },
  {
    is: (first) => 'class_type' in first || ('vlans' in first && 'id' in first),
    what: 'fabrics of MAAS, which machines and subnets name already',
    instead: 'leave it out',
  },
];

/** Collects the documents of several files, each told by its content. */
export class MaasCollection implements MaasDocuments {
  readonly machines: Fields[] = [];
  readonly subnets: Fields[] = [];
  readonly ranges: Fields[] = [];
  readonly power = new Map<string, Fields>();
  hasPower = false;

  /** Takes one answer; reports one that is none of these. */
  add(value: unknown, file: string, report: Report): void {
    const place = { file, path: [] };
    if (isMap(value) && this.#addPower(value, file, report)) return;
    const list = Array.isArray(value) ? listOf(value, place, report).map(({ fields }) => fields) : [];
    const first: unknown = Array.isArray(value) ? value.find(isMap) : value;
    const kind = isMap(first) ? signs.find(([, keys]) => keys.every((key) => key in first))?.[0] : undefined;
    if (kind !== undefined && Array.isArray(value)) {
      this[kind].push(...list);
      return;
    }
    const stranger = isMap(first) ? strangers.find(({ is }) => is(first)) : undefined;
    const isEmpty = Array.isArray(value) && value.length === 0;
    report(
      place,
      isEmpty ? 'IMPORT_NO_MACHINES' : 'IMPORT_UNKNOWN_DOCUMENT',
      isEmpty
        ? 'the list is empty'
        : `the file is ${stranger?.what ?? 'no answer of MAAS that adoption reads'}`,
      stranger?.instead ??
        'give what these print: maas $PROFILE machines read, machines power-parameters, subnets read, ipranges read',
    );
  }

  /** `machines power-parameters`: a map by system id. */
  #addPower(value: Readonly<Record<string, unknown>>, file: string, report: Report): boolean {
    const entries = Object.entries(value);
    const isPower =
      entries.length > 0 &&
      entries.every(([, entry]) => isMap(entry)) &&
      entries.some(([, entry]) => isMap(entry) && 'power_address' in entry);
    if (!isPower) return false;
    this.hasPower = true;
    for (const [systemId, entry] of entries)
      this.power.set(systemId, fieldsOf(entry, { file, path: [systemId] }, report));
    return true;
  }
}
