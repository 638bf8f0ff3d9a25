import { groupBy } from '../group.js';
import type { Prefix } from '../ip.js';
import { byName } from '../order.js';
import type { ClusterModel, SharedServiceModel, SiteModel, WorkloadTenantModel } from '../types.js';
import { type Foothold, footholdsOf, RESOURCE_KINDS, type ResourceKind } from './footholds.js';

/** `isolated`: nothing in common. `declared`: only what a shared service names. `shared`: more than that. */
export type Verdict = 'isolated' | 'declared' | 'shared';

/** Something that two tenants have in common. */
export interface Meeting {
  /** From the one tenant over the thing to the other. */
  readonly path: readonly string[];
  /** The thing, in words. */
  readonly what: string;
  /** Name of the shared service that declares it; null where none does. */
  readonly service: string | null;
  readonly reason: string | null;
}

export interface IsolationCheck {
  readonly kind: ResourceKind | 'namespace';
  readonly verdict: Verdict;
  /** What is not declared first; each thing once. */
  readonly meetings: readonly Meeting[];
}

/** What was found of two tenants, or of two workload tenants of one cluster. */
export interface IsolationPair {
  readonly level: 'tenant' | 'workload';
  /** Of workload tenants; null for tenants. */
  readonly cluster: string | null;
  readonly tenants: readonly [string, string];
  readonly verdict: Verdict;
  /** One for each kind, in the order of kinds. */
  readonly checks: readonly IsolationCheck[];
}

export interface Isolation {
  readonly site: string;
  /** Those that have slots or networks here, by name. */
  readonly tenants: readonly string[];
  readonly pairs: readonly IsolationPair[];
}

/**
 * Compares what each two tenants of a site reach, as the model has it, and what workload tenants of each shared
 * cluster have in common besides its machines. Two tenants are isolated where no path of the model leads from the one
 * to the other; what switches, routers and firewalls do beyond the model is not looked at.
 */
export function isolationOf(model: SiteModel): Isolation {
  const tenants = tenantsOf(model);
  const reach = new Map(tenants.map((tenant) => [tenant, reachOf(footholdsOf(model, tenant))]));
  const services = model.site.sharedServices;
  const pairs = pairsOf(tenants).map(([a, b]): IsolationPair => {
    const [left, right] = [reach.get(a), reach.get(b)];
    const checks = RESOURCE_KINDS.map((kind) => {
      const met = left === undefined || right === undefined ? [] : meetingsOf(kind, left, right);
      return checkOf(
        kind,
        met.map(([one, other]) => meetingOf(a, b, one, other, services)),
      );
    });
    return { level: 'tenant', cluster: null, tenants: [a, b], verdict: worst(checks), checks };
  });
  return {
    site: model.site.name,
    tenants,
    pairs: [...pairs, ...model.clusters.flatMap(workloadPairs)],
  };
}

function tenantsOf({ site, clusters }: SiteModel): readonly string[] {
  const names = [
    ...clusters.flatMap((cluster) => cluster.slots.map((slot) => slot.tenant)),
    ...site.networks.flatMap((network) => network.tenant ?? []),
  ];
  return [...new Set(names)].sort(byName);
}

function pairsOf<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}

/** Footholds by kind and thing: the first of many slots stands for all that reach it by the same network. */
type Reach = ReadonlyMap<ResourceKind, ReadonlyMap<string, readonly Foothold[]>>;

function reachOf(footholds: readonly Foothold[]): Reach {
  const ways = groupBy(footholds, ({ kind, key, networks, partition }) =>
    JSON.stringify([kind, key, networks, partition]),
  );
  const firsts = [...ways.values()].flatMap(([first]) => first ?? []);
  const kinds = groupBy(firsts, ({ kind }) => kind);
  return new Map([...kinds].map(([kind, list]) => [kind, groupBy(list, ({ key }) => key)]));
}

type Met = readonly [Foothold, Foothold];

function meetingsOf(kind: ResourceKind, left: Reach, right: Reach): readonly Met[] {
  const [ours, theirs] = [left.get(kind), right.get(kind)];
  if (ours === undefined || theirs === undefined) return [];
  if (kind === 'prefix') return overlaps([...ours.values()].flat(), [...theirs.values()].flat());
  return [...ours].flatMap(([key, list]) =>
    list.flatMap((one) =>
      (theirs.get(key) ?? [])
        .filter((other) => kind !== 'nvlink-domain' || meetInDomain(one, other))
        .map((other): Met => [one, other]),
    ),
  );
}

/** Without a partition of its own a tenant reaches all of a domain. */
function meetInDomain(one: Foothold, other: Foothold): boolean {
  return one.partition === null || other.partition === null || one.partition === other.partition;
}

