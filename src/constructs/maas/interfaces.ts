import type { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { terraformName } from '../../model/names.js';
import type { BondModel, LinkModel, PortModel, SlotModel } from '../../model/types.js';
import {
  NetworkInterfaceBond,
  NetworkInterfaceLink,
  NetworkInterfacePhysical,
  NetworkInterfaceVlan,
} from '../../providers/maas/index.js';
import { importAdopted, isMade } from '../adoption.js';
import { literal, reference } from '../expressions.js';
import { leftOut } from '../mapping.js';
import type { MaasLookups } from './lookups.js';
import { MaasTarget } from './target.js';

/** What all interfaces of a slot share. */
export interface InterfaceContext {
  readonly scope: Construct;
  readonly slot: SlotModel;
  readonly lookups: MaasLookups;
  /** System id of the machine. */
  readonly machine: string;
  /** Address of the resource that holds asset and generation. */
  readonly trigger: string;
}

/**
 * NICs, bonds, VLAN interfaces and links of a slot. Returns the addresses that a deployment must wait for: all
 * that nothing else here waits for.
 *
 * MAAS drops or refuses any change of them while the machine is deployed, so a changed definition plans nothing;
 * a raised generation makes them anew with the new values, between the old deployment and the new one.
 */
export function addInterfaces(context: InterfaceContext): readonly string[] {
  return context.slot.ports.flatMap((port) => addPort(context, port));
}

function lifecycleOf({ trigger }: InterfaceContext) {
  return { ignoreChanges: 'all' as const, replaceTriggeredBy: [trigger] };
}

function addPort(context: InterfaceContext, port: PortModel): string[] {
  const { name, bond, nics, mtu, untagged, links, ...unmapped } = port;
  unmapped satisfies Record<string, never>;
  // All of a bond stand on one VLAN: MAAS asks for it before the bond is made.
  const { network, fabric, vid, ...unmappedUntagged } = untagged;
  unmappedUntagged satisfies Record<string, never>;
  const vlan = context.lookups.vlanId({ network, fabric, vid });
  const members = nics.map((nic) => addNic(context, nic, vlan, mtu));
  const parent =
    bond === null ? onlyOf(context, name, members) : addBond(context, name, bond, members, vlan, mtu);
  const ends = links.flatMap((link) => addLink(context, link, parent));
  return ends.length === 0 ? [parent] : ends;
}

function onlyOf({ slot }: InterfaceContext, port: string, members: readonly string[]): string {
  const [member] = members;
  if (member === undefined || members.length > 1) {
    throw new InternalError(`port "${port}" of slot "${slot.name}" has ${members.length} NICs and no bond`);
  }
  return member;
}

function addNic(
  context: InterfaceContext,
  nic: PortModel['nics'][number],
  vlan: number,
  mtu: number,
): string {
  const { name, mac, ...unmapped } = nic;
  unmapped satisfies Record<string, never>;
  const id = terraformName(context.slot.name, name);
  const resource = new NetworkInterfacePhysical(context.scope, `nic-${name}`, {
    machine: context.machine,
    macAddress: mac,
    name: literal(name),
    vlan,
    mtu,
    lifecycle: lifecycleOf(context),
  });
  resource.overrideLogicalId(id);
  importAdopted(resource, context.slot.adopted, `nic/${name}`);
  return `maas_network_interface_physical.${id}`;
}

function addBond(
  context: InterfaceContext,
  name: string,
  bond: BondModel,
  members: readonly string[],
  vlan: number,
  mtu: number,
): string {
  const { mode, lacpRate, hashPolicy, miimonMs, lacpFallback, ...unmapped } = bond;
  unmapped satisfies Record<string, never>;
  leftOut({ lacpFallback }, 'a setting of the switches');
  const id = terraformName(context.slot.name, name);
  const resource = new NetworkInterfaceBond(context.scope, `bond-${name}`, {
    machine: context.machine,
    name: literal(name),
    // By name: MAAS reads names back, and ids would be replaced at every plan.
    parents: members.map((member) => reference(member, 'name')),
    bondMode: mode,
    bondLacpRate: lacpRate,
    bondXmitHashPolicy: hashPolicy,
    bondMiimon: miimonMs,
    vlan,
    mtu,
    lifecycle: lifecycleOf(context),
  });
  resource.overrideLogicalId(id);
  importAdopted(resource, context.slot.adopted, `bond/${name}`);
  return `maas_network_interface_bond.${id}`;
}

/** Adds the VLAN interface of a tagged link, and the link. Returns the last of both. */
function addLink(context: InterfaceContext, link: LinkModel, port: string): string[] {
  const { network, fabric, vid, tagged, interface: name, mtu, ...rest } = link;
  const { mode, subnet, address, prefixLength, gateway, gatewayAddress, dns, ...unmapped } = rest;
  unmapped satisfies Record<string, never>;
  leftOut({ prefixLength, gatewayAddress, dns }, 'MAAS takes them from the subnet');
  const id = terraformName(context.slot.name, network);
  const on = tagged ? `maas_network_interface_vlan.${id}` : port;
  if (tagged) {
    const resource = new NetworkInterfaceVlan(context.scope, `vlan-${network}`, {
      machine: context.machine,
      parent: reference(port, 'name'),
      fabric: literal(fabric),
      // The id: MAAS takes the number too, but reads the id back and replaces it at every plan.
      vlan: context.lookups.vlanId({ network, fabric, vid }),
      // Where it cannot be said, MAAS names it so by itself: another name is refused beforehand.
      ...(MaasTarget.has(context.scope, 'vlan-interface-name') ? { name: literal(name) } : {}),
      mtu,
      lifecycle: lifecycleOf(context),
    });
    resource.overrideLogicalId(id);
    importAdopted(resource, context.slot.adopted, `vlan/${network}`);
  }
  // A link of an adopted server stands in MAAS, and no provider can import it.
  if (!isMade(context.slot.adopted, `link/${network}`)) return tagged ? [on] : [];
  if (subnet === null) return tagged ? [on] : [];
  new NetworkInterfaceLink(context.scope, `link-${network}`, {
    machine: context.machine,
    networkInterface: reference(on, 'id'),
    subnet,
    mode: linkModes[mode],
    ...(address === null ? {} : { ipAddress: address }),
    ...(gateway ? { defaultGateway: true } : {}),
    lifecycle: lifecycleOf(context),
  }).overrideLogicalId(id);
  return [`maas_network_interface_link.${id}`];
}

const linkModes: Readonly<Record<LinkModel['mode'], string>> = {
  static: 'STATIC',
  dhcp: 'DHCP',
  auto: 'AUTO',
  none: 'LINK_UP',
};
