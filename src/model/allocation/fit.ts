import type { Issue } from '../../errors.js';
import type { PoolPlan } from '../clusters/clusters.js';
import { misfit } from '../clusters/misfit.js';
import { fitTenants } from '../clusters/tenant-change.js';
import { awaitsImport, isActive, newMachine } from '../lock/lock.js';
import type { ActionContext } from '../lock/lock-actions.js';
import { dropSlot, notImported } from '../lock/lock-actions.js';
import type { Lock, LockMachine, LockSlot } from '../lock/lock-types.js';
import { slotName } from '../names.js';
import { byName } from '../order.js';
import type { MachineModel, SiteInventory } from '../types.js';
import { limitsOf, limitText } from './capacity.js';
import type { FitInput } from './fit-input.js';
import { omitted } from './fit-machines.js';
import { notEnough } from './fit-misses.js';
import { Stock } from './placement.js';

export interface Fit {
  readonly lock: Lock;
  readonly issues: readonly Issue[];
  /** Slots that are new or have moved: nothing of their earlier making counts. */
  readonly renewed: ReadonlySet<string>;
}

/**
 * Fits the slots of a lock to the definition: keeps every one that is still legal, moves the ones whose machine
 * failed, adds what is missing, drops what never was in service. What is in service leaves by `release` only.
 *
 * Moves no slot because another pool, cluster, machine or rack came or went.
 */
export function fitSlots(input: FitInput): Fit {
  const { plans, context } = input;
  const issues: Issue[] = [];
  const renewed = new Set<string>();
  const pools = plans.flatMap((plan) => plan.pools).sort(byPlacementOrder);
  let lock = dropUndeclared(input, issues);
  const kept = fitTenants(lock, pools, context);
  lock = kept.lock;
  issues.push(...kept.issues);
  for (const pool of pools) lock = dropExcess(lock, pool, context, issues);
  const stock = new Stock(input.site, lock);
  for (const pool of pools) lock = moveFailed(lock, pool, input, stock, issues, renewed);
  for (const pool of pools) lock = addMissing(lock, pool, input.site, stock, issues, renewed);
  return { lock, issues, renewed };
}

/** Pools that leave least choice come first; the rest by role and name, which nothing unrelated changes. */
function byPlacementOrder(a: PoolPlan, b: PoolPlan): number {
  const named = (pool: PoolPlan) => (pool.pool.machines === undefined ? 1 : 0);
  const gpus = (pool: PoolPlan) => (pool.pool.role === 'gpu' ? 0 : 1);
  return named(a) - named(b) || gpus(a) - gpus(b) || byName(a.cluster, b.cluster) || byName(a.name, b.name);
}

function ofPool(lock: Lock, pool: PoolPlan): readonly LockSlot[] {
  return lock.slots.filter((slot) => slot.cluster === pool.cluster && slot.pool === pool.name);
}

/** Slots of pools and clusters that the definition no longer has. */
function dropUndeclared(input: FitInput, issues: Issue[]): Lock {
  const declared = new Set(
    input.plans.flatMap((plan) => plan.pools.map((pool) => `${pool.cluster}/${pool.name}`)),
  );
  const leaving = new Map<string, string[]>();
  let lock = input.lock;
  for (const slot of input.lock.slots) {
    if (
      declared.has(`${slot.cluster}/${slot.pool}`) ||
      input.incomplete.has(slot.cluster) ||
      slot.phase === 'released'
    )
      continue;
    if (input.context.isSlotInService(slot.name)) {
      const pool = `${slot.cluster}/${slot.pool}`;
      leaving.set(pool, [...(leaving.get(pool) ?? []), slot.name]);
    } else {
      lock = dropSlot(lock, slot, null);
    }
  }
  for (const [pool, slots] of leaving) {
    issues.push({
      code: 'lock/removal-by-omission',
      severity: 'error',
      message: `pool ${pool} left the definition while ${slots.length === 1 ? `its slot ${slots[0]} is` : `its ${slots.length} slots are`} in service: ${slots.length === 1 ? 'its server' : 'their servers'} would be destroyed by omission`,
      at: { document: `lock/${input.lock.site}`, path: ['slots', slots[0] ?? ''] },
      hint: `${howBack(input, pool)} and run rackform lock --release ${slots.slice(0, 3).join(' ')}${slots.length > 3 ? ' ...' : ''} --reason "..."`,
    });
  }
  return lock;
}

