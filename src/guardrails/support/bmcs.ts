import { type Ip, parseIp } from '../../model/ip.js';
import type { SiteInventory } from '../../model/types.js';
import { presentMachines } from './machines.js';
import { isTenantNetwork, type SubnetView, subnetsOf } from './networks.js';

/** Subnets of BMC networks, and of networks that tenants are on. */
export function splitSubnets(site: SiteInventory): {
  readonly bmc: readonly SubnetView[];
  readonly tenant: readonly SubnetView[];
} {
  const subnets = [...subnetsOf(site)];
  return {
    bmc: subnets.filter(({ network }) => network.purpose === 'bmc'),
    tenant: subnets.filter(({ network }) => isTenantNetwork(network)),
  };
}

/** Every BMC address that can be read. */
export function bmcAddresses(
  site: SiteInventory,
): readonly { readonly asset: string; readonly address: string; readonly ip: Ip }[] {
  return presentMachines(site).flatMap(({ asset, bmc: { address } }) => {
    const ip = address === null ? null : parseIp(address);
    return address === null || ip === null ? [] : [{ asset, address, ip }];
  });
}
