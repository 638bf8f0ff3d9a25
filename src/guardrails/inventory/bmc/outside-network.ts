import { contains } from '../../../model/ip.js';
import { bmcAddresses, splitSubnets } from '../../support/bmcs.js';
import { listed, quote } from '../../support/groups.js';
import { machineAt, networkAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A BMC address that no bmc network has. */
export const bmcOutsideNetwork: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/outside-network',
  severity: 'error',
  mayAcknowledge: true,
  title: 'BMC addresses lie in the networks with purpose bmc',
  rationale:
    'an address outside is a typing error, or a BMC on a network that nobody has closed off from tenants',
  source: 'OpenStack Ironic security guide (read): the BMC network must not be reachable by tenants',
  *check(site) {
    const { bmc, tenant } = splitSubnets(site);
    const [first] = bmc;
    if (first === undefined) return;
    const addresses = bmcAddresses(site);
    const outside = addresses.filter(
      ({ ip }) => ![...bmc, ...tenant].some(({ prefix }) => contains(prefix, ip)),
    );
    const networks = [...new Set(bmc.map(({ network }) => network.name))];
    const prefixes = bmc
      .map(({ subnet }) => subnet.cidr)
      .slice(0, 4)
      .join(', ');
    for (const { asset, address } of outside) {
      yield {
        subject: asset,
        message: `BMC address ${address} of ${quote(asset)} is outside of network ${listed(networks)}`,
        at: machineAt(site, asset, 'bmc', 'address'),
        hint: `the network has ${prefixes}`,
        cause: {
          subject: first.network.name,
          message: `${outside.length} of ${addresses.length} BMC addresses lie outside of network ${listed(networks)} (${prefixes})`,
          at: networkAt(site, first.network.name, 'subnets'),
          hint: 'check the prefix of the network',
          least: Math.max(2, Math.floor(addresses.length / 2) + 1),
        },
      };
    }
  },
};
