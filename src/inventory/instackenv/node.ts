import { checkedMac } from '../imported/addresses.js';
import { fittingArchitecture } from '../imported/architectures.js';
import { type ImportedMachine, nothingMore } from '../imported/machine.js';
import { assetNames } from '../imported/names.js';
import type { Notes } from '../imported/notes.js';
import { type ImportedBoot, type ImportedDisk, noHardware, type PartContext } from '../imported/parts.js';
import { chooseBoot, type Port, withRoles } from '../imported/ports.js';
import { twoDigits } from '../imported/sizes.js';
import type { Fields, listOf, Report } from '../imported/source/fields.js';
import { slug } from '../imported/words.js';
import { readBmc } from './bmc.js';

type Nodes = ReturnType<typeof listOf>;

/** Reads all nodes. One without a name is called by its place in the file. */
export function readNodes(nodes: Nodes, notes: Notes, report: Report): readonly ImportedMachine[] {
  const names = assetNames(
    nodes.map(({ key, fields }, index) => ({
      given: fields.text('name') ?? (/^\d+$/.test(key) ? `node-${index + 1}` : key),
      place: fields.place,
    })),
    report,
    'give it a name',
  );
  return nodes.flatMap(({ fields, key }, index) => {
    const name = names[index];
    if (name === null || name === undefined) return [];
    if (/^\d+$/.test(key) && !fields.has('name'))
      notes.add('name', 'not known; numbered in the order of the file', name);
    return [readNode(fields, name, notes, report)];
  });
}

function readNode(fields: Fields, name: string, notes: Notes, report: Report): ImportedMachine {
  const context: PartContext = {
    machine: name,
    words: [],
    unknown: (what, text = 'not known') => notes.add(what, text, name),
    assumed: (what, text) => notes.add(what, text, name),
  };
  for (const what of ['serial', 'rack', 'gpus']) context.unknown(what, 'the format does not have it');
  const capabilities = readCapabilities(fields, context);
  const ports = readPorts(fields, context, report);
  const boot = chooseBoot(ports, [({ enabled }) => enabled === true], context);
  const properties = fields.fields('properties');
  const memory = fields.number('memory') ?? properties.number('memory_mb');
  const { cells, ...bmc } = readBmc(fields, context, report);
  return {
    ...nothingMore,
    name,
    place: fields.place,
    serial: null,
    rack: null,
    kind: capabilities.get('profile') ?? null,
    hardware: {
      ...noHardware,
      cpuWords: cpuWords(fields, context, report),
      memoryGiB: inRange(memory, 1, 1e9)
        ? twoDigits(memory / 1024)
        : outOfRange(fields, 'memory', memory, context, report),
      nics: withRoles(ports, boot, false, context),
      disks: readDisk(fields, context, report),
      boot: bootOf(capabilities),
    },
    bmc,
    outlets: [],
    cells,
  };
}

function inRange(value: number | null, least: number, most: number): value is number {
  return value !== null && value >= least && value <= most;
}

function outOfRange(
  fields: Fields,
  key: string,
  value: number | null,
  context: PartContext,
  report: Report,
): null {
  if (value !== null)
    report(fields.at(key), 'IMPORT_OUT_OF_RANGE', `${key} cannot be ${value}`, 'it is taken as not known');
  context.unknown(key === 'memory' ? 'memoryGiB' : key);
  return null;
}

/** Ironic counts CPUs of the operating system, and knows neither sockets nor cores. */
function cpuWords(fields: Fields, context: PartContext, report: Report): string | null {
  const properties = fields.fields('properties');
  const count = fields.number('cpu') ?? properties.number('cpus');
  const given = fields.text('arch') ?? properties.text('cpu_arch');
  const architecture = given === null ? null : fittingArchitecture(given, fields.at('arch'), report);
  context.unknown('cpu', 'sockets and cores are not known');
  const words = [
    ...(count === null ? [] : [`the inventory counts ${count} CPUs`]),
    ...(architecture === null ? [] : [`architecture ${architecture}`]),
  ];
  return words.length === 0 ? null : words.join(', ');
}

