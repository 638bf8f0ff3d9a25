import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { terraformName } from '../../model/names.js';
import type { DhcpModel, NetworkModel, SiteInventory, SubnetModel } from '../../model/types.js';
import {
  DataMaasSubnet,
  DataMaasVlan,
  Subnet,
  SubnetIpRange,
  Vlan,
  VlanDhcp,
} from '../../providers/maas/index.js';
import { literal, numberReference, reference } from '../expressions.js';
import { leftOut } from '../mapping.js';
import { guardAddresses } from '../unique-addresses.js';
import { MaasLookups } from './lookups.js';

/** What a network is made from. */
export interface NetworkProps {
  readonly network: NetworkModel;
  /** The site that the network is of. */
  readonly site: SiteInventory;
}

/**
 * One VLAN with its subnets. An `existing` one is looked up whole, which fails the plan where it is not there;
 * of a `managed` one all is created but the untagged VLAN, which MAAS makes with its fabric.
 */
export class MaasNetwork extends Construct {
  readonly #network: NetworkModel;
  readonly #site: SiteInventory;

  constructor(scope: Construct, id: string, { network, site }: NetworkProps) {
    super(scope, id);
    this.#network = network;
    this.#site = site;
    const { name, mode, fabric, vid, mtu, space, subnets, dhcp, ...rest } = network;
    const { purpose, rail, vlanPool, vni, pkey, tagged, switchMtu, tenant, addressing, ...unmapped } = rest;
    unmapped satisfies Record<string, never>;
    leftOut({ purpose, rail, vlanPool, switchMtu, tenant, addressing }, 'MAAS is not told of them');
    leftOut({ tagged }, 'a matter of each port');
    leftOut({ vni, pkey }, 'switches and the subnet manager are told of them by others');
    if (fabric === null) throw new InternalError(`network "${name}" has no fabric`);
    if (mode === 'existing') {
      this.#lookUp(fabric, vid, subnets);
    } else {
      if (vid !== 0) this.#vlan(vid, mtu, space);
      const ranges = subnets.flatMap((subnet) => this.#subnet(subnet));
      this.#dhcp(dhcp, ranges);
    }
    guardAddresses(this);
  }

  #lookUp(fabric: string, vid: number, subnets: readonly SubnetModel[]): void {
    new DataMaasVlan(this, 'vlan', { fabric: literal(fabric), vlan: String(vid) }).overrideLogicalId(
      terraformName(this.#network.name),
    );
    for (const { name, cidr } of subnets) {
      new DataMaasSubnet(this, `subnet-${name}`, { cidr }).overrideLogicalId(
        terraformName(this.#network.name, name),
      );
    }
  }

  #vlan(vid: number, mtu: number, space: string | null): void {
    new Vlan(this, 'vlan', {
      fabric: this.#fabricId(this.#network),
      vid,
      name: literal(this.#network.name),
      mtu,
      ...(space === null ? {} : { space: this.#space(space) }),
    }).overrideLogicalId(terraformName(this.#network.name));
  }

  /** Creates a subnet with its ranges; returns the addresses of the ranges. */
  #subnet({ name, cidr, gateway, dns, ranges, ...unmapped }: SubnetModel): readonly string[] {
    unmapped satisfies Record<string, never>;
    const subnet = terraformName(this.#network.name, name);
    new Subnet(this, `subnet-${name}`, {
      cidr,
      name: `${this.#network.name}_${name}`,
      fabric: this.#fabricId(this.#network),
      vlan: this.#vid(),
      ...(gateway === null ? {} : { gatewayIp: gateway }),
      ...(dns.length === 0 ? {} : { dnsServers: [...dns] }),
    }).overrideLogicalId(subnet);
    return ranges.map((range) => this.#range(name, range));
  }

  #range(
    subnet: string,
    { name, type, from, to, comment, ...unmapped }: SubnetModel['ranges'][number],
  ): string {
    unmapped satisfies Record<string, never>;
    const id = terraformName(this.#network.name, subnet, name);
    new SubnetIpRange(this, `range-${subnet}-${name}`, {
      // Never by another name: an unknown subnet crashes the provider.
      subnet: reference(`maas_subnet.${terraformName(this.#network.name, subnet)}`, 'id'),
      type: rangeTypes[type],
      startIp: from,
      endIp: to,
      ...(comment === null ? {} : { comment: literal(comment) }),
    }).overrideLogicalId(id);
    return `maas_subnet_ip_range.${id}`;
  }

  #dhcp(dhcp: DhcpModel, ranges: readonly string[]): void {
    if (dhcp.by === 'external' || dhcp.by === 'nobody') return;
    const service = new VlanDhcp(this, 'dhcp', {
      fabric: numberReference(this.#fabricId(this.#network)),
      vlan: numberReference(this.#vid()),
      ...this.#dhcpBy(dhcp),
    });
    service.overrideLogicalId(terraformName(this.#network.name));
    // `ip_ranges` and `subnets` are left out: a change of them is planned in place, fails, and counts as done.
    if (ranges.length > 0) service.dependsOn = [...ranges];
  }

  #dhcpBy(dhcp: Extract<DhcpModel, { by: 'rack-controller' | 'relay' }>) {
    if (dhcp.by === 'relay') {
      const { by, to, ...unmapped } = dhcp;
      unmapped satisfies Record<string, never>;
      by satisfies 'relay';
      return { relayVlan: numberReference(reference(this.#vlanAddress(this.#other(to)), 'id')) };
    }
    const { by, primary, secondary, ...unmapped } = dhcp;
    unmapped satisfies Record<string, never>;
    by satisfies 'rack-controller';
    const lookups = MaasLookups.of(this);
    return {
      primaryRackController: lookups.rackControllerId(primary),
      ...(secondary === null ? {} : { secondaryRackController: lookups.rackControllerId(secondary) }),
    };
  }

  #other(name: string): NetworkModel {
    const other = this.#site.networks.find((network) => network.name === name);
    if (other === undefined)
      throw new InternalError(`network "${this.#network.name}" names no network "${name}"`);
    return other;
  }

  /** Address of the VLAN of a network, looked up or created here. */
  #vlanAddress({ name, mode, vid }: NetworkModel): string {
    if (mode === 'existing') return `data.maas_vlan.${terraformName(name)}`;
    if (mode === 'managed' && vid !== 0) return `maas_vlan.${terraformName(name)}`;
    throw new InternalError(
      `network "${this.#network.name}" relays DHCP to "${name}", which MAAS has no VLAN for`,
    );
  }

  /** Number of our VLAN; a reference where we create it, so that what uses it comes after. */
  #vid(): string {
    const { name, vid } = this.#network;
    return vid === 0 ? '0' : reference(`maas_vlan.${terraformName(name)}`, 'vid');
  }

  #fabricId({ name, fabric }: NetworkModel): string {
    const known = this.#site.fabrics.find((other) => other.name === fabric);
    if (known === undefined) throw new InternalError(`network "${name}" is in no fabric of the site`);
    const source = known.mode === 'managed' ? 'maas_fabric' : 'data.maas_fabric';
    return reference(`${source}.${terraformName(known.name)}`, 'id');
  }

  #space(space: string): string {
    const exists = this.#site.networks.some(
      (network) => network.mode === 'existing' && network.space === space,
    );
    return exists ? literal(space) : reference(`maas_space.${terraformName(space)}`, 'name');
  }
}

/** Addresses of slots are reserved in MAAS: it gives none of them away, and takes them as static ones. */
const rangeTypes = { dynamic: 'dynamic', reserved: 'reserved', static: 'reserved' } as const;
