import { Cidr, DnsLabel, IpAddress, Mtu, VlanId } from '../../../definition/scalars.js';
import type { DocumentMap } from '../../emit.js';
import type { Fields, Report } from '../../imported/source/fields.js';
import { slug, uniqueName } from '../../imported/words.js';

/** A VLAN of MAAS, as machines and subnets name it. */
export interface FoundVlan {
  readonly id: string;
  readonly network: string;
  readonly fabric: string;
  readonly vid: number;
  readonly mtu: number;
  readonly space: string | null;
  readonly hasDhcp: boolean;
  /** Name by CIDR. */
  readonly subnets: ReadonlyMap<string, FoundSubnet>;
}

export interface FoundSubnet {
  readonly name: string;
  readonly cidr: string;
  readonly gateway: string | null;
  readonly dns: readonly string[];
}

/** All VLANs that anything names, by their ids in MAAS. */
export class Vlans {
  readonly #byId = new Map<string, FoundVlan & { readonly subnets: Map<string, FoundSubnet> }>();
  readonly #names = new Set<string>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  all(): readonly FoundVlan[] {
    return [...this.#byId.values()];
  }

  /** The VLAN of a map of MAAS; null where it is none, or one that no definition can name. */
  read(fields: Fields): FoundVlan | null {
    const id = fields.idOf();
    const known = id === null ? undefined : this.#byId.get(id);
    if (known !== undefined) return known;
    const fabric = fields.text('fabric');
    const vid = fields.number('vid');
    if (id === null || fabric === null || !VlanId.safeParse(vid).success || vid === null) return null;
    if (!DnsLabel.safeParse(fabric).success) {
      this.#report(
        fields.at('fabric'),
        'ADOPT_ILLEGAL_NAME',
        `fabric ${JSON.stringify(fabric)} has a name that a definition cannot have: lower-case letters, digits and - only`,
        'rename it: maas $PROFILE fabric update ID name=...; networks in it are left out until then',
      );
      return null;
    }
    const space = fields.text('space');
    const found = {
      id,
      network: uniqueName(networkName(fields, fabric, vid), this.#names, 40),
      fabric,
      vid,
      mtu: Mtu.safeParse(fields.number('mtu')).data ?? 1500,
      space: space === null || space === 'undefined' || !DnsLabel.safeParse(space).success ? null : space,
      hasDhcp: fields.flag('dhcp_on') === true,
      subnets: new Map<string, FoundSubnet>(),
    };
    this.#byId.set(id, found);
    return found;
  }

  /** A subnet, which is added to its VLAN; null where it has none that a definition can name. */
  readSubnet(fields: Fields): { readonly vlan: FoundVlan; readonly subnet: FoundSubnet } | null {
    const cidr = fields.text('cidr');
    const vlan = this.read(fields.fields('vlan'));
    const own = vlan === null ? undefined : this.#byId.get(vlan.id);
    if (cidr === null || !Cidr.safeParse(cidr).success || own === undefined) return null;
    const known = own.subnets.get(cidr);
    if (known !== undefined) return { vlan: own, subnet: known };
    const given = slug(fields.text('name') ?? '', 40);
    const taken = new Set([...own.subnets.values()].map(({ name }) => name));
    const subnet = {
      name: uniqueName(given === '' ? slug(cidr, 40) : given, taken, 40),
      cidr,
      gateway: IpAddress.safeParse(fields.text('gateway_ip')).data ?? null,
      dns: fields.texts('dns_servers').flatMap(({ text }) => IpAddress.safeParse(text).data ?? []),
    };
    own.subnets.set(cidr, subnet);
    return { vlan: own, subnet };
  }
}

/** By the name that people gave the VLAN, else by fabric and number. */
function networkName(fields: Fields, fabric: string, vid: number): string {
  const given = slug(fields.text('name') ?? '', 40);
  const isGiven = /[a-z]/.test(given) && !['untagged', 'default-vlan'].includes(given);
  return isGiven ? given : slug(`${fabric}-${vid}`, 40);
}

/** How slots use a network, which decides what it is called to be for. */
export interface NetworkUse {
  readonly isTagged: boolean;
  readonly isGateway: boolean;
  readonly isBootedFrom: boolean;
  readonly isUsed: boolean;
}

/** Network of a definition, which is there already and looked up. */
export function networkDocument(
  vlan: FoundVlan,
  use: NetworkUse,
  rangesOf: (cidr: string) => DocumentMap | undefined,
): DocumentMap {
  const subnets = [...vlan.subnets.values()].map(({ name, cidr, gateway, dns }) => [
    name,
    {
      cidr,
      gateway: gateway ?? undefined,
      dns: dns.length === 0 ? undefined : dns,
      ranges: rangesOf(cidr),
    },
  ]);
  return {
    purpose: purposeOf(vlan, use),
    mode: 'existing',
    fabric: vlan.fabric,
    vlan: vlan.vid === 0 ? undefined : vlan.vid,
    tagged: vlan.vid === 0 || use.isTagged ? undefined : false,
    mtu: vlan.mtu === 1500 ? undefined : vlan.mtu,
    space: vlan.space ?? undefined,
    subnets: subnets.length === 0 ? undefined : Object.fromEntries(subnets),
  };
}

/** What a network is for, by what is seen of it. */
export function purposeOf({ hasDhcp }: FoundVlan, { isGateway, isBootedFrom, isUsed }: NetworkUse): string {
  if (isGateway) return 'in-band';
  if (isBootedFrom || (hasDhcp && !isUsed)) return 'provisioning';
  return isUsed ? 'storage' : 'front-end';
}
