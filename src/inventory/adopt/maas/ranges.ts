import { isIPv4 } from 'node:net';
import type { DocumentMap } from '../../emit.js';
import type { Notes } from '../../imported/notes.js';
import type { FoundServer } from '../found.js';
import type { MaasDocuments } from './documents.js';

/** A number that orders IPv4 addresses; null for others, whose ranges nobody compares here. */
function order(address: string | null): number | null {
  if (address === null || !isIPv4(address)) return null;
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/**
 * Ranges of subnets by CIDR, as a definition says them. A reserved one that holds addresses of slots is left out: in a
 * definition slots have none there.
 */
export function rangesBySubnet(
  { ranges }: MaasDocuments,
  servers: readonly FoundServer[],
  unmanaged: Notes,
): (cidr: string) => DocumentMap | undefined {
  const held = servers.flatMap(({ deployed }) =>
    (deployed?.ports ?? []).flatMap(({ links }) => links.flatMap(({ address }) => order(address) ?? [])),
  );
  const found = new Map<string, Record<string, DocumentMap>>();
  for (const fields of ranges) {
    const [type, from, to] = [fields.text('type'), fields.text('start_ip'), fields.text('end_ip')];
    const cidr = fields.fields('subnet').text('cidr');
    if (cidr === null || from === null || to === null || (type !== 'dynamic' && type !== 'reserved'))
      continue;
    const [first, last] = [order(from), order(to)];
    const holds =
      first !== null && last !== null && held.some((address) => first <= address && address <= last);
    if (type === 'reserved' && holds) {
      unmanaged.add(
        'range',
        'it stays reserved in MAAS, and servers have addresses in it',
        `${from} to ${to}`,
      );
      continue;
    }
    const own = found.get(cidr) ?? {};
    found.set(cidr, own);
    own[`${type}-${Object.keys(own).length + 1}`] = { type, from, to };
  }
  return (cidr) => found.get(cidr);
}
