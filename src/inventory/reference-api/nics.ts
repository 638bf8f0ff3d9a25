import { IpAddress } from '../../definition/scalars.js';
import { readMac } from '../imported/addresses.js';
import type { ImportedNic, PartContext } from '../imported/parts.js';
import { chooseBoot, type Port, portName, withRoles } from '../imported/ports.js';
import type { Fields, Report } from '../imported/source/fields.js';

/** NICs of a machine, and its BMC, which is no NIC. */
export interface ImportedAdapters {
  readonly nics: readonly ImportedNic[];
  readonly bmc: { readonly protocol: 'redfish' | 'ipmi' | null; readonly address: string | null };
}

interface Adapter extends Port {
  readonly fields: Fields;
}

/**
 * Reads `network_adapters`. Names are the kernel's where the inventory has them.
 *
 * The boot NIC is the Ethernet port that is marked as mounted, else the first that is enabled and has an address and
 * a switch port, else one of both, else the first that is enabled. It also carries the in-band network. An enabled
 * Ethernet port that is faster than it can serve storage; all others have no role. InfiniBand ports are rails, in
 * their order, where they are enabled or the machine has GPUs.
 */
export function readAdapters(
  node: Fields,
  hasGpus: boolean,
  context: PartContext,
  report: Report,
): ImportedAdapters {
  const entries = node.list('network_adapters');
  const taken = new Set<string>();
  const isBmc = (fields: Fields): boolean =>
    fields.flag('management') === true || /^(?:bmc|ipmi|idrac|ilo)\d*$/i.test(fields.text('device') ?? '');
  const management = entries.filter(({ fields }) => isBmc(fields));
  const adapters = entries
    .filter((entry) => !management.includes(entry))
    .map(({ fields, key }, index) => readAdapter(fields, key, index, taken, context, report));
  const boot = chooseBoot(adapters, signsOfBoot, context);
  if (adapters.length === 0) context.unknown('nics');
  return {
    nics: withRoles(adapters, boot, hasGpus, context),
    bmc: readBmc(
      management.map(({ fields }) => fields),
      node,
      context,
      report,
    ),
  };
}

function readAdapter(
  fields: Fields,
  key: string,
  index: number,
  taken: Set<string>,
  context: PartContext,
  report: Report,
): Adapter {
  const mac = readMac(fields, 'mac', report);
  if (mac === null) context.unknown('nics.mac');
  const link = fields.text('interface') ?? '';
  const device = fields.text('device') ?? (/^\d+$/.test(key) ? null : key);
  const isLong = mac !== null && mac.length > 17;
  const isFabric = /infiniband|omni-?path|myrinet/i.test(link);
  const isInfiniBand = isFabric || isLong || (link === '' && /^ib/i.test(device ?? ''));
  if (isFabric && !/infiniband/i.test(link))
    context.assumed('nics.kind', `${link} ports are taken as infiniband: they stay out of the provisioner`);
  if (/^fpga/i.test(link))
    context.assumed('nics.kind', `${link} ports are those of a board: they are listed, and given no role`);
  if (link !== '' && !isFabric && !/ethernet/i.test(link))
    report(fields.at('interface'), 'IMPORT_UNKNOWN_LINK', `link ${JSON.stringify(link)} is not known`);
  return {
    fields,
    name: portName(
      [fields.text('name'), device].filter((name) => name !== null),
      index,
      taken,
      context,
    ),
    isEthernet: !isInfiniBand && (link === '' || /^ethernet$/i.test(link)),
    isInfiniBand,
    enabled: fields.flag('enabled'),
    mac,
    gbps: readSpeed(fields, report),
    isConnected: fields.has('ip') || fields.has('switch_port') || fields.has('switch'),
    switch: fields.text('switch'),
    port: fields.text('switch_port'),
  };
}

/** `rate` is in bit/s; less than a megabit is another unit. */
function readSpeed(fields: Fields, report: Report): number | null {
  const rate = fields.number('rate');
  if (rate === null || rate === 0) return null;
  if (rate >= 1e6 && rate <= 1e14) return rate / 1e9;
  report(
    fields.at('rate'),
    'IMPORT_OUT_OF_RANGE',
    `must be a rate in bit/s, got ${rate}`,
    'it is taken as not known',
  );
  return null;
}

const signsOfBoot: readonly ((adapter: Adapter) => boolean)[] = [
  ({ fields }) => fields.flag('mounted') === true,
  ({ fields, enabled }) => enabled === true && fields.has('ip') && fields.has('switch'),
];

function readBmc(
  management: readonly Fields[],
  node: Fields,
  context: PartContext,
  report: Report,
): ImportedAdapters['bmc'] {
  const [bmc] = management.filter((fields) => fields.has('ip')).concat(management);
  const given = bmc?.text('ip') ?? null;
  const isAddress = given !== null && IpAddress.safeParse(given).success;
  if (bmc !== undefined && given !== null && !isAddress)
    report(bmc.at('ip'), 'IMPORT_INVALID_ADDRESS', `${JSON.stringify(given.slice(0, 60))} is no IP address`);
  if (!isAddress) context.unknown('bmc.address');
  const redfish = node.flag('redfish');
  const tools = node.fields('management_tools');
  const hasIpmi = tools.has('ipmitool') || tools.text('bmc_vendor_tool') === 'ipmitool';
  const protocol = redfish === true ? 'redfish' : hasIpmi ? 'ipmi' : null;
  if (protocol === null) context.unknown('bmc.protocol');
  return { protocol, address: isAddress ? given : null };
}
