import { parseIp } from '../../../model/ip.js';
import { quote } from '../../support/groups.js';
import { type RangeView, subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import { linksOf, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A fixed address that DHCP gives out too. */
export const addressInDynamicRange: ModelRule = {
  tier: 'model',
  id: 'address/in-dynamic-range',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no slot has a fixed address in a dynamic range',
  rationale: 'MAAS refuses the link: "IP address is inside a dynamic range"',
  source: 'measured against MAAS 3.5.13',
  *check(model) {
    const ranges = new Map<string, { readonly subnet: string; readonly view: RangeView }[]>();
    for (const { network, subnet, ranges: views } of subnetsOf(model.site)) {
      const dynamic = views.filter(({ range }) => range.type === 'dynamic');
      ranges.set(network.name, [
        ...(ranges.get(network.name) ?? []),
        ...dynamic.map((view) => ({ subnet: subnet.name, view })),
      ]);
    }
    for (const slot of slotsOf(model)) {
      for (const { network, address, mode } of linksOf(slot)) {
        const ip = address === null || mode !== 'static' ? null : parseIp(address);
        const hit = ranges
          .get(network)
          ?.find(
            ({ view }) =>
              ip !== null &&
              view.from.family === ip.family &&
              view.from.value <= ip.value &&
              ip.value <= view.to.value,
          );
        if (hit === undefined) continue;
        const { name, from, to } = hit.view.range;
        yield {
          subject: slot.name,
          message: `address ${address} of slot ${quote(slot.name)} lies in dynamic range ${quote(name)} (${from} to ${to}) of network ${quote(network)}`,
          at: subnetAt(model.site, network, hit.subnet, 'ranges', name),
          hint: 'shrink the range, or run rackform lock for another address',
        };
      }
    }
  },
};
