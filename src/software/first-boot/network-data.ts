import { netmask, parseIp } from '../../model/ip.js';
import type { BondModel, LinkModel, PortModel, SlotModel } from '../../model/types.js';

/** A document of OpenStack’s network metadata, as it lies on a config drive. */
export interface NetworkData {
  readonly links: readonly Readonly<Record<string, unknown>>[];
  readonly networks: readonly Readonly<Record<string, unknown>>[];
  readonly services: readonly { readonly type: 'dns'; readonly address: string }[];
}

/**
 * NICs, bonds, VLANs, addresses, default route and name servers of a slot, as `network_data.json`.
 *
 * Bonds are `bond0`, `bond1` on the server in the order of ports, whatever the model calls them: the format has no
 * names. Rails are not in it: it knows no routing tables, and cloud-init gives up on all of it where one NIC is
 * missing; user data configures them.
 */
export function networkData({ ports }: SlotModel): NetworkData {
  const dns = new Set(ports.flatMap((port) => port.links.flatMap((link) => link.dns)));
  return {
    links: ports.flatMap(linksOf),
    networks: ports.flatMap((port) => port.links.flatMap((link) => networkOf(link))),
    services: [...dns].map((address) => ({ type: 'dns', address })),
  };
}

function linksOf(port: PortModel): NetworkData['links'] {
  const { name, bond, nics, mtu, untagged, links, ...unmapped } = port;
  unmapped satisfies Record<string, never>;
  // The switch port decides what is untagged on it.
  void untagged;
  const mac = nics[0]?.mac ?? '';
  const physical = nics.map((nic) => ({
    id: nic.name,
    type: 'phy',
    ethernet_mac_address: nic.mac,
    mtu,
  }));
  const bonded = bond === null ? [] : [bondLink(name, bond, nics, mtu)];
  const tagged = links
    .filter((link) => link.tagged)
    .map((link) => ({
      id: link.interface,
      type: 'vlan',
      vlan_link: name,
      vlan_id: link.vid,
      vlan_mac_address: mac,
      mtu: link.mtu,
    }));
  return [...physical, ...bonded, ...tagged];
}

function bondLink(name: string, bond: BondModel, nics: PortModel['nics'], mtu: number) {
  const { mode, lacpRate, hashPolicy, miimonMs, lacpFallback, ...unmapped } = bond;
  unmapped satisfies Record<string, never>;
  // A setting of the switches.
  void lacpFallback;
  return {
    id: name,
    type: 'bond',
    ethernet_mac_address: nics[0]?.mac ?? '',
    bond_links: nics.map((nic) => nic.name),
    bond_mode: mode,
    bond_miimon: miimonMs,
    ...(mode === '802.3ad' ? { bond_lacp_rate: lacpRate } : {}),
    ...(hashesTraffic(mode) ? { bond_xmit_hash_policy: hashPolicy } : {}),
    mtu,
  };
}

/** True for bond modes that choose a member by a hash. */
export function hashesTraffic(mode: string): boolean {
  return mode === '802.3ad' || mode === 'balance-xor' || mode === 'balance-tlb';
}

function networkOf(link: LinkModel): NetworkData['networks'] {
  const { network, interface: on, mode, address, prefixLength, gateway, gatewayAddress, ...rest } = link;
  const { fabric, vid, tagged, mtu, subnet, dns, ...unmapped } = rest;
  unmapped satisfies Record<string, never>;
  // Of the link, of the document, or of the switches.
  void [fabric, vid, tagged, mtu, subnet, dns];
  const own = { id: network, network_id: network, link: on };
  if (mode === 'dhcp') return [{ ...own, type: isIpv6(subnet) ? 'ipv6_dhcp' : 'ipv4_dhcp' }];
  if (address === null || prefixLength === null) return [];
  const family = parseIp(address)?.family ?? 4;
  const route = { network: family === 4 ? '0.0.0.0' : '::', netmask: family === 4 ? '0.0.0.0' : '::' };
  return [
    {
      ...own,
      type: family === 4 ? 'ipv4' : 'ipv6',
      ip_address: address,
      netmask: netmask(family, prefixLength),
      routes: gateway && gatewayAddress !== null ? [{ ...route, gateway: gatewayAddress }] : [],
    },
  ];
}

function isIpv6(prefix: string | null): boolean {
  return prefix?.includes(':') === true;
}
