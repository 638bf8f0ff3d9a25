import type { z } from 'zod';
import { Bond } from '../../../definition/cluster.js';
import { NicName } from '../../../definition/scalars.js';
import { checkedAddress, checkedMac } from '../../imported/addresses.js';
import type { ImportedNic } from '../../imported/parts.js';
import type { Fields, Report } from '../../imported/source/fields.js';
import type { FoundBond, FoundIds, FoundLink, FoundPort } from '../found.js';
import type { FoundSubnet, FoundVlan, Vlans } from './networks.js';

/** Says of one machine what Terraform will not manage, and why. */
export type LeaveOut = (what: string, why: string) => void;

/** What is read of interfaces with, and where what comes of it goes. */
export interface InterfaceContext {
  readonly systemId: string;
  readonly vlans: Vlans;
  readonly leaveOut: LeaveOut;
  /** Takes note of what was taken for lack of better. */
  readonly assumed: LeaveOut;
  readonly report: Report;
}

/** What the interfaces of a machine come to. */
export interface FoundInterfaces {
  readonly nics: readonly ImportedNic[];
  readonly bootNic: string | null;
  readonly ports: readonly FoundPort[];
  /** Import ids of the NICs, as `nic/<name>`. */
  readonly ids: FoundIds;
}

interface Interface {
  readonly name: string;
  readonly type: string;
  readonly id: string | null;
  readonly mac: string | null;
  readonly parents: readonly string[];
  readonly fields: Fields;
}

/** Reads the interfaces of a machine: its NICs, and the ports that its addresses are on. */
export function readInterfaces(machine: Fields, context: InterfaceContext): FoundInterfaces {
  const { systemId, leaveOut, report } = context;
  const all = machine.list('interface_set').flatMap(({ fields }): Interface[] => {
    const [name, type] = [fields.text('name'), fields.text('type')];
    if (name === null || type === null) return [];
    const given = fields.text('mac_address');
    return [
      {
        name,
        type,
        id: fields.idOf(),
        mac: given === null ? null : checkedMac(given, fields.at('mac_address'), report),
        parents: fields.texts('parents').map(({ text }) => text),
        fields,
      },
    ];
  });
  const physical = all.filter(({ type, name }) => {
    if (type !== 'physical') return false;
    const isLegal = NicName.safeParse(name).success;
    if (!isLegal) leaveOut('NIC', `${name} has a name that no interface of a definition can have`);
    return isLegal;
  });
  const boot = machine.fields('boot_interface');
  const bootMac = boot.text('mac_address')?.toLowerCase() ?? null;
  const bootNic = physical.find(({ mac }) => mac !== null && mac === bootMac)?.name ?? null;
  return {
    nics: physical.map(({ name, mac, fields }) => ({
      name,
      kind: 'ethernet',
      gbps: gbpsOf(fields),
      roles: name === bootNic ? ['boot', 'management'] : [],
      rail: null,
      mac,
      switch: null,
      port: null,
    })),
    bootNic,
    ports: new Ports(all, physical, bootNic, gatewayOf(machine), context).all(),
    ids: Object.fromEntries(
      physical.flatMap(({ name, mac }) => (mac === null ? [] : [[`nic/${name}`, `${systemId}/${mac}`]])),
    ),
  };
}

function gbpsOf(fields: Fields): number | null {
  const mbps = fields.number('interface_speed') || fields.number('link_speed') || 0;
  return mbps > 0 ? mbps / 1000 : null;
}

interface Gateway {
  readonly link: string | null;
  readonly address: string | null;
}

function gatewayOf(machine: Fields): Gateway {
  const found = machine.fields('default_gateways').fields('ipv4');
  return { link: found.text('link_id'), address: found.text('gateway_ip') };
}

/** The ports of one machine. What stands on an interface that a definition has no word for is left out, and said. */
class Ports {
  readonly #all: readonly Interface[];
  readonly #physical: readonly Interface[];
  readonly #bootNic: string | null;
  readonly #gateway: Gateway;
  readonly #context: InterfaceContext;
  readonly #taken = new Set<string>();

  constructor(
    all: readonly Interface[],
    physical: readonly Interface[],
    bootNic: string | null,
    gateway: Gateway,
    context: InterfaceContext,
  ) {
    this.#all = all;
    this.#physical = physical;
    this.#bootNic = bootNic;
    this.#gateway = gateway;
    this.#context = context;
  }

