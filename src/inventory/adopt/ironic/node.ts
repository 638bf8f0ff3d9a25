import { IronicHardware } from '../../../definition/ironic.js';
import { DnsLabel } from '../../../definition/scalars.js';
import { Bmc } from '../../../definition/site.js';
import { IRONIC_HARDWARE_TYPES, ironicHardware } from '../../../facts/ironic-hardware.js';
import { IRONIC_HOLD_STATES, IRONIC_PASSING_STATES } from '../../../facts/ironic-states.js';
import { checkedAddress, checkedMac } from '../../imported/addresses.js';
import { fittingArchitecture } from '../../imported/architectures.js';
import { type ImportedMachine, nothingMore } from '../../imported/machine.js';
import type { Notes } from '../../imported/notes.js';
import {
  type ImportedHardware,
  type ImportedNic,
  noHardware,
  type PartContext,
} from '../../imported/parts.js';
import { twoDigits } from '../../imported/sizes.js';
import type { Fields, Report } from '../../imported/source/fields.js';
import { slug } from '../../imported/words.js';
import type { FoundDeployment, FoundImage, FoundPort, FoundServer } from '../found.js';
import type { IronicDocuments } from './documents.js';
import type { Known } from './known.js';

/** What is read of nodes, and where what comes of it goes. */
export interface NodeContext {
  readonly documents: IronicDocuments;
  readonly known: Known;
  readonly notes: Notes;
  readonly unmanaged: Notes;
  readonly report: Report;
}

type Fate = 'deployed' | 'free' | 'repair' | 'passing';

const fates: Readonly<Record<string, Fate>> = {
  active: 'deployed',
  available: 'free',
  manageable: 'free',
  enroll: 'free',
  'deploy failed': 'repair',
  'clean failed': 'repair',
  'inspect failed': 'repair',
  'adopt failed': 'repair',
  'rescue failed': 'repair',
  'unrescue failed': 'repair',
  'service failed': 'repair',
  error: 'repair',
  rescue: 'repair',
  ...Object.fromEntries(
    [...IRONIC_PASSING_STATES, ...IRONIC_HOLD_STATES].map((state) => [state, 'passing' as const]),
  ),
};

/** Reads one node; null where it is left alone, which is said. */
export function readNode(fields: Fields, context: NodeContext): FoundServer | null {
  const { report, unmanaged, notes } = context;
  const uuid = fields.text('uuid');
  const name = fields.text('name');
  if (uuid === null || name === null || !DnsLabel.safeParse(name).success) {
    report(
      fields.at('name'),
      'ADOPT_ILLEGAL_NAME',
      `node ${JSON.stringify(name ?? uuid ?? '')} has ${name === null ? 'no name' : 'a name that a definition cannot have'}, so it is left alone`,
      'name it in lower-case letters, digits and -: openstack baremetal node set UUID --name NAME',
    );
    unmanaged.add('machine', 'it has no name that a definition can have', name ?? uuid ?? 'a node');
    return null;
  }
  const leave = (what: string, why: string) => unmanaged.add(what, why, name);
  const why = whyLeftAlone(fields, name, context);
  if (why !== null) {
    leave('machine', why);
    return null;
  }
  const parts: PartContext = {
    machine: name,
    words: [],
    unknown: (what, text = 'not known') => notes.add(what, text, name),
    assumed: (what, text) => notes.add(what, text, name),
  };
  const nics = readPorts(fields, uuid, context, parts);
  const hardware = readHardware(fields, nics, parts, report);
  if (hardware === null) {
    leave('machine', 'its properties have no cpus or no memory_mb; inspect it, or set them');
    return null;
  }
  const fate = fates[fields.text('provision_state') ?? ''];
  const deployed = fate === 'deployed' ? readDeployment(fields, uuid, name, nics, context, leave) : null;
  const isFree = fate === 'free' && fields.flag('maintenance') !== true;
  if (fate === 'repair')
    leave(
      'deployment',
      `Ironic calls it ${fields.text('provision_state') ?? ''}: it is enrolled with state repair`,
    );
  leave('ports', 'the provider is not known to import ports; they stay as they are');
  leave('node', 'its attributes, the BMC password among them, stay as they are in Ironic');
  return {
    machine: machineOf(fields, name, hardware, isFree || deployed !== null, report),
    ids: { node: uuid },
    deployed,
  };
}

