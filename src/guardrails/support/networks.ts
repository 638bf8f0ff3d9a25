import { type Ip, type Prefix, parseIp, parsePrefix } from '../../model/ip.js';
import type { NetworkModel, SiteInventory, SubnetModel } from '../../model/types.js';

type Range = SubnetModel['ranges'][number];

/** A range with both ends read. */
export interface RangeView {
  readonly range: Range;
  readonly from: Ip;
  readonly to: Ip;
}

/** A subnet with its addresses read. What cannot be read is left out: `subnet/invalid-address` reports it. */
export interface SubnetView {
  readonly network: NetworkModel;
  readonly subnet: SubnetModel;
  readonly prefix: Prefix;
  readonly gateway: Ip | null;
  /** Those whose ends are of the prefix's family. */
  readonly ranges: readonly RangeView[];
}

/** Every subnet of the site whose prefix can be read. */
export function* subnetsOf(site: SiteInventory): Generator<SubnetView> {
  for (const network of site.networks) {
    for (const subnet of network.subnets) {
      const prefix = parsePrefix(subnet.cidr);
      if (prefix === null) continue;
      const gateway = subnet.gateway === null ? null : parseIp(subnet.gateway);
      yield {
        network,
        subnet,
        prefix,
        gateway: gateway?.family === prefix.family ? gateway : null,
        ranges: subnet.ranges.flatMap((range) => {
          const [from, to] = [parseIp(range.from), parseIp(range.to)];
          const isRead = from?.family === prefix.family && to?.family === prefix.family;
          return isRead ? [{ range, from, to }] : [];
        }),
      };
    }
  }
}

/** True where the VLAN number is known: one from a pool is 0 until the lock has it. */
export function hasNumber(network: NetworkModel): boolean {
  return network.vlanPool === null || network.vid !== 0;
}

/** What tells VLANs apart: fabric and number; null where either is not known. */
export function vlanKey(network: NetworkModel): string | null {
  return network.fabric !== null && hasNumber(network) ? `${network.fabric}/${network.vid}` : null;
}

/** A VLAN in words. */
export function vlanText(network: NetworkModel): string {
  const number = network.vid === 0 ? 'the untagged VLAN' : `VLAN ${network.vid}`;
  return network.fabric === null ? number : `${number} of fabric ${JSON.stringify(network.fabric)}`;
}

/** Addresses of a prefix that hosts can have: IPv4 loses network and broadcast, but for a /31 and a /32. */
export function hostAddresses(prefix: Prefix): bigint {
  const all = prefix.last - prefix.first + 1n;
  return prefix.family === 4 && prefix.length < 31 ? all - 2n : all;
}

/** True for the network or broadcast address of an IPv4 prefix. */
export function isEdge(prefix: Prefix, value: bigint): boolean {
  if (prefix.family !== 4 || prefix.length >= 31) return false;
  return value === prefix.first || value === prefix.last;
}

/** True for a network whose traffic tenants' software sees. */
export function isTenantNetwork(network: NetworkModel): boolean {
  return network.purpose !== 'bmc' && network.purpose !== 'provisioning';
}