/** The first overlap of each two networks: point-to-point links are many, and alike. */
function overlaps(ours: readonly Foothold[], theirs: readonly Foothold[]): readonly Met[] {
  const byNetwork = (list: readonly Foothold[]) => groupBy(list, (one) => one.networks[0] ?? '');
  return [...byNetwork(ours).values()].flatMap((left) =>
    [...byNetwork(theirs).values()].flatMap((right) => firstOverlap(left, right) ?? []),
  );
}

function firstOverlap(left: readonly Foothold[], right: readonly Foothold[]): readonly [Met] | null {
  const sorted = (list: readonly Foothold[]) =>
    list
      .flatMap((one) => (one.prefix === null ? [] : [{ one, prefix: one.prefix }]))
      .sort((a, b) => compare(a.prefix.family, b.prefix.family) || compare(a.prefix.first, b.prefix.first));
  const [as, bs] = [sorted(left), sorted(right)];
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [as[i], bs[j]];
    if (a === undefined || b === undefined) return null;
    if (isBefore(a.prefix, b.prefix)) i += 1;
    else if (isBefore(b.prefix, a.prefix)) j += 1;
    else return [[a.one, b.one]];
  }
}

function compare<T extends number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isBefore(a: Prefix, b: Prefix): boolean {
  return a.family === b.family ? a.last < b.first : a.family < b.family;
}

function meetingOf(
  a: string,
  b: string,
  one: Foothold,
  other: Foothold,
  services: readonly SharedServiceModel[],
): Meeting {
  const service = services.find(
    (candidate) =>
      (candidate.tenants === null || (candidate.tenants.includes(a) && candidate.tenants.includes(b))) &&
      isNamed(candidate, one) &&
      isNamed(candidate, other),
  );
  const what = one.steps.at(-1) ?? one.key;
  const there = other.steps.at(-1) ?? other.key;
  return {
    what,
    path: [
      `tenant ${a}`,
      ...one.steps,
      // Another name for the same, or a prefix that overlaps.
      ...(there === what ? [] : [there]),
      ...other.steps.slice(0, -1).reverse(),
      `tenant ${b}`,
    ],
    service: service?.name ?? null,
    reason: service?.reason ?? null,
  };
}

/** A machine, a pool or a single BMC is never shared by declaration: only networks and domains are. */
function isNamed(service: SharedServiceModel, { networks, domain }: Foothold): boolean {
  if (domain !== null) return service.nvlinkDomains.includes(domain);
  return networks.length > 0 && networks.every((network) => service.networks.includes(network));
}

function checkOf(kind: IsolationCheck['kind'], meetings: readonly Meeting[]): IsolationCheck {
  const once = [...groupBy(meetings, ({ what }) => what).values()].flatMap(([first]) => first ?? []);
  const open = once.filter(({ service }) => service === null);
  return {
    kind,
    verdict: open.length > 0 ? 'shared' : once.length > 0 ? 'declared' : 'isolated',
    meetings: [...open, ...once.filter(({ service }) => service !== null)],
  };
}

function worst(checks: readonly IsolationCheck[]): Verdict {
  const has = (verdict: Verdict) => checks.some((check) => check.verdict === verdict);
  return has('shared') ? 'shared' : has('declared') ? 'declared' : 'isolated';
}

/** Who has pools to itself runs nowhere else, and nobody else there. */
function haveCommonMachines(a: WorkloadTenantModel, b: WorkloadTenantModel): boolean {
  if (a.pools.length === 0 && b.pools.length === 0) return true;
  return a.pools.some((pool) => b.pools.includes(pool));
}

/** In a shared cluster machines and network are common by its mode; each workload tenant has its namespace. */
function workloadPairs(cluster: ClusterModel): readonly IsolationPair[] {
  if (cluster.slots.length === 0) return [];
  return pairsOf(cluster.workloadTenants).map(([a, b]) => {
    const tenantPath = (middle: string) => [`workload tenant ${a.name}`, middle, `workload tenant ${b.name}`];
    const isShared = cluster.mode === 'shared';
    const common = (kind: ResourceKind, what: string): IsolationCheck =>
      checkOf(kind, [
        {
          what,
          path: tenantPath(what),
          service: isShared ? `cluster ${cluster.name}` : null,
          reason: isShared ? 'mode: shared' : null,
        },
      ]);
    const namespaces =
      a.namespace === b.namespace
        ? [
            {
              what: `namespace ${a.namespace}`,
              path: tenantPath(`namespace ${a.namespace}`),
              service: null,
              reason: null,
            },
          ]
        : [];
    const checks = [
      checkOf('namespace', namespaces),
      haveCommonMachines(a, b)
        ? common('machine', `machines of cluster ${cluster.name}`)
        : checkOf('machine', []),
      common('vlan', `networks of cluster ${cluster.name}`),
    ];
    return {
      level: 'workload',
      cluster: cluster.name,
      tenants: [a.name, b.name],
      verdict: worst(checks),
      checks,
    };
  });
}
