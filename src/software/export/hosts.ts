import type { SiteModel, SlotModel } from '../../model/types.js';

/** Lines of `/etc/hosts`: each slot by the address that DNS knows, and by the ones that it has beside. */
export function hostsFile(model: SiteModel): string {
  const slots = model.clusters.flatMap((cluster) => cluster.slots).filter(({ isDeclared }) => isDeclared);
  return `# Slots of site ${model.site.name}, written by rackform.\n${slots.flatMap(linesOf).join('')}`;
}

function linesOf(slot: SlotModel): readonly string[] {
  const others = [
    ...slot.ports.flatMap(({ links }) => links.map(({ network, address }) => ({ network, address }))),
    ...slot.rails.map(({ network, address }) => ({ network, address })),
  ].filter(({ address }) => address !== null && address !== slot.dnsAddress);
  return [
    ...(slot.dnsAddress === null ? [] : [`${slot.dnsAddress} ${slot.fqdn} ${slot.name}\n`]),
    ...others.map(({ network, address }) => `${address} ${slot.name}-${network}\n`),
  ];
}
