import { IpAddress, Mac, NicName } from '../../definition/scalars.js';
import type { Fields, Report } from './fields.js';
import type { ImportedNic, PartContext } from './parts.js';
import { fittingName, uniqueName } from './words.js';

/** NICs of a machine, and its BMC, which is no NIC. */
export interface ImportedAdapters {
  readonly nics: readonly ImportedNic[];
  readonly bmc: { readonly protocol: 'redfish' | 'ipmi' | null; readonly address: string | null };
}

interface Adapter {
  readonly fields: Fields;
  readonly name: string;
  readonly isEthernet: boolean;
  readonly isInfiniBand: boolean;
  readonly enabled: boolean | null;
  readonly mac: string | null;
  readonly gbps: number | null;
  readonly isConnected: boolean;
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
  const boot = chooseBoot(adapters, context);
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
  const mac = readMac(fields, report);
  if (mac === null) context.unknown('nics.mac');
  const link = fields.text('interface') ?? '';
  const device = fields.text('device') ?? (/^\d+$/.test(key) ? null : key);
  const isLong = mac !== null && mac.length > 17;
  const isFabric = /infiniband|omni-?path|myrinet/i.test(link);
  const isInfiniBand = isFabric || isLong || (link === '' && /^ib/i.test(device ?? ''));
  if (isFabric && !/infiniband/i.test(link))
    context.assumed('nics.kind', `${link} ports are taken as infiniband: they stay out of MAAS`);
  if (/^fpga/i.test(link))
    context.assumed('nics.kind', `${link} ports are those of a board: they are listed, and given no role`);
  if (link !== '' && !isFabric && !/ethernet/i.test(link))
    report(fields.at('interface'), 'IMPORT_UNKNOWN_LINK', `link ${JSON.stringify(link)} is not known`);
  return {
    fields,
    name: nameOf(fields.text('name'), device, index, taken, context),
    isEthernet: !isInfiniBand && (link === '' || /^ethernet$/i.test(link)),
    isInfiniBand,
    enabled: fields.flag('enabled'),
    mac,
    gbps: readSpeed(fields, report),
    isConnected: fields.has('ip') || fields.has('switch_port') || fields.has('switch'),
  };
}

function nameOf(
  kernelName: string | null,
  device: string | null,
  index: number,
  taken: Set<string>,
  context: PartContext,
): string {
  const isAllowed = (name: string): boolean => NicName.safeParse(name).success;
  const given = [kernelName, device].filter((name) => name !== null);
  const usable = given.find((name) => isAllowed(name) && !taken.has(name));
  if (usable !== undefined) return uniqueName(usable, taken, 15);
  const fitting = given.map((name) => fittingName(name, isAllowed)).find((found) => found !== undefined);
  const name = uniqueName(fitting?.name ?? `nic${index}`, taken, 15);
  context.assumed(
    'nics',
    'labels that are no interface names are shortened or numbered, as NIC.Embedded.1-1 to nic-emb-1-1',
  );
  return name;
}

function readMac(fields: Fields, report: Report): string | null {
  const given = fields.text('mac');
  if (given === null) return null;
  const plain = /^[0-9a-f]{12}$|^[0-9a-f]{16}$/i.test(given) ? given.replace(/..(?=.)/g, '$&:') : given;
  const mac = plain.toLowerCase().replaceAll('-', ':');
  if (Mac.safeParse(mac).success && !/^[0:]+$/.test(mac)) return mac;
  report(
    fields.at('mac'),
    'IMPORT_INVALID_MAC',
    `${JSON.stringify(given.slice(0, 60))} is no hardware address of 6, 8 or 20 octets`,
    'it is taken as not known',
  );
  return null;
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

function chooseBoot(adapters: readonly Adapter[], context: PartContext): Adapter | undefined {
  const candidates = adapters.filter(
    ({ isEthernet, mac, enabled }) => isEthernet && mac?.length === 17 && enabled !== false,
  );
  const ranks: readonly ((adapter: Adapter) => boolean)[] = [
    ({ fields }) => fields.flag('mounted') === true,
    ({ fields, enabled }) => enabled === true && fields.has('ip') && fields.has('switch'),
    ({ isConnected }) => isConnected,
    ({ enabled }) => enabled === true,
    () => true,
  ];
  for (const [rank, isOfRank] of ranks.entries()) {
    const [first, ...others] = candidates.filter(isOfRank);
    if (first === undefined) continue;
    if (rank > 2 || others.length > 0)
      context.assumed(
        'bootNic',
        'more than one port may boot; the first that is enabled and connected is taken',
      );
    return first;
  }
  context.unknown('bootNic', 'no enabled Ethernet port with a MAC address');
  return undefined;
}

function withRoles(
  adapters: readonly Adapter[],
  boot: Adapter | undefined,
  hasGpus: boolean,
  context: PartContext,
): readonly ImportedNic[] {
  let rail = 0;
  return adapters.map((adapter) => {
    const { fields, name, mac, gbps, isInfiniBand, isEthernet, enabled } = adapter;
    const isRail = isInfiniBand && (enabled === true || hasGpus) && rail < 64;
    const isFaster = isEthernet && enabled === true && (gbps ?? 0) > (boot?.gbps ?? Number.POSITIVE_INFINITY);
    if (isFaster)
      context.assumed('nics.roles', 'a port that is faster than the one that boots is for storage');
    if (isRail) context.assumed('nics.roles', 'InfiniBand ports are rails, in their order');
    return {
      name,
      kind: isInfiniBand ? 'infiniband' : 'ethernet',
      gbps,
      roles: adapter === boot ? ['boot', 'management'] : isRail ? ['rail'] : isFaster ? ['storage'] : [],
      rail: isRail ? rail++ : null,
      mac,
      switch: fields.text('switch'),
      port: fields.text('switch_port'),
    };
  });
}

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