/** `mac` is a list of the addresses that boot, `ports` a list of maps; both are in use. */
function readPorts(fields: Fields, context: PartContext, report: Report): readonly Port[] {
  const named = fields.list('ports').map(({ fields: port }) => ({
    mac: port.text('address'),
    place: port.at('address'),
    enabled: port.flag('pxe_enabled'),
    link: port.fields('local_link_connection'),
  }));
  const plain = fields
    .texts('mac')
    .map(({ text, place }) => ({ mac: text, place, enabled: true, link: null }));
  const entries = [...plain, ...named];
  if (entries.length === 0) context.unknown('nics');
  else context.assumed('nics', 'interface names are not known; ports are numbered as nic0');
  return entries.map(({ mac, place, enabled, link }, index) => {
    const address = mac === null ? null : checkedMac(mac, place, report);
    if (address === null) context.unknown('nics.mac');
    const isInfiniBand = (address?.length ?? 0) > 17;
    return {
      name: `nic${index}`,
      isEthernet: !isInfiniBand,
      isInfiniBand,
      enabled,
      mac: address,
      gbps: null,
      isConnected: link?.has('switch_id') === true || link?.has('switch_info') === true,
      switch: link?.text('switch_info') ?? link?.text('switch_id') ?? null,
      port: link?.text('port_id') ?? null,
    };
  });
}

/** `disk` is the size of the root disk in GiB; what it is made of is not known. */
function readDisk(fields: Fields, context: PartContext, report: Report): readonly ImportedDisk[] {
  const size = fields.number('disk') ?? fields.fields('properties').number('local_gb');
  const hints = fields.has('root_device')
    ? fields.fields('root_device')
    : fields.fields('properties').fields('root_device');
  const hint = { serial: hints.text('serial'), wwn: hints.text('wwn'), model: hints.text('model') };
  const isKnown = inRange(size, 1, 1e8);
  if (!isKnown) outOfRange(fields, 'disk', size === 0 ? null : size, context, report);
  if (!isKnown && Object.values(hint).every((value) => value === null)) return [];
  context.assumed(
    'disks.type',
    'nothing says the kind of disk; hdd is taken, which gives an erase the longest time',
  );
  const sizeGB = isKnown ? Math.round(size * 1.073741824 * 10) / 10 : null;
  return [{ name: 'root', type: 'hdd', sizeGB, role: 'root', hint }];
}

/** `profile:control,boot_mode:uefi`, or a map. */
function readCapabilities(fields: Fields, context: PartContext): ReadonlyMap<string, string> {
  const holder = fields.has('capabilities') ? fields : fields.fields('properties');
  const pairs = holder.isText('capabilities')
    ? (holder.text('capabilities') ?? '').split(',').map((pair) => pair.split(':'))
    : holder.fields('capabilities').entries();
  const found = new Map<string, string>();
  for (const [key = '', value = ''] of pairs) if (key.trim() !== '') found.set(key.trim(), value.trim());
  for (const key of found.keys()) {
    if (!usedCapabilities.has(key))
      context.unknown(
        'capabilities',
        `${slug(key, 40) || 'one'} has no place in a definition, and is left out`,
      );
  }
  return found;
}

/** `boot_option` has been local in every release since Victoria, and needs no saying. */
const usedCapabilities: ReadonlySet<string> = new Set(['profile', 'boot_mode', 'secure_boot', 'boot_option']);

function bootOf(capabilities: ReadonlyMap<string, string>): ImportedBoot {
  const mode = capabilities.get('boot_mode');
  const isSecure = capabilities.get('secure_boot')?.toLowerCase();
  return {
    mode: mode === 'uefi' || mode === 'bios' ? mode : null,
    secureBoot: isSecure === 'true' ? true : isSecure === 'false' ? false : null,
  };
}
