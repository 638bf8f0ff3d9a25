import { contains, parseIp, parsePrefix } from './ip.js';
import type { LinkModel, SlotModel } from './types.js';

/** The link of a slot whose subnet an address lies in; undefined where it has none, or the address is none. */
export function linkTo({ ports }: SlotModel, address: string): LinkModel | undefined {
  const ip = parseIp(address);
  if (ip === null) return undefined;
  return ports
    .flatMap(({ links }) => links)
    .find(({ subnet }) => {
      const prefix = subnet === null ? null : parsePrefix(subnet);
      return prefix !== null && contains(prefix, ip);
    });
}