function howBack({ plans, site }: FitInput, pool: string): string {
  const cluster = pool.split('/')[0];
  const isDeployed = plans.some((plan) => plan.name === cluster);
  return isDeployed
    ? 'put the pool back with count 0'
    : `deploy cluster ${cluster} at ${site.name} again, set the counts of its pools to 0`;
}

/** More slots than the pool counts: unused ones go, those in service are refused. */
function dropExcess(before: Lock, pool: PoolPlan, context: ActionContext, issues: Issue[]): Lock {
  const active = ofPool(before, pool)
    .filter(isActive)
    .sort((a, b) => b.number - a.number);
  let excess = active.length - pool.count;
  let lock = before;
  for (const slot of active) {
    if (excess <= 0 || context.isSlotInService(slot.name)) continue;
    lock = dropSlot(lock, slot, null);
    excess -= 1;
  }
  if (excess > 0) {
    const names = active
      .filter((slot) => context.isSlotInService(slot.name))
      .slice(0, excess)
      .map((slot) => slot.name);
    issues.push({
      code: 'lock/removal-by-omission',
      severity: 'error',
      message: `pool ${pool.cluster}/${pool.name} counts ${pool.count}, and ${active.length} slots are in service: ${names.join(', ')} would be destroyed by omission`,
      at: pool.at('count'),
      hint: `run rackform lock --release ${names.join(' ')} --reason "...", or name other slots to give back`,
    });
  }
  return lock;
}

/** Slots whose machine failed go to another; slots that no longer fit are said. */
function moveFailed(
  before: Lock,
  pool: PoolPlan,
  input: FitInput,
  stock: Stock,
  issues: Issue[],
  renewed: Set<string>,
): Lock {
  const machines = new Map(input.site.machines.map((machine) => [machine.asset, machine]));
  // Moves abandon no machine, so what is known before the first of them holds for all.
  const abandoned = new Set(
    before.machines.filter((locked) => locked.abandoned !== null).map((locked) => locked.asset),
  );
  let lock = before;
  let picker: ReturnType<Stock['forPool']> | null = null;
  for (const slot of ofPool(before, pool).filter(isActive)) {
    const reason = whyMove(slot, pool, machines.get(slot.asset), abandoned.has(slot.asset), input, issues);
    if (reason === null) continue;
    if (awaitsImport(slot)) {
      const what = `and must move, since ${slot.asset} ${reason}; Terraform does not hold it yet`;
      issues.push(notImported(input.lock.site, `slot ${slot.name}`, what));
      continue;
    }
    picker ??= stock.forPool(
      pool,
      ofPool(lock, pool).map((other) => other.asset),
    );
    const machine = picker.pick(true);
    if (machine === null) {
      issues.push(
        notEnough(
          pool,
          input.site,
          stock,
          `slot ${slot.name} must move, since ${slot.asset} ${reason}, and no free machine fits`,
        ),
      );
      continue;
    }
    renewed.add(slot.name);
    lock = moveSlot(lock, slot, machine, pool, input.context.isSlotInService(slot.name));
  }
  return lock;
}

function whyMove(
  slot: LockSlot,
  pool: PoolPlan,
  machine: MachineModel | undefined,
  isAbandoned: boolean,
  input: FitInput,
  issues: Issue[],
): string | null {
  const isInService = input.context.isSlotInService(slot.name);
  // A destroy reads from the state how to release: with an erase in it MAAS would wait for a machine that never boots.
  const canBeLetGo = !isInService || slot.erase === 'none';
  if (isAbandoned && canBeLetGo) return 'was abandoned';
  if (machine === undefined) {
    if (input.isMachineSetAside(slot.asset)) return null;
    if (!isInService) return 'is no longer in the inventory';
    issues.push(omitted(input.lock.site, slot.asset, slot.name));
    return null;
  }
  if (isAbandoned) return null;
  if (['repair', 'quarantine', 'retired'].includes(machine.state)) return `is in state ${machine.state}`;
  const why = misfit(pool, machine);
  if (why === null || !isInService) return why;
  issues.push({
    code: 'allocation/machine-does-not-fit',
    severity: 'error',
    message: `slot ${slot.name} is in service on ${slot.asset}, which ${why}`,
    at: pool.at('hardware'),
    hint: `widen the pool’s hardware again, or give the slot back: rackform lock --release ${slot.name} --reason "..."`,
  });
  return null;
}

