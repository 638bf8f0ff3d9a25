import { type Isolation, type IsolationPair, isolationOf } from '../../model/tenancy/isolation.js';
import type { SiteModel } from '../../model/types.js';
import type { Definitions } from '../input.js';
import type { HandOver, ServerReview, Tenants } from '../report.js';
import { sitesOf } from './slots.js';

/** What the change does to who shares what, and what changes hands. */
export function tenantsOf(base: Definitions, head: Definitions, servers: readonly ServerReview[]): Tenants {
  const sites = sitesOf(base, head);
  return {
    isolation: sites.flatMap(({ name, before, after }) => isolationRows(name, before, after)),
    handOvers: [
      ...servers.flatMap(handOverOf),
      ...sites.flatMap(({ before, after }) => networksOf(before, after)),
      ...sites.flatMap(({ before, after }) => poolsOf(before, after)),
    ],
  };
}

function isolationRows(
  site: string,
  before: SiteModel | null,
  after: SiteModel | null,
): Tenants['isolation'] {
  const pairs = (model: SiteModel | null) => (model === null ? [] : isolationOf(model).pairs);
  const keyOf = ({ level, cluster, tenants }: IsolationPair) => JSON.stringify([level, cluster, tenants]);
  const [was, is] = [pairs(before), pairs(after)].map(
    (all: Isolation['pairs']) => new Map(all.map((pair) => [keyOf(pair), pair] as const)),
  );
  const keys = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  return keys.flatMap((key) => {
    const [old, now] = [was?.get(key), is?.get(key)];
    const pair = now ?? old;
    if (pair === undefined) return [];
    const shared = (now?.checks ?? []).flatMap(({ meetings }) =>
      meetings.filter(({ service }) => service === null).map(({ what }) => what),
    );
    return [
      {
        site,
        level: pair.level,
        tenants: [...pair.tenants],
        before: old?.verdict ?? null,
        after: now?.verdict ?? null,
        shared: [...new Set(shared)],
      },
    ];
  });
}

/** A server that its tenant loses. Where it goes to nobody at once, the next tenant finds what is left on it. */
function handOverOf({ name, tenant, erase, slot }: ServerReview): readonly HandOver[] {
  if (slot.before === null || tenant.before === null || tenant.before === tenant.after) return [];
  const isKnown = erase !== null && erase !== 'unknown';
  return [
    {
      kind: 'server',
      name,
      from: tenant.before,
      to: tenant.after,
      erase,
      // What erases is what the state carries: it was there before this change.
      baseHadErase: isKnown ? erase !== 'none' : null,
    },
  ];
}

function networksOf(before: SiteModel | null, after: SiteModel | null): readonly HandOver[] {
  const former = new Map((before?.site.networks ?? []).map((network) => [network.name, network] as const));
  return (after?.site.networks ?? []).flatMap((network) => {
    const was = former.get(network.name);
    if (was === undefined || was.tenant === network.tenant) return [];
    const row = { from: was.tenant, to: network.tenant, erase: null, baseHadErase: null };
    return [
      { kind: 'vlan' as const, name: `${network.name} (${network.vid})`, ...row },
      ...network.subnets.map(({ cidr }) => ({ kind: 'prefix' as const, name: cidr, ...row })),
    ];
  });
}

function poolsOf(before: SiteModel | null, after: SiteModel | null): readonly HandOver[] {
  const former = new Map((before?.clusters ?? []).map((cluster) => [cluster.name, cluster] as const));
  return (after?.clusters ?? []).flatMap((cluster) => {
    const was = former.get(cluster.name);
    if (was === undefined || was.tenant === cluster.tenant) return [];
    return cluster.pools.map((pool) => ({
      kind: 'pool' as const,
      name: `${cluster.name}/${pool.name}`,
      from: was.tenant,
      to: cluster.tenant,
      erase: null,
      baseHadErase: null,
    }));
  });
}
