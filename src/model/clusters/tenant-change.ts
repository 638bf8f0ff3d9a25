import type { Issue } from '../../errors.js';
import { isActive } from '../lock/lock.js';
import { type ActionContext, dropSlot } from '../lock/lock-actions.js';
import type { Lock } from '../lock/lock-types.js';
import type { PoolPlan } from './clusters.js';

/**
 * Holds slots to the tenant that their machines were claimed for. A slot in service that would change hands is
 * refused: nothing of it is reimaged or erased by that. One that is only planned is decided anew.
 */
export function fitTenants(
  before: Lock,
  pools: readonly PoolPlan[],
  context: ActionContext,
): { readonly lock: Lock; readonly issues: readonly Issue[] } {
  const plans = new Map(pools.map((pool) => [`${pool.cluster}/${pool.name}`, pool]));
  const machines = new Map(before.machines.map((machine) => [machine.asset, machine]));
  const handed = new Map<string, { readonly from: string; readonly to: string; readonly slots: string[] }>();
  let lock = before;
  for (const slot of before.slots.filter(isActive)) {
    const to = plans.get(`${slot.cluster}/${slot.pool}`)?.tenant;
    const from = machines.get(slot.asset)?.tenant ?? null;
    if (to === undefined || from === null || from === to) continue;
    if (context.isSlotInService(slot.name)) {
      const known = handed.get(slot.cluster);
      if (known === undefined) handed.set(slot.cluster, { from, to, slots: [slot.name] });
      else known.slots.push(slot.name);
    } else {
      lock = dropSlot(lock, slot, null);
    }
  }
  return {
    lock,
    issues: [...handed].map(([cluster, { from, to, slots }]) => refused(cluster, from, to, slots)),
  };
}

function refused(cluster: string, from: string, to: string, slots: readonly string[]): Issue {
  const listed = slots.slice(0, 3).join(' ') + (slots.length > 3 ? ' ...' : '');
  return {
    code: 'lock/tenant-changed',
    severity: 'error',
    message: `cluster ${cluster} goes from tenant ${from} to ${to} while ${slots.length === 1 ? `its slot ${slots[0]} is` : `${slots.length} of its slots are`} in service: their servers would change hands unerased`,
    at: { document: `cluster/${cluster}`, path: ['tenant'] },
    hint: `put tenant ${from} back, give the slots back with count 0 and rackform lock --release ${listed} --reason "...", and change the tenant when they are gone`,
  };
}
