import type { DocumentPath, Issue } from '../../errors.js';
import type { PoolPlan } from '../clusters/clusters.js';
import { misfit } from '../clusters/misfit.js';
import type { MachineModel, SiteInventory } from '../types.js';
import type { Stock } from './placement.js';

/** Says what binds: how many machines fit, and what keeps the others. */
export function notEnough(
  pool: PoolPlan,
  site: SiteInventory,
  stock: Stock,
  message: string,
  limit: string | null = null,
): Issue {
  const reasons = new Map<string, string[]>();
  for (const machine of site.machines) {
    const why =
      misfit(pool, machine) ??
      stock.obstacle(pool, machine) ??
      (machine.state === 'spare' ? 'is kept as a spare' : null);
    if (why !== null) reasons.set(why, [...(reasons.get(why) ?? []), machine.asset]);
  }
  // Of a machine that a slot holds it is the holder that keeps it, whoever its tenant is.
  const unerased = site.machines.filter(
    (machine) =>
      misfit(pool, machine) === null &&
      !stock.isTaken(machine.asset) &&
      stock.handOver(pool, machine) !== null,
  );
  if (unerased.length > 0) return handOver(pool, unerased, stock, message);
  const isNamed = pool.pool.machines !== undefined;
  const at: DocumentPath = isNamed ? pool.at('machines') : pool.at('count');
  const follows = [...reasons]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 8)
    .map(([why, assets]) =>
      assets.length === 1
        ? `${assets[0]} ${why}`
        : `${assets.length > 3 ? `${assets.length} machines` : assets.join(', ')}: each ${why}`,
    );
  return {
    code: isNamed ? 'allocation/explicit-machine-unusable' : 'allocation/not-enough-machines',
    severity: 'error',
    message,
    at,
    hint: isNamed
      ? 'name other machines, or free these'
      : 'lower the count, widen the hardware, or add machines',
    follows: limit === null ? follows : [limit, ...follows],
  };
}

/** Machines would do and were another tenant’s, without the erase that this tenant asks for. */
function handOver(pool: PoolPlan, machines: readonly MachineModel[], stock: Stock, message: string): Issue {
  return {
    code: 'lock/hand-over-without-erase',
    severity: 'error',
    message,
    at: pool.pool.machines === undefined ? pool.at('count') : pool.at('machines'),
    hint: 'release the slot that held it with the erase that its tenant asks for, and give the evidence by rackform lock --applied',
    follows: machines.slice(0, 8).map((machine) => `${machine.asset} ${stock.handOver(pool, machine)}`),
  };
}
