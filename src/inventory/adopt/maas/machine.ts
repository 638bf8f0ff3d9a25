import { DnsLabel } from '../../../definition/scalars.js';
import { Bmc } from '../../../definition/site.js';
import { checkedAddress } from '../../imported/addresses.js';
import { type ImportedMachine, nothingMore } from '../../imported/machine.js';
import type { Notes } from '../../imported/notes.js';
import type { PartContext } from '../../imported/parts.js';
import type { Fields, Report } from '../../imported/source/fields.js';
import { slug } from '../../imported/words.js';
import type { FoundDeployment, FoundImage, FoundServer } from '../found.js';
import type { MaasDocuments } from './documents.js';
import { readHardware, serialOf } from './hardware.js';
import { type FoundInterfaces, type LeaveOut, readInterfaces } from './interfaces.js';
import type { Vlans } from './networks.js';

/** What is read of machines, and where what comes of it goes. */
export interface MachineContext {
  readonly documents: MaasDocuments;
  readonly vlans: Vlans;
  /** What was taken for lack of better. */
  readonly notes: Notes;
  /** What Terraform will not manage, and why. */
  readonly unmanaged: Notes;
  readonly report: Report;
}

/** What becomes of a machine, by what MAAS says it is at. */
type Fate = 'deployed' | 'free' | 'repair' | 'passing' | 'new';

const fates: Readonly<Record<string, Fate>> = {
  Deployed: 'deployed',
  Ready: 'free',
  Allocated: 'repair',
  Reserved: 'repair',
  Broken: 'repair',
  Missing: 'repair',
  'Failed commissioning': 'repair',
  'Failed testing': 'repair',
  'Failed deployment': 'repair',
  'Failed releasing': 'repair',
  'Failed disk erasing': 'repair',
  'Rescue mode': 'repair',
  'Failed to enter rescue mode': 'repair',
  'Failed to exit rescue mode': 'repair',
  Retired: 'repair',
  New: 'new',
  Commissioning: 'passing',
  Testing: 'passing',
  Deploying: 'passing',
  Releasing: 'passing',
  'Disk erasing': 'passing',
  'Entering rescue mode': 'passing',
  'Exiting rescue mode': 'passing',
};

const protocols: Readonly<Record<string, 'redfish' | 'ipmi' | 'manual'>> = {
  redfish: 'redfish',
  ipmi: 'ipmi',
  manual: 'manual',
};

/** Reads one machine; null where it is left alone, which is said. */
export function readMachine(fields: Fields, context: MachineContext): FoundServer | null {
  const { report, unmanaged, notes } = context;
  const systemId = fields.text('system_id');
  const name = fields.text('hostname');
  if (systemId === null || name === null) {
    report(fields.place, 'ADOPT_NO_NAME', 'the machine has no system_id or no hostname, so it is left alone');
    return null;
  }
  const leave = (what: string, why: string) => unmanaged.add(what, why, name);
  const why = whyLeftAlone(fields, name, context);
  if (why !== null) {
    leave('machine', why);
    return null;
  }
  const status = fields.text('status_name') ?? '';
  const fate = fates[status];
  const parts: PartContext = {
    machine: name,
    words: [],
    unknown: (what, text = 'not known') => notes.add(what, text, name),
    assumed: (what, text) => notes.add(what, text, name),
  };
  const { vlans } = context;
  const interfaces = readInterfaces(fields, {
    systemId,
    vlans,
    leaveOut: leave,
    assumed: parts.assumed,
    report,
  });
  const { bootNic } = interfaces;
  const bmc = readBmc(fields, systemId, context);
  if (bmc === null) {
    leave('machine', 'its BMC has no address that a definition can have');
    return null;
  }
  if (bootNic === null && bmc.protocol !== 'ipmi') {
    report(
      fields.at('boot_interface'),
      'ADOPT_NO_MAC',
      `machine ${name} has no NIC with a MAC address that boots, so it is left alone`,
      'commission it again in MAAS, then adopt it',
    );
    leave('machine', 'no NIC that boots has a MAC address');
    return null;
  }
  const machine = machineOf(fields, name, fate, interfaces, bmc, parts, report);
  if (machine.hardware.cpu === null || machine.hardware.memoryGiB === null) {
    leave('machine', 'MAAS knows nothing of its hardware; commission it, then adopt again');
    return null;
  }
  if (fate === 'repair')
    leave(
      'deployment',
      `MAAS calls it ${status}: it is enrolled with state repair, and nothing is deployed on it`,
    );
  return {
    machine,
    ids: { machine: systemId },
    deployed: fate === 'deployed' ? readDeployment(fields, systemId, interfaces, leave, parts) : null,
  };
}

