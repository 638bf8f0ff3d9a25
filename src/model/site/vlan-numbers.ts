import type { z } from 'zod';
import type { Site } from '../../definition/site.js';
import type { Issue } from '../../errors.js';
import type { LockNumber } from '../lock/lock-types.js';
import { entries } from '../order.js';

/** Takes VLAN ids from pools: those in the lock stay while they are legal, new ones are the lowest free in the fabric. */
export function assignVlanNumbers(
  site: z.output<typeof Site>,
  siteName: string,
  locked: readonly LockNumber[],
): { readonly numbers: readonly LockNumber[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const networks = entries(site.networks);
  const used = new Map<string, Set<number>>();
  const usedIn = (fabric: string | undefined) => {
    const key = fabric ?? '';
    const set = used.get(key) ?? new Set<number>();
    used.set(key, set);
    return set;
  };
  for (const [, network] of networks)
    if (typeof network.vlan === 'number') usedIn(network.fabric).add(network.vlan);
  const pooled = networks.flatMap(([name, network]) => {
    const pool = typeof network.vlan === 'object' ? site.vlanPools?.[network.vlan.pool] : undefined;
    return pool === undefined || typeof network.vlan !== 'object'
      ? []
      : [{ name, fabric: network.fabric, poolName: network.vlan.pool, pool }];
  });
  const numbers: LockNumber[] = [];
  for (const { name, fabric, poolName, pool } of pooled) {
    const kept = locked.find((number) => number.key === `vlan/${name}`);
    if (
      kept === undefined ||
      kept.value < pool.from ||
      kept.value > pool.to ||
      usedIn(fabric).has(kept.value)
    )
      continue;
    usedIn(fabric).add(kept.value);
    numbers.push({ key: kept.key, pool: poolName, value: kept.value });
  }
  for (const { name, fabric, poolName, pool } of pooled) {
    if (numbers.some((number) => number.key === `vlan/${name}`)) continue;
    let value = Math.max(pool.from, 1);
    while (value <= pool.to && usedIn(fabric).has(value)) value += 1;
    if (value > pool.to) {
      issues.push({
        code: 'allocation/vlan-pool-exhausted',
        severity: 'error',
        message: `VLAN pool ${poolName} (${pool.from} to ${pool.to}) has no free id for network ${name}`,
        at: { document: `site/${siteName}`, path: ['vlanPools', poolName] },
        hint: 'widen the pool, or give the network a VLAN id',
      });
      continue;
    }
    usedIn(fabric).add(value);
    numbers.push({ key: `vlan/${name}`, pool: poolName, value });
  }
  return { numbers, issues };
}
