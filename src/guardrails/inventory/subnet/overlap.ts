import { groupBy } from '../../../model/group.js';
import { contains, type Prefix } from '../../../model/ip.js';
import type { NetworkModel } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { type SubnetView, subnetsOf } from '../../support/networks.js';
import { subnetAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two subnets with common addresses. */
export const subnetOverlap: InventoryRule = {
  tier: 'inventory',
  id: 'subnet/overlap',
  severity: 'error',
  mayAcknowledge: false,
  title: 'no two subnets of a site share an address',
  rationale:
    'a machine on both knows two ways to one address, and MAAS, which refuses equal prefixes, takes nested ones and then gives an address out twice',
  source: 'measured against MAAS 3.5.13: a /25 inside a /24 is accepted',
  *check(site) {
    for (const [outer, inner] of groupBy(nested([...subnetsOf(site)]), (pair) => pair.outer)) {
      const [first, ...others] = inner.map((pair) => pair.inner);
      if (first === undefined) continue;
      // One prefix over several is the one that is wrong; of two, the later is named.
      const [wrong, right] = others.length > 0 ? [outer, first] : [first, outer];
      yield {
        subject: subjectOf(wrong),
        message: `${describe(wrong)} overlaps ${describe(right)}`,
        at: subnetAt(site, wrong.network.name, wrong.subnet.name, 'cidr'),
        ...(others.length === 0 ? {} : { follows: others.map((other) => `it overlaps ${describe(other)}`) }),
      };
    }
  },
};

interface Nesting {
  readonly outer: SubnetView;
  readonly inner: SubnetView;
}

/** Prefixes are nested or apart, so each is compared with the innermost one around it only. */
function* nested(subnets: readonly SubnetView[]): Generator<Nesting> {
  const sorted = [...subnets].sort((a, b) => order(a.prefix, b.prefix));
  const open: SubnetView[] = [];
  for (const inner of sorted) {
    const ip = { family: inner.prefix.family, value: inner.prefix.first };
    while (open.length > 0) {
      const last = open.at(-1);
      if (last !== undefined && contains(last.prefix, ip)) break;
      open.pop();
    }
    const outer = open.findLast((each) => !areApart(each.network, inner.network));
    if (outer !== undefined) yield { outer, inner };
    open.push(inner);
  }
}

function order(a: Prefix, b: Prefix): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.length - b.length;
}

/** Networks that MAAS never sees and that belong to two tenants may be routed apart (VRFs) and reuse addresses. */
function areApart(a: NetworkModel, b: NetworkModel): boolean {
  return (
    a.mode === 'external' &&
    b.mode === 'external' &&
    a.tenant !== null &&
    b.tenant !== null &&
    a.tenant !== b.tenant
  );
}

function subjectOf({ network, subnet }: SubnetView): string {
  return `${network.name}/${subnet.name}`;
}

function describe({ network, subnet }: SubnetView): string {
  return `${subnet.cidr} of network ${quote(network.name)}`;
}