  all(): readonly FoundPort[] {
    const bonds = this.#all.filter(({ type }) => type === 'bond');
    const bonded = new Set(bonds.flatMap(({ parents }) => parents));
    const bases = [...bonds, ...this.#physical.filter(({ name, mac }) => mac !== null && !bonded.has(name))];
    this.#sayOthers(bases);
    return bases.flatMap((base) => {
      const nics = base.type === 'bond' ? [...base.parents].sort() : [base.name];
      const isWhole = nics.every((nic) =>
        this.#physical.some(({ name, mac }) => name === nic && mac !== null),
      );
      const over = this.#all.filter(({ type, parents }) => type === 'vlan' && parents[0] === base.name);
      const links = [base, ...over].flatMap((one) => this.#linksOf(one, one !== base));
      if (links.length === 0) return [];
      if (!isWhole || (base.type === 'bond' && nics.length < 2)) {
        const why = isWhole ? 'has one NIC only' : 'has members that no definition can name';
        this.#context.leaveOut('bond', `${base.name} ${why}; its addresses are lost at a reimage`);
        return [];
      }
      this.#sayUntagged(base, links);
      const bond = base.type === 'bond' ? this.#bondOf(base) : null;
      return [{ nics, bond, links }];
    });
  }

  /** What a definition has no word for. */
  #sayOthers(bases: readonly Interface[]): void {
    const names = new Set(bases.map(({ name }) => name));
    for (const { type, name, parents } of this.#all) {
      const isKnown =
        type === 'physical' || type === 'bond' || (type === 'vlan' && names.has(parents[0] ?? ''));
      if (!isKnown) {
        const what = type === 'vlan' ? `VLAN interface on ${parents[0] ?? 'nothing'}` : type.slice(0, 20);
        this.#context.leaveOut(what, `${name}: a definition has none; its addresses are lost at a reimage`);
      }
    }
  }

  /** A port without an untagged network goes to the VLAN of its fabric, whatever it stands in now. */
  #sayUntagged({ name, fields }: Interface, links: readonly FoundLink[]): void {
    const vid = fields.fields('vlan').number('vid') ?? 0;
    if (vid !== 0 && links.every(({ isTagged }) => isTagged))
      this.#context.leaveOut(
        'VLAN',
        `${name} is untagged in VLAN ${vid}; a reimage puts it where it boots, or into VLAN 0`,
      );
  }

  #bondOf({ id, name, fields, parents }: Interface): FoundBond {
    const params = fields.fields('params');
    const isBooted = this.#bootNic !== null && parents.includes(this.#bootNic);
    if (isBooted && params.text('bond_mode') === '802.3ad')
      this.#context.assumed(
        'networks.bond.lacpFallback',
        'the server booted through an LACP bond, so the switches are taken to force one member up',
      );
    const word = (key: keyof z.output<typeof Bond>, from: string): string | undefined => {
      const text = params.text(from);
      if (text === null || Bond.shape[key].safeParse(text).success) return text ?? undefined;
      this.#context.leaveOut(
        'bond',
        `${name} has ${from} ${text.slice(0, 40)}, which a definition has not; a reimage takes the default`,
      );
      return undefined;
    };
    this.#context.leaveOut('name', 'a bond and the VLANs on it are named by rackform at a reimage');
    return {
      id: id === null ? null : `${this.#context.systemId}:${id}`,
      document: {
        mode: word('mode', 'bond_mode'),
        lacpRate: word('lacpRate', 'bond_lacp_rate'),
        hashPolicy: word('hashPolicy', 'bond_xmit_hash_policy'),
        miimonMs: Bond.shape.miimonMs.safeParse(params.number('bond_miimon') ?? undefined).data,
        lacpFallback: (isBooted && params.text('bond_mode') === '802.3ad') || undefined,
      },
    };
  }

  /** One address an interface, as the provider has it, and one interface a network, as a definition has it. */
  #linksOf(one: Interface, isTagged: boolean): readonly FoundLink[] {
    const links = one.fields.list('links').map(({ fields }) => fields);
    const [first, ...others] = links.filter((link) => link.has('subnet'));
    if (first === undefined) return [];
    const addressOf = (link: Fields) =>
      link.text('ip_address') ?? link.fields('subnet').text('cidr') ?? 'a link';
    for (const other of others)
      this.#context.leaveOut(
        'address',
        `${addressOf(other)} on ${one.name}: an interface has one address; a reimage loses it`,
      );
    const found = this.#context.vlans.readSubnet(first.fields('subnet'));
    if (found === null) {
      this.#context.leaveOut(
        'address',
        `${addressOf(first)} on ${one.name}: its subnet has no VLAN that is known`,
      );
      return [];
    }
    const { vlan, subnet } = found;
    if (subnet.gateway !== null && first.text('ip_address') === subnet.gateway) {
      this.#context.leaveOut('address', `${subnet.gateway} on ${one.name} is the gateway of its subnet`);
      return [];
    }
    if (this.#taken.has(vlan.network)) {
      this.#context.leaveOut(
        'address',
        `${addressOf(first)} on ${one.name}: another interface is on ${vlan.network} already`,
      );
      return [];
    }
    this.#taken.add(vlan.network);
    return [this.#linkOf(one, first, isTagged, vlan, subnet)];
  }

  #linkOf(one: Interface, link: Fields, isTagged: boolean, vlan: FoundVlan, subnet: FoundSubnet): FoundLink {
    const mode = modes[link.text('mode') ?? ''] ?? 'none';
    const given = mode === 'static' ? link.text('ip_address') : null;
    const address =
      given === null ? null : checkedAddress(given, link.at('ip_address'), this.#context.report);
    const mtu = one.fields.number('effective_mtu');
    const isGateway =
      this.#gateway.link === null
        ? subnet.gateway !== null && subnet.gateway === this.#gateway.address
        : this.#gateway.link === link.idOf();
    return {
      network: vlan.network,
      subnet: subnet.name,
      isTagged,
      id: isTagged && one.id !== null ? `${this.#context.systemId}:${one.id}` : null,
      // Without an address nothing is kept: MAAS has not picked one yet.
      mode: mode === 'static' && address === null ? 'none' : mode,
      address,
      isGateway: isGateway && mode === 'static',
      mtu: mtu === null || mtu >= vlan.mtu ? null : mtu,
    };
  }
}

/** An address that MAAS picked is kept as a fixed one: it would be another one after a reimage. */
const modes: Readonly<Record<string, FoundLink['mode']>> = {
  static: 'static',
  auto: 'static',
  dhcp: 'dhcp',
  link_up: 'none',
};
