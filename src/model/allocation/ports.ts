import { createHash } from 'node:crypto';
import type { NicRole } from '../../definition/hardware.js';
import type { DocumentPath } from '../../errors.js';
import type { ResolvedAttachment } from '../clusters/attachments.js';
import { byName } from '../order.js';
import type { BondModel, LinkModel, MachineModel, NicModel, PortModel, SiteInventory } from '../types.js';

/** What keeps a machine from being on the networks of its pool. */
export interface PortProblem {
  readonly code: string;
  /** The same for all machines with the same problem. */
  readonly message: string;
  readonly hint: string;
  readonly at: DocumentPath;
}

interface Group {
  readonly nics: readonly NicModel[];
  readonly role: NicRole | null;
  readonly bond: ResolvedAttachment['bond'];
  readonly attachments: ResolvedAttachment[];
}

/** Linux names are 15 characters; `bond-front.4094` is as long as they get. */
const bondNames: Readonly<Record<NicRole, string>> = {
  boot: 'bond-boot',
  management: 'bond-mgmt',
  storage: 'bond-stor',
  'front-end': 'bond-front',
  rail: 'bond-rail',
};
const longestName = 15;

/** Name of a bond over NICs that were named: by the first, of which a long name is not its own in its first letters. */
function bondOver(first: string): string {
  const own = first.length <= 5 ? first : createHash('sha256').update(first).digest('hex').slice(0, 5);
  return `bond-${own}`;
}

/** Lays the networks of a pool over the NICs of one machine. Addresses come later. */
export function layPorts(
  attachments: readonly ResolvedAttachment[],
  machine: MachineModel,
  site: SiteInventory,
): { readonly ports: readonly PortModel[]; readonly problems: readonly PortProblem[] } {
  const problems: PortProblem[] = [];
  const groups: Group[] = [];
  const wanted = attachments.flatMap((attachment) => {
    const chosen = chooseNics(attachment, machine, problems);
    return chosen === null ? [] : [{ attachment, ...chosen }];
  });
  // Larger sets first: a network on one NIC of a bond goes onto the bond.
  wanted.sort((a, b) => b.nics.length - a.nics.length || byName(a.attachment.key, b.attachment.key));
  for (const { attachment, nics, role } of wanted) {
    const group = groups.find((candidate) => nics.some((nic) => candidate.nics.includes(nic)));
    if (group === undefined) {
      const bond = bondOf(attachment, nics, machine, problems, wanted);
      groups.push({ nics: bond === null ? nics.slice(0, 1) : nics, role, bond, attachments: [attachment] });
    } else {
      group.attachments.push(attachment);
    }
  }
  const ports = groups
    .map((group) => portOf(group, machine, site, problems))
    .sort((a, b) => byName(a.name, b.name));
  // VLANs of one number in two fabrics are no problem of names.
  if (!problems.some(({ code }) => code === 'PORT_TWO_FABRICS'))
    problems.push(...namedTwice(ports, attachments));
  return { ports, problems };
}

/** MAAS refuses a second interface of one name on a machine; the deployment would be half made by then. */
function namedTwice(
  ports: readonly PortModel[],
  attachments: readonly ResolvedAttachment[],
): readonly PortProblem[] {
  const seen = new Set(ports.flatMap((port) => [port.name, ...port.nics.map((nic) => nic.name)]));
  return ports.flatMap(({ links }) =>
    links
      .filter((link) => link.tagged)
      .flatMap((link): PortProblem[] => {
        if (!seen.has(link.interface)) {
          seen.add(link.interface);
          return [];
        }
        const asking = attachments.filter((attachment) => attachment.network.name === link.network);
        return asking.slice(0, 1).map(({ at }) => ({
          code: 'INTERFACE_NAME_TWICE',
          message: `the VLAN interface of network ${link.network} is named ${link.interface}, as another of the machine: its NIC has too long a name for NIC.VLAN`,
          hint: 'give the NICs shorter names, or put the networks on a bond',
          at,
        }));
      }),
  );
}

function chooseNics(
  attachment: ResolvedAttachment,
  machine: MachineModel,
  problems: PortProblem[],
): { readonly nics: readonly NicModel[]; readonly role: NicRole | null } | null {
  const usable = machine.nics.filter((nic) => nic.kind === 'ethernet' && nic.mac !== null);
  if (attachment.nics !== null) {
    const nics = usable.filter((nic) => attachment.nics?.includes(nic.name));
    if (nics.length === attachment.nics.length) return { nics, role: null };
  } else {
    for (const role of attachment.roles) {
      const nics = usable.filter((nic) =>
        role === 'boot' ? nic.name === machine.bootNic : nic.roles.includes(role),
      );
      if (nics.length > 0) return { nics, role };
    }
  }
  if (!attachment.isOptional) {
    const asked =
      attachment.nics === null
        ? `a NIC with role ${attachment.roles.join(' or ')}`
        : `NICs ${attachment.nics.join(', ')}`;
    problems.push({
      code: 'NIC_MISSING',
      message: `network ${attachment.network.name} wants ${asked} with a known MAC`,
      hint: 'give the profile’s NIC the role and the machine’s NIC its MAC, or choose other NICs',
      at: attachment.at,
    });
  }
  return null;
}

