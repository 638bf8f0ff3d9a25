import { type ImportedMachine, nothingMore } from '../imported/machine.js';
import { assetNames } from '../imported/names.js';
import type { Notes } from '../imported/notes.js';
import { noHardware, type PartContext } from '../imported/parts.js';
import type { Fields, Report } from '../imported/source/fields.js';
import { isPlaceholder } from '../imported/words.js';
import { readInterfaces } from './interfaces.js';
import type { Objects } from './kinds.js';
import { readParts } from './parts.js';
import { type NameOfRack, readRackShapes, unitOf } from './racks.js';
import { roleOf, stateOf } from './select.js';

/** Objects of all files, by the device that they belong to. */
interface Related {
  readonly interfaces: (device: Fields) => readonly Fields[];
  readonly modules: (device: Fields) => readonly Fields[];
  readonly items: (device: Fields) => readonly Fields[];
  readonly addresses: ReadonlyMap<string, readonly Fields[]>;
  readonly deviceTypes: ReadonlyMap<string, Fields>;
  readonly moduleTypes: ReadonlyMap<string, Fields>;
  readonly racks: ReturnType<typeof readRackShapes>;
  readonly nameOfRack: NameOfRack;
}

/** Reads the chosen devices as machines. */
export function readMachines(
  devices: readonly Fields[],
  objects: Objects,
  nameOfRack: NameOfRack,
  notes: Notes,
  report: Report,
): readonly ImportedMachine[] {
  const related = relate(objects, nameOfRack, report);
  const names = assetNames(
    devices.map((device) => ({
      given: device.text('name') ?? device.text('asset_tag') ?? device.text('serial'),
      place: device.place,
    })),
    report,
    'give the device a name or an asset tag in NetBox',
  );
  return devices.flatMap((device, index) => {
    const name = names[index];
    if (name === null || name === undefined) return [];
    const state = stateOf(device, (what, text) => notes.add(what, text, name));
    return state === null ? [] : [readMachine(device, name, state, related, notes, report)];
  });
}

function relate(objects: Objects, nameOfRack: NameOfRack, report: Report): Related {
  const byId = (list: readonly Fields[]) =>
    new Map(list.flatMap((one) => (one.idOf() === null ? [] : [[one.idOf() ?? '', one]])));
  return {
    interfaces: ofDevice(objects.interfaces),
    modules: ofDevice(objects.modules),
    items: ofDevice(objects['inventory-items']),
    addresses: group(objects['ip-addresses'], (address) =>
      address.text('assigned_object_type') === 'dcim.interface'
        ? (address.fields('assigned_object').idOf() ?? address.text('assigned_object_id'))
        : null,
    ),
    deviceTypes: byId(objects['device-types']),
    moduleTypes: byId(objects['module-types']),
    racks: readRackShapes(objects.racks, report),
    nameOfRack,
  };
}

function group(
  list: readonly Fields[],
  keyOf: (one: Fields) => string | null,
): ReadonlyMap<string, readonly Fields[]> {
  const found = new Map<string, Fields[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key === null) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [one]);
    else known.push(one);
  }
  return found;
}

/** Components by the id of their device; by its name where they come from a CSV export, which has no ids. */
function ofDevice(components: readonly Fields[]): (device: Fields) => readonly Fields[] {
  const byId = group(components, (one) => one.fields('device').idOf());
  const byName = group(components, (one) =>
    one.fields('device').idOf() === null ? one.fields('device').text('name') : null,
  );
  return (device) => {
    const id = device.idOf();
    const name = device.text('name');
    return [
      ...((id === null ? undefined : byId.get(id)) ?? []),
      ...((name === null ? undefined : byName.get(name)) ?? []),
    ];
  };
}

function readMachine(
  device: Fields,
  name: string,
  state: string,
  related: Related,
  notes: Notes,
  report: Report,
): ImportedMachine {
  const kind = roleOf(device).text('slug') ?? roleOf(device).text('name');
  const context: PartContext = {
    machine: name,
    words: [kind ?? ''],
    unknown: (what, text = 'not known') => notes.add(what, text, name),
    assumed: (what, text) => notes.add(what, text, name),
  };
  const nested = device.fields('device_type');
  const type = related.deviceTypes.get(nested.idOf() ?? '') ?? nested;
  const height = type.number('u_height');
  const parts = {
    modules: related.modules(device),
    items: related.items(device),
    types: related.moduleTypes,
  };
  const known = readParts(parts, context, report);
  const network = { device, interfaces: related.interfaces(device), addresses: related.addresses };
  const { nics, bmc } = readInterfaces(network, known.gpus !== null, context, report);
  const serial = device.text('serial');
  const isKnown = serial !== null && !isPlaceholder(serial);
  if (!isKnown) context.unknown('serial');
  return {
    ...nothingMore,
    ...readPlace(device, height, related, context),
    name,
    place: device.place,
    serial: isKnown ? serial : null,
    kind,
    hardware: {
      ...noHardware,
      ...known,
      manufacturer: type.fields('manufacturer').text('name') ?? nested.fields('manufacturer').text('name'),
      model: type.text('model') ?? nested.text('model'),
      units: height !== null && height >= 1 && height <= 60 ? Math.ceil(height) : null,
      weightKg: weightOf(type),
      nics,
    },
    bmc,
    outlets: [],
    cells: state === '' ? {} : { state },
  };
}

function readPlace(
  device: Fields,
  height: number | null,
  related: Related,
  context: PartContext,
): { readonly rack: string | null; readonly unit: number | null } {
  const given = device.fields('rack');
  const rack = given.keys().length === 0 ? null : related.nameOfRack(given);
  if (rack === null) {
    context.unknown('rack');
    return { rack, unit: null };
  }
  const position = device.number('position');
  const shape = related.racks.get(given.idOf() ?? '') ?? related.racks.get(given.text('name') ?? '');
  const unit = unitOf(position, height, shape);
  if (position === null && device.has('parent_device'))
    context.unknown('unit', 'it stands in a chassis, which has the position');
  else if (position !== null && unit === null)
    context.unknown(
      'unit',
      'the rack counts from the top, and its height or that of the machine is not known',
    );
  else if (position !== null && !Number.isInteger(position))
    context.assumed('unit', 'half units are cut: the unit below is taken');
  return { rack, unit };
}

const kilograms: Readonly<Record<string, number>> = { kg: 1, g: 0.001, lb: 0.45359237, oz: 0.028349523125 };

function weightOf(type: Fields): number | null {
  const weight = type.number('weight');
  const unit = type.isText('weight_unit')
    ? type.text('weight_unit')
    : type.fields('weight_unit').text('value');
  const factor = unit !== null && Object.hasOwn(kilograms, unit) ? kilograms[unit] : undefined;
  if (weight === null || factor === undefined || weight <= 0) return null;
  return Math.round(weight * factor * 10) / 10 || null;
}
