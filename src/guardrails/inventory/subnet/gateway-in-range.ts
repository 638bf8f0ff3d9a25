import { quote } from '../../support/groups.js';
import { subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A gateway among addresses that machines are given. */
export const subnetGatewayInRange: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/gateway-in-range',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the gateway of a subnet is in no dynamic or static range',
  rationale: 'a machine that is given the address of the gateway takes the whole subnet off the network',
  source: 'read in the MAAS source (models/iprange.py): addresses in use are outside of dynamic ranges',
  *check(site) {
    for (const { network, subnet, gateway, ranges } of subnetsOf(site)) {
      const hit = ranges.find(
        ({ range, from, to }) =>
          range.type !== 'reserved' &&
          gateway !== null &&
          from.value <= gateway.value &&
          gateway.value <= to.value,
      );
      if (hit === undefined) continue;
      yield {
        subject: `${network.name}/${subnet.name}`,
        message: `gateway ${subnet.gateway} lies in ${hit.range.type} range ${quote(hit.range.name)} (${hit.range.from} to ${hit.range.to})`,
        at: subnetAt(site, network.name, subnet.name, 'ranges', hit.range.name),
        hint: 'begin the range after the gateway',
      };
    }
  },
};