function whyLeftAlone(fields: Fields, name: string, { report }: NodeContext): string | null {
  const state = fields.text('provision_state') ?? '';
  const fate = Object.hasOwn(fates, state) ? fates[state] : undefined;
  if (fate === undefined) {
    report(
      fields.at('provision_state'),
      'ADOPT_UNKNOWN_STATUS',
      `node ${name} has provision state ${JSON.stringify(state.slice(0, 60))}, which is not known, so it is left alone`,
      `known: ${Object.keys(fates).join(', ')}`,
    );
    return 'its provision state is not known';
  }
  if (fate === 'passing') return `Ironic is at it (${state}); adopt again when it is done`;
  if (!IRONIC_HARDWARE_TYPES.some((type) => type === fields.text('driver')))
    return `its driver ${JSON.stringify((fields.text('driver') ?? '').slice(0, 40))} is not known`;
  if (fields.has('automated_clean')) return null;
  report(
    fields.at('automated_clean'),
    'ADOPT_NO_AUTOMATED_CLEAN',
    `node ${name} does not say automated_clean, on which the provider crashes when it reads it, so it is left alone`,
    `say it: openstack baremetal node set ${name} --automated-clean`,
  );
  return 'it does not say automated_clean, on which the provider crashes';
}

function readPorts(
  fields: Fields,
  uuid: string,
  { documents, report }: NodeContext,
  parts: PartContext,
): readonly ImportedNic[] {
  const own = documents.ports.filter((port) => port.text('node_uuid') === uuid);
  if (own.length === 0) parts.unknown('nics', 'Ironic has no port of it, or its ports were not given');
  else parts.assumed('nics', 'interface names are not known; ports are numbered as nic0');
  const macs = own.flatMap((port) => {
    const mac = checkedMac(port.text('address') ?? '', port.at('address'), report);
    return mac === null ? [] : [{ mac, port }];
  });
  const boot = macs.find(({ port }) => port.flag('pxe_enabled') === true) ?? macs[0];
  if (own.length > 0 && boot === undefined)
    report(fields.place, 'ADOPT_NO_MAC', `no port of node ${parts.machine} has a MAC address`);
  return macs.map((one, index) => {
    const link = one.port.fields('local_link_connection');
    return {
      name: `nic${index}`,
      kind: 'ethernet',
      gbps: null,
      roles: one === boot ? ['boot', 'management'] : [],
      rail: null,
      mac: one.mac,
      switch: link.text('switch_info') ?? link.text('switch_id'),
      port: link.text('port_id'),
    };
  });
}

/** Null where Ironic knows too little for a profile. */
function readHardware(
  fields: Fields,
  nics: readonly ImportedNic[],
  parts: PartContext,
  report: Report,
): ImportedHardware | null {
  const properties = fields.fields('properties');
  const [threads, memory] = [properties.number('cpus') ?? 0, properties.number('memory_mb') ?? 0];
  if (!Number.isInteger(threads) || threads < 1 || threads > 512 || memory < 1) return null;
  for (const what of ['gpus', 'rack']) parts.unknown(what, 'Ironic does not have it');
  parts.assumed('cpu', 'Ironic counts threads: one socket is taken, and two threads for a core');
  const given = properties.text('cpu_arch');
  const size = properties.number('local_gb') ?? 0;
  if (size > 0)
    parts.assumed(
      'disks',
      'one root disk is known by its size; hdd is taken, which gives an erase the longest time',
    );
  const threadsPerCore = threads % 2 === 0 ? 2 : 1;
  const mode = /boot_mode:(uefi|bios)/.exec(properties.text('capabilities') ?? '')?.[1];
  return {
    ...noHardware,
    cpu: {
      sockets: 1,
      coresPerSocket: threads / threadsPerCore,
      coresBy: 'assumed',
      threadsPerCore,
      architecture: given === null ? null : fittingArchitecture(given, properties.at('cpu_arch'), report),
      model: null,
    },
    memoryGiB: twoDigits(memory / 1024),
    nics,
    disks:
      size > 0
        ? [
            {
              name: 'root',
              type: 'hdd',
              sizeGB: Math.round(size * 1.073741824 * 10) / 10,
              role: 'root',
              hint: { serial: null, wwn: null, model: null },
            },
          ]
        : [],
    boot: { mode: mode === 'uefi' || mode === 'bios' ? mode : null, secureBoot: null },
  };
}