function moveSlot(
  lock: Lock,
  slot: LockSlot,
  machine: MachineModel,
  pool: PoolPlan,
  isInService: boolean,
): Lock {
  const left = (old: LockMachine): LockMachine =>
    isInService
      ? { ...old, claim: slot.name, erased: old.abandoned === null ? slot.erase : 'not-erased' }
      : { ...old, claim: null };
  return {
    ...lock,
    machines: withClaim(
      lock.machines.map((old) => (old.asset === slot.asset ? left(old) : old)),
      machine.asset,
      slot.name,
      pool.tenant,
    ),
    slots: lock.slots.map((other) =>
      other.name === slot.name
        ? {
            ...other,
            asset: machine.asset,
            generation: isInService ? other.generation + 1 : other.generation,
            content: null,
            // What is known is of the machine that it leaves.
            erase: null,
            adopted: null,
          }
        : other,
    ),
  };
}

function withClaim(
  machines: readonly LockMachine[],
  asset: string,
  slot: string,
  tenant: string,
): readonly LockMachine[] {
  const change = { claim: slot, tenant, erased: null };
  return machines.some((machine) => machine.asset === asset)
    ? machines.map((machine) => (machine.asset === asset ? { ...machine, ...change } : machine))
    : [...machines, { ...newMachine(asset), ...change }];
}

function addMissing(
  before: Lock,
  pool: PoolPlan,
  site: SiteInventory,
  stock: Stock,
  issues: Issue[],
  renewed: Set<string>,
): Lock {
  const own = ofPool(before, pool);
  const missing = pool.count - own.filter(isActive).length;
  if (missing <= 0) return before;
  const picker = stock.forPool(
    pool,
    own.map((slot) => slot.asset),
  );
  const numbers = freeNumbers(before, pool);
  const slots: LockSlot[] = [];
  for (let index = 0; index < missing; index += 1) {
    const machine = picker.pick(false);
    if (machine === null) {
      issues.push(
        notEnough(
          pool,
          site,
          stock,
          `pool ${pool.cluster}/${pool.name} wants ${pool.count} machines, and ${pool.count - missing + index} can be had`,
          limitText(pool, limitsOf(pool, site, before)),
        ),
      );
      break;
    }
    const number = numbers.next().value ?? 0;
    slots.push({
      name: slotName(pool.cluster, pool.name, number),
      cluster: pool.cluster,
      pool: pool.name,
      number,
      asset: machine.asset,
      generation: 1,
      shard: 0,
      phase: 'planned',
      addresses: {},
      network: '',
      content: null,
      erase: null,
      reason: null,
      adopted: null,
    });
  }
  for (const slot of slots) renewed.add(slot.name);
  const claims = new Map(slots.map((slot) => [slot.asset, slot.name]));
  const known = new Set(before.machines.map((machine) => machine.asset));
  return {
    ...before,
    slots: [...before.slots, ...slots],
    machines: [
      ...before.machines.map((machine) => {
        const claim = claims.get(machine.asset);
        return claim === undefined ? machine : { ...machine, claim, tenant: pool.tenant, erased: null };
      }),
      ...slots
        .filter((slot) => !known.has(slot.asset))
        .map((slot) => ({ ...newMachine(slot.asset), tenant: pool.tenant, claim: slot.name })),
    ],
  };
}

/** Lowest numbers that no slot of the pool has, and none had that is still remembered. */
function* freeNumbers(lock: Lock, pool: PoolPlan): Generator<number, number, undefined> {
  const own = ofPool(lock, pool);
  const names = new Set(own.map((slot) => slot.name));
  // An adopted slot has a name of its own, and a number all the same.
  const used = new Set(own.map((slot) => slot.number));
  const gone = new Set(lock.tombstones.map((tombstone) => tombstone.key));
  for (let number = 1; ; number += 1) {
    const name = slotName(pool.cluster, pool.name, number);
    if (!used.has(number) && !names.has(name) && !gone.has(`slot/${name}`)) yield number;
  }
}
