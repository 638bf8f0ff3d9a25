import { contains } from '../../model/ip.js';
import { quote } from './groups.js';
import type { RangeView, SubnetView } from './networks.js';

/** A gateway or range that the prefix of its subnet does not hold. */
export interface Outsider {
  readonly kind: 'gateway' | 'range';
  readonly text: string;
  readonly path: readonly string[];
}

/**
 * What of a subnet lies outside of its prefix, and whether all does: then the prefix is what is wrong, and
 * what lies outside only follows from it.
 */
export function outsidersOf(view: SubnetView): {
  readonly outside: readonly Outsider[];
  readonly isPrefix: boolean;
} {
  const { subnet, prefix, gateway, ranges } = view;
  const outside: Outsider[] = [];
  if (gateway !== null && !contains(prefix, gateway)) {
    outside.push({
      kind: 'gateway',
      text: `gateway ${subnet.gateway} is outside of ${subnet.cidr}`,
      path: ['gateway'],
    });
  }
  for (const range of ranges) {
    const path = outsidePath(view, range);
    if (path === null) continue;
    const { name, from, to } = range.range;
    outside.push({
      kind: 'range',
      text: `range ${quote(name)} (${from} to ${to}) reaches outside of ${subnet.cidr}`,
      path: ['ranges', name, path],
    });
  }
  const all = ranges.length + (gateway === null ? 0 : 1);
  return { outside, isPrefix: outside.length > 1 && outside.length === all };
}

function outsidePath({ prefix }: SubnetView, { from, to }: RangeView): 'from' | 'to' | null {
  if (!contains(prefix, from)) return 'from';
  return contains(prefix, to) ? null : 'to';
}
