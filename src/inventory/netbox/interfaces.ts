import { checkedMac, plainAddress } from '../imported/addresses.js';
import type { ImportedBmc } from '../imported/machine.js';
import type { ImportedNic, PartContext } from '../imported/parts.js';
import { chooseBoot, type Port, portName, withRoles } from '../imported/ports.js';
import type { Fields, Report } from '../imported/source/fields.js';
import { linkOf } from './links.js';

interface NetboxPort extends Port {
  readonly fields: Fields;
}

/** Interfaces and addresses of one device. */
export interface DeviceNetwork {
  readonly device: Fields;
  readonly interfaces: readonly Fields[];
  /** IP addresses by the id of the interface that they are on. */
  readonly addresses: ReadonlyMap<string, readonly Fields[]>;
}

const bmcNames = /^(?:bmc|ipmi|i?drac|ilo|i?lom|xcc|cimc|irmc|oob|oobm|mgmt-?oob)[-_ ]?\d*$/i;

function isBmc(port: Fields): boolean {
  return port.flag('mgmt_only') === true || bmcNames.test(port.text('name') ?? '');
}

/**
 * NICs of a device, and its BMC. Virtual interfaces, bridges and LAGs are no NICs, nor are Fibre Channel and wireless
 * ports. The NIC that boots is the one whose name, label, description or tag says PXE, else the one with the primary
 * address.
 */
export function readInterfaces(
  network: DeviceNetwork,
  hasGpus: boolean,
  context: PartContext,
  report: Report,
): { readonly nics: readonly ImportedNic[]; readonly bmc: ImportedBmc } {
  const { device, interfaces } = network;
  const management = interfaces.filter(isBmc);
  const taken = new Set<string>();
  const ports = interfaces
    .filter((port) => !management.includes(port))
    .flatMap((port, index) => readPort(port, index, taken, context, report));
  if (ports.length === 0) context.unknown('nics');
  const boot = chooseBoot(ports, signsOfBoot(network), context);
  return {
    nics: withRoles(ports, boot, hasGpus, context),
    bmc: { protocol: null, address: bmcAddress(device, management, network, context, report) },
  };
}

function readPort(
  fields: Fields,
  index: number,
  taken: Set<string>,
  context: PartContext,
  report: Report,
): readonly NetboxPort[] {
  const type = fields.isText('type') ? fields.text('type') : fields.fields('type').text('value');
  const link = linkOf(type ?? 'other');
  if (link.kind === 'none') return [];
  if (link.isFourLanes) context.assumed('nics.gbps', 'InfiniBand ports are taken as four lanes wide (4x)');
  const mac = macOf(fields, report);
  if (mac === null) context.unknown('nics.mac');
  const speed = fields.number('speed');
  const given = [fields.text('name'), fields.text('label')].filter((name) => name !== null);
  const peer = peerOf(fields);
  const isInfiniBand = link.kind === 'infiniband' || (mac?.length ?? 0) > 17;
  return [
    {
      fields,
      name: portName(given, index, taken, context),
      isEthernet: !isInfiniBand,
      isInfiniBand,
      enabled: fields.flag('enabled'),
      mac,
      gbps: speed !== null && speed >= 1000 && speed <= 1e10 ? speed / 1e6 : link.gbps,
      isConnected: peer !== null || fields.has('cable'),
      switch: peer?.switch ?? null,
      port: peer?.port ?? null,
    },
  ];
}

/** `mac_address`, or in NetBox 4.2 and later `primary_mac_address`, or the only one of `mac_addresses`. */
function macOf(fields: Fields, report: Report): string | null {
  const primary = fields.fields('primary_mac_address');
  const [only, ...others] = fields.list('mac_addresses').map((entry) => entry.fields);
  const holder = fields.has('mac_address')
    ? fields
    : primary.has('mac_address')
      ? primary
      : others.length === 0
        ? only
        : undefined;
  const given = holder?.text('mac_address') ?? null;
  return given === null || holder === undefined ? null : checkedMac(given, holder.at('mac_address'), report);
}

/** The interface at the other end, through patch panels where NetBox knows the way; lists since NetBox 3.3. */
function peerOf(fields: Fields): { readonly switch: string; readonly port: string } | null {
  const ends = [
    ...fields.list('connected_endpoints').map((entry) => entry.fields),
    fields.fields('connected_endpoint'),
    ...fields.list('link_peers').map((entry) => entry.fields),
    fields.fields('link_peer'),
    fields.fields('cable_peer'),
  ];
  for (const end of ends) {
    const device = end.fields('device').text('name');
    const port = end.text('name');
    if (device !== null && port !== null) return { switch: device, port };
  }
  return null;
}

function signsOfBoot({ device, addresses }: DeviceNetwork): readonly ((port: NetboxPort) => boolean)[] {
  const primary = [device.fields('primary_ip4'), device.fields('primary_ip'), device.fields('primary_ip6')];
  const ids = new Set(primary.map((address) => address.idOf()).filter((id) => id !== null));
  const texts = new Set(primary.map((address) => address.text('address')).filter((text) => text !== null));
  return [
    ({ fields }) => {
      const tags = fields.list('tags').map((tag) => tag.fields.text('slug') ?? '');
      return [fields.text('name'), fields.text('label'), fields.text('description'), ...tags].some((text) =>
        /(?:^|[^a-z])pxe(?:[^a-z]|$)/i.test(text ?? ''),
      );
    },
    ({ fields }) =>
      (addresses.get(fields.idOf() ?? '') ?? []).some(
        (address) => ids.has(address.idOf() ?? '') || texts.has(address.text('address') ?? ''),
      ),
    ({ enabled, isConnected }) => enabled === true && isConnected,
  ];
}

function bmcAddress(
  device: Fields,
  management: readonly Fields[],
  { addresses }: DeviceNetwork,
  context: PartContext,
  report: Report,
): string | null {
  const assigned = management.flatMap((port) => addresses.get(port.idOf() ?? '') ?? []);
  const [first] = [...(device.has('oob_ip') ? [device.fields('oob_ip')] : []), ...assigned];
  const given = first?.text('address') ?? null;
  const address = given === null ? null : plainAddress(given);
  if (given !== null && address === null && first !== undefined)
    report(first.at('address'), 'IMPORT_INVALID_ADDRESS', 'is no IP address', 'it is taken as not known');
  if (address === null) context.unknown('bmc.address');
  context.unknown('bmc.protocol', 'NetBox does not know it; the profile’s is taken');
  return address;
}