function machineOf(
  fields: Fields,
  name: string,
  hardware: ImportedHardware,
  isUsable: boolean,
  report: Report,
): ImportedMachine {
  const driver = IRONIC_HARDWARE_TYPES.find((type) => type === fields.text('driver')) ?? 'manual-management';
  const prefix = ironicHardware[driver].bmc;
  const info = fields.fields('driver_info');
  const given = prefix === null ? null : info.text(`${prefix}_address`);
  const host = given === null ? null : (/^[a-z]+:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(given)?.[1] ?? given);
  const nodeId = Bmc.shape.nodeId.safeParse(info.text('redfish_system_id')?.split('/').at(-1)).data;
  const { resourceClass: ofClass, conductorGroup: ofGroup } = IronicHardware.shape;
  const resourceClass = ofClass.safeParse(fields.text('resource_class') ?? undefined).data ?? null;
  const group = ofGroup.safeParse(fields.text('conductor_group') ?? undefined).data ?? null;
  const protocol = prefix === 'ipmi' ? 'ipmi' : prefix === null ? 'manual' : 'redfish';
  const usual = { redfish: 'redfish', ipmi: 'ipmi', manual: 'manual-management' }[protocol];
  return {
    ...nothingMore,
    name,
    place: fields.place,
    serial: null,
    rack: null,
    kind: resourceClass === null ? null : slug(resourceClass, 40),
    hardware,
    bmc: {
      protocol,
      address: host === null ? null : checkedAddress(host, info.at(`${prefix}_address`), report),
    },
    outlets: [],
    cells: {
      ...(isUsable ? {} : { state: 'repair' }),
      ...(nodeId === undefined ? {} : { 'bmc.nodeId': nodeId }),
      ...(driver === usual ? {} : { 'overrides.ironic.hardwareType': driver }),
      ...(resourceClass === null ? {} : { 'overrides.ironic.resourceClass': resourceClass }),
      ...(group === null ? {} : { 'overrides.ironic.conductorGroup': group }),
    },
  };
}

/** Null where too little is known of what runs: the node is taken over, and the server on it is left alone. */
function readDeployment(
  fields: Fields,
  uuid: string,
  name: string,
  nics: readonly ImportedNic[],
  { known, notes }: NodeContext,
  leave: (what: string, why: string) => void,
): FoundDeployment | null {
  const info = fields.fields('instance_info');
  const image = imageOf(info);
  const boot = nics.find(({ roles }) => roles.includes('boot'));
  const address = known.addresses.get(name) ?? fixedAddress(info);
  const subnet = known.subnets.find(({ holds }) => address !== null && holds(address));
  const lacks =
    boot === undefined
      ? 'no port of it is known'
      : image === null
        ? 'its image is none that a definition can name by URL'
        : address === null
          ? 'its address is not known: give it by --addresses'
          : subnet === undefined
            ? `its address ${address} is in no subnet of --networks`
            : null;
  if (lacks !== null || boot === undefined || image === null || address === null || subnet === undefined) {
    leave(
      'deployment',
      `${lacks ?? ''}; the node is enrolled with state repair, and what runs on it is left alone`,
    );
    return null;
  }
  if (fields.flag('protected') === true)
    leave('protection', 'it is protected in Ironic, which refuses an undeploy until it is not');
  if (fields.flag('maintenance') === true) leave('maintenance', 'it is in maintenance, and stays so');
  leave('config drive', 'Ironic does not give it back; a reimage writes that of rackform');
  notes.add('networks', 'the address is taken to be on the NIC that boots', name);
  const port: FoundPort = {
    nics: [boot.name],
    bond: null,
    links: [
      {
        network: subnet.network,
        subnet: subnet.name,
        isTagged: false,
        id: null,
        mode: 'static',
        address,
        isGateway: subnet.hasGateway,
        mtu: null,
      },
    ],
  };
  return { group: 'adopted', image, ids: { deployment: uuid }, ports: [port] };
}

/** As a build of metal3-community leaves it in the node. */
function fixedAddress(info: Fields): string | null {
  if (info.isText('fixed_ips')) return info.text('fixed_ips')?.split(',')[0] ?? null;
  return info.list('fixed_ips')[0]?.fields.text('ip_address') ?? null;
}

/** A checksum says by its length, in hexadecimal digits, what made it; Ironic takes `image_checksum` so too. */
const ALGORITHMS: Readonly<Record<number, string>> = { 32: 'md5', 64: 'sha256', 128: 'sha512' };

function imageOf(info: Fields): FoundImage | null {
  const url = info.text('image_source');
  if (url === null || !/^(?:https?|file):\/\/\S+$/.test(url)) return null;
  const value = info.text('image_os_hash_value') ?? info.text('image_checksum');
  const algorithm = info.text('image_os_hash_algo') ?? ALGORITHMS[value?.length ?? 0];
  const checksum = value !== null && /^[0-9a-f]+$/i.test(value) ? `${algorithm}:${value}` : undefined;
  const isKnown = checksum !== undefined && /^(?:sha512|sha256|md5):/.test(checksum);
  const format = info.text('image_disk_format');
  const file =
    url
      .split('/')
      .at(-1)
      ?.replace(/\.[a-z0-9]+$/i, '') ?? '';
  return {
    name: slug(file) || 'image',
    document: {
      url,
      checksum: isKnown ? checksum : undefined,
      diskFormat: format === 'qcow2' || format === 'raw' ? format : undefined,
    },
  };
}
