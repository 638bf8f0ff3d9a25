import { nearest } from '../../definition/nearest.js';
import { quote } from '../../definition/secrets.js';
import type { Notes } from '../imported/notes.js';
import type { ImportOptions } from '../imported/output/result.js';
import type { Fields, Report } from '../imported/source/fields.js';
import { slug } from '../imported/words.js';

/** Which devices are wanted. */
export interface Selection extends ImportOptions {
  /** Site in NetBox by slug or name; null for the only one, or the one of the same name. */
  readonly netboxSite: string | null;
  /** Roles by slug or name; empty for all that are no network or power gear. */
  readonly roles: readonly string[];
}

/** Slug and name of a related object. */
export function namesOf(related: Fields): readonly string[] {
  return [related.text('slug'), related.text('name')].flatMap((name) => (name === null ? [] : [name]));
}

function isNamed(related: Fields, wanted: string): boolean {
  return namesOf(related).some((name) => slug(name) === slug(wanted));
}

/** Role of a device: `role`, and `device_role` before NetBox 4. */
export function roleOf(device: Fields): Fields {
  return device.has('role') ? device.fields('role') : device.fields('device_role');
}

/** Words in the name of a role whose devices are no servers. */
const notServers =
  /(?:^|-)(?:switch|router|firewall|load-?balancer|pdu|ups|ats|patch|panel|console|kvm|leaf|spine|tor|chassis|enclosure|sensor|camera|modem|wlc|access-point)(?:e?s)?(?:-|$)|^(?:core|distribution|access|aggregation|network|power)$/;

/** Devices of one site and of the wanted roles. What is left out is noted. */
export function selectDevices(
  devices: readonly Fields[],
  selection: Selection,
  notes: Notes,
  report: Report,
): readonly Fields[] {
  const here = ofSite(devices, selection, report);
  const { roles } = selection;
  if (roles.length > 0) reportUnknownRoles(here, roles, report);
  return here.filter((device) => {
    const role = roleOf(device);
    const [name = ''] = namesOf(role);
    const isWanted =
      roles.length > 0
        ? roles.some((wanted) => isNamed(role, wanted))
        : !namesOf(role).some((word) => notServers.test(slug(word)));
    if (!isWanted)
      notes.add('role', `devices of role ${quote(name || 'none')} are left out`, labelOf(device));
    return isWanted;
  });
}

function labelOf(device: Fields): string {
  return device.text('name') ?? device.text('display') ?? device.idOf() ?? 'a device without a name';
}

/** Devices at the site that is wanted; where that is not clear, all, and an error. */
function ofSite(devices: readonly Fields[], selection: Selection, report: Report): readonly Fields[] {
  const { site, netboxSite } = selection;
  const sites = new Map<string, Fields>();
  for (const device of devices) {
    const [name] = namesOf(device.fields('site'));
    if (name !== undefined && !sites.has(name)) sites.set(name, device.fields('site'));
  }
  const wanted = netboxSite ?? (sites.size > 1 ? site : null);
  if (wanted === null) return devices;
  const here = devices.filter((device) => isNamed(device.fields('site'), wanted));
  const [first] = devices;
  if (here.length > 0 || first === undefined) return here;
  const known = [...sites.keys()];
  const near = nearest(wanted, known);
  const hint =
    near === undefined
      ? `give one by --netbox-site: ${known.join(', ')}`
      : `did you mean --netbox-site ${near}?`;
  const message = `there are devices of ${known.length} sites, and none of them is called ${quote(wanted)}`;
  report(first.at('site'), 'IMPORT_NO_SITE', message, hint);
  return [];
}

function reportUnknownRoles(devices: readonly Fields[], roles: readonly string[], report: Report): void {
  const [first] = devices;
  if (first === undefined) return;
  const known = [...new Set(devices.flatMap((device) => namesOf(roleOf(device)).slice(0, 1)))].sort();
  for (const wanted of roles) {
    if (devices.some((device) => isNamed(roleOf(device), wanted))) continue;
    const near = nearest(wanted, known);
    const message = `no device has role ${quote(wanted)}`;
    const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
    report(first.at(first.has('role') ? 'role' : 'device_role'), 'IMPORT_UNKNOWN_ROLE', message, hint);
  }
}

/** What a status of NetBox means for a machine; null for one that is not there yet. */
const states: Readonly<Record<string, string | null>> = {
  active: '',
  staged: '',
  offline: 'repair',
  failed: 'repair',
  inventory: 'spare',
  decommissioning: 'retired',
  planned: null,
};

/** State of a machine by its status in NetBox, empty for the default; null for one that is only planned. */
export function stateOf(device: Fields, note: (what: string, text: string) => void): string | null {
  const status = device.isText('status') ? device.text('status') : device.fields('status').text('value');
  if (status === null) return '';
  const plain = slug(status);
  const state = Object.hasOwn(states, plain) ? states[plain] : undefined;
  if (state === undefined) {
    note('state', `status ${quote(status)} is not known, and repair is taken`);
    return 'repair';
  }
  if (state === null) note('state', 'only planned, so it is left out');
  else if (state !== '') note('state', `${state} is taken for status ${plain}`);
  return state;
}