function bondOf(
  attachment: ResolvedAttachment,
  nics: readonly NicModel[],
  machine: MachineModel,
  problems: PortProblem[],
  all: readonly { readonly attachment: ResolvedAttachment; readonly nics: readonly NicModel[] }[],
): ResolvedAttachment['bond'] {
  const same = all.filter(
    (other) => other.nics.length === nics.length && other.nics.every((nic) => nics.includes(nic)),
  );
  const bonds = same.flatMap((other) => (other.attachment.bond === null ? [] : [other.attachment.bond]));
  const bond = bonds[0] ?? null;
  if (bonds.some((other) => JSON.stringify(other) !== JSON.stringify(bond))) {
    problems.push({
      code: 'BOND_CONFLICT',
      message: `the networks ${same.map((other) => other.attachment.key).join(' and ')} share NICs and describe their bond differently`,
      hint: 'give both the same bond',
      at: attachment.at,
    });
  }
  if (bond !== null && nics.length < 2 && bond.required === true) {
    problems.push({
      code: 'BOND_TOO_FEW_NICS',
      message: `network ${attachment.network.name} requires a bond, and a ${machine.hardware.profile} has one NIC for it`,
      hint: 'leave out required, and a single NIC is used plain',
      at: attachment.at,
    });
  }
  return nics.length >= 2 ? bond : null;
}

function portOf(
  group: Group,
  machine: MachineModel,
  site: SiteInventory,
  problems: PortProblem[],
): PortModel {
  const nics = group.nics.map((nic) => ({ name: nic.name, mac: nic.mac ?? '' }));
  const first = nics[0]?.name ?? '';
  const name = group.bond === null ? first : group.role === null ? bondOver(first) : bondNames[group.role];
  const fabric = group.attachments[0]?.fabric ?? '';
  for (const attachment of group.attachments) {
    if (attachment.fabric !== fabric) {
      problems.push({
        code: 'PORT_TWO_FABRICS',
        message: `networks ${group.attachments.map((other) => other.network.name).join(' and ')} share a NIC and lie in different fabrics`,
        hint: 'a NIC is in one fabric; give the networks other NICs',
        at: attachment.at,
      });
    }
  }
  const untagged = group.attachments.filter((attachment) => !attachment.network.tagged);
  const second = untagged[1];
  if (second !== undefined) {
    problems.push({
      code: 'LINK_TWO_ON_NIC',
      message: `networks ${untagged.map((attachment) => attachment.network.name).join(' and ')} are both untagged on one NIC: ${site.provisioner.type === 'ironic' ? 'a switch port is untagged in one VLAN' : 'the MAAS provider’s second link removes the first'}`,
      hint: 'tag one of them, or give it another NIC',
      at: second.at,
    });
  }
  const links = group.attachments.map((attachment) => linkOf(attachment, name));
  return {
    name,
    bond: group.bond === null ? null : bondModel(group.bond),
    nics,
    mtu: Math.max(...links.map((link) => link.mtu)),
    untagged: untaggedOf(group, untagged[0], fabric, machine, site),
    links: links.sort(
      (a, b) => Number(a.tagged) - Number(b.tagged) || a.vid - b.vid || byName(a.network, b.network),
    ),
  };
}

/** The VLAN of the port itself: its untagged network, else where it boots, else the fabric’s own. */
function untaggedOf(
  group: Group,
  untagged: ResolvedAttachment | undefined,
  fabric: string,
  machine: MachineModel,
  site: SiteInventory,
): PortModel['untagged'] {
  if (untagged !== undefined) return { network: untagged.network.name, fabric, vid: untagged.network.vid };
  const boots = group.nics.some((nic) => nic.name === machine.bootNic);
  const provisioning = site.networks.find(
    (network) => network.purpose === 'provisioning' && network.fabric === fabric && !network.tagged,
  );
  if (boots && provisioning !== undefined)
    return { network: provisioning.name, fabric, vid: provisioning.vid };
  return { network: null, fabric, vid: 0 };
}

function linkOf(attachment: ResolvedAttachment, port: string): LinkModel {
  const { network, subnet } = attachment;
  const dotted = `${port}.${network.vid}`;
  const tagged = dotted.length <= longestName ? dotted : `vlan${network.vid}`;
  return {
    network: network.name,
    fabric: attachment.fabric,
    vid: network.vid,
    tagged: network.tagged,
    interface: network.tagged ? tagged : port,
    mtu: attachment.mtu,
    mode: attachment.mode,
    subnet: subnet?.cidr ?? null,
    address: null,
    prefixLength: null,
    // MAAS takes a default gateway for these two modes only; with DHCP the server says it.
    gateway: attachment.gateway && (attachment.mode === 'static' || attachment.mode === 'auto'),
    gatewayAddress: subnet?.gateway ?? null,
    dns: subnet?.dns ?? [],
  };
}

function bondModel(bond: NonNullable<ResolvedAttachment['bond']>): BondModel {
  return {
    mode: bond.mode ?? '802.3ad',
    lacpRate: bond.lacpRate ?? 'fast',
    hashPolicy: bond.hashPolicy ?? 'layer3+4',
    miimonMs: bond.miimonMs ?? 100,
    lacpFallback: bond.lacpFallback ?? false,
  };
}