function whyLeftAlone(fields: Fields, name: string, { report }: MachineContext): string | null {
  if (!DnsLabel.safeParse(name).success) {
    report(
      fields.at('hostname'),
      'ADOPT_ILLEGAL_NAME',
      `machine ${JSON.stringify(name)} has a name that a definition cannot have, so it is left alone`,
      'rename it to lower-case letters, digits and -: maas $PROFILE machine update SYSTEM_ID hostname=...',
    );
    return 'its name is none that a definition can have';
  }
  const status = fields.text('status_name') ?? '';
  const fate = fates[status];
  if (fate === undefined) {
    report(
      fields.at('status_name'),
      'ADOPT_UNKNOWN_STATUS',
      `machine ${name} has status ${JSON.stringify(status.slice(0, 60))}, which is not known, so it is left alone`,
      `known: ${Object.keys(fates).join(', ')}`,
    );
    return 'its status is not known';
  }
  if (fate === 'passing') return `MAAS is at it (${status}); adopt again when it is done`;
  if (fate === 'new') return 'MAAS has not commissioned it; commission it, then adopt again';
  const powerType = fields.text('power_type') ?? '';
  if (!Object.hasOwn(protocols, powerType))
    return `its power type is ${powerType === '' ? 'not set' : powerType.slice(0, 40)}; redfish, ipmi and manual can be managed`;
  const zone = fields.fields('zone').text('name') ?? 'default';
  if (!DnsLabel.safeParse(zone).success)
    return `its zone ${JSON.stringify(zone)} has a name that a definition cannot have; rename the zone`;
  return null;
}

interface FoundBmc {
  readonly protocol: 'redfish' | 'ipmi' | 'manual';
  readonly address: string | null;
  readonly nodeId: string | null;
}

/** Of the power parameters only what tells one BMC from another: never a user, a password or a key. */
function readBmc(fields: Fields, systemId: string, { documents, report }: MachineContext): FoundBmc | null {
  const protocol = protocols[fields.text('power_type') ?? ''] ?? 'manual';
  if (protocol === 'manual') return { protocol, address: null, nodeId: null };
  const power = documents.power.get(systemId);
  const given = power?.text('power_address') ?? null;
  if (power === undefined || given === null) return null;
  const bare = given.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  const address = checkedAddress(bare, power.at('power_address'), report, 'give MAAS the bare IP address');
  const nodeId = power.text('node_id');
  return address === null
    ? null
    : { protocol, address, nodeId: Bmc.shape.nodeId.safeParse(nodeId?.split('/').at(-1)).data ?? null };
}

function machineOf(
  fields: Fields,
  name: string,
  fate: Fate | undefined,
  { nics }: FoundInterfaces,
  bmc: FoundBmc,
  parts: PartContext,
  report: Report,
): ImportedMachine {
  parts.unknown('rack', 'MAAS does not know racks');
  const zone = fields.fields('zone').text('name');
  return {
    ...nothingMore,
    name,
    place: fields.place,
    serial: serialOf(fields),
    rack: null,
    kind: null,
    hardware: readHardware(fields, nics, parts, report),
    bmc: { protocol: bmc.protocol, address: bmc.address },
    outlets: [],
    cells: {
      ...(fate === 'repair' ? { state: 'repair' } : {}),
      ...(zone === null || zone === 'default' ? {} : { zone }),
      ...(bmc.nodeId === null ? {} : { 'bmc.nodeId': bmc.nodeId }),
    },
  };
}

function readDeployment(
  fields: Fields,
  systemId: string,
  { ports, ids }: FoundInterfaces,
  leave: LeaveOut,
  parts: PartContext,
): FoundDeployment {
  for (const { text } of fields.texts('tag_names'))
    leave('tag', `${text} stays in MAAS as it is, its kernel options with it`);
  if (fields.flag('locked') === true)
    leave('lock', 'it is locked in MAAS, which refuses a release until it is not');
  if (fields.flag('ephemeral_deploy') === true)
    leave('deployment', 'it runs from memory; a reimage installs it on its disk');
  if (fields.has('virtualmachine_id') || fields.has('pod'))
    leave('machine', 'it is a virtual machine or hosts some; those are not managed');
  leave('link', 'the provider cannot import addresses of NICs; they stay, and a reimage makes them anew');
  leave('DNS record', 'MAAS serves the name of the machine by itself; a reimage makes a record of the slot');
  leave('storage', 'the layout of the disks stays in MAAS as it is; a reimage installs on it');
  leave('release', 'how to erase is not in the state until the slot is released: see the guide');
  return {
    group: fields.fields('pool').text('name') ?? 'default',
    image: imageOf(fields, parts),
    ids: { instance: systemId, ...ids },
    ports,
  };
}

function imageOf(fields: Fields, { assumed }: PartContext): FoundImage {
  const system = fields.text('osystem') ?? 'ubuntu';
  const series = fields.text('distro_series') ?? 'noble';
  if (!fields.has('osystem') || !fields.has('distro_series'))
    assumed('image', `MAAS does not say what runs; ${system}/${series} is taken for a reimage`);
  const kernel = fields.text('hwe_kernel');
  // `hwe-24.04` is what the series takes by itself; another one was asked for.
  const isUsual = kernel === null || /^hwe-[\d.]+$/.test(kernel);
  return {
    name: slug([...(system === 'ubuntu' ? [] : [system]), series, ...(isUsual ? [] : [kernel])].join('-')),
    document: { series: `${system}/${series}`, hweKernel: isUsual ? undefined : kernel },
  };
}
