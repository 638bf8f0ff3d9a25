import { sortLock } from './lock.js';
import type { Lock, LockMachine, LockNumber, LockSlot, LockTombstone } from './lock-types.js';

/**
 * Puts what is new in one lock on top of another: entries that only this branch changed keep its values, entries
 * that the other changed keep the other’s, and what both took (a machine, an address, a number) stays with the
 * other. What falls out here is allocated anew by `resolve`.
 *
 * @param base lock where the branches parted; null where there was none
 */
export function rebaseLock(ours: Lock, onto: Lock, base: Lock | null): Lock {
  const slots = withoutClashes(
    threeWay(ours.slots, onto.slots, base?.slots ?? [], (slot) => slot.name, bothChangedSlot),
    new Set(onto.slots.map((slot) => slot.name)),
  );
  const names = new Set(slots.map((slot) => slot.name));
  const holders = new Map(slots.map((slot) => [slot.asset, slot]));
  const machines = threeWay(
    ours.machines,
    onto.machines,
    base?.machines ?? [],
    (machine) => machine.asset,
    (_, theirs) => theirs,
  );
  return sortLock({
    formatVersion: 1,
    site: onto.site,
    provisioner: onto.provisioner ?? ours.provisioner,
    stacks: threeWay(
      ours.stacks,
      onto.stacks,
      base?.stacks ?? [],
      (stack) => stack,
      (_, theirs) => theirs,
    ),
    machines: machines.map((machine) => claimedBy(machine, holders.get(machine.asset), names, ours)),
    numbers: distinctNumbers(
      threeWay(
        ours.numbers,
        onto.numbers,
        base?.numbers ?? [],
        (number) => number.key,
        (_, theirs) => theirs,
      ),
      onto,
    ),
    slots,
    tombstones: threeWay<LockTombstone>(
      ours.tombstones,
      onto.tombstones,
      base?.tombstones ?? [],
      (stone) => stone.key,
      (_, theirs) => theirs,
    ),
  });
}

function threeWay<T>(
  ours: readonly T[],
  onto: readonly T[],
  base: readonly T[],
  keyOf: (entry: T) => string,
  bothChanged: (ours: T, onto: T, base: T | undefined) => T,
): readonly T[] {
  const index = (entries: readonly T[]) => new Map(entries.map((entry) => [keyOf(entry), entry]));
  const [mine, theirs, common] = [index(ours), index(onto), index(base)];
  const same = (a: T | undefined, b: T | undefined) => JSON.stringify(a) === JSON.stringify(b);
  return [...new Set([...theirs.keys(), ...mine.keys()])].flatMap((key) => {
    const [own, other, old] = [mine.get(key), theirs.get(key), common.get(key)];
    if (own === undefined)
      return other !== undefined && (old === undefined || !same(other, old)) ? [other] : [];
    if (other === undefined)
      return old === undefined || !same(own, old) ? (old === undefined ? [own] : []) : [];
    if (same(own, other) || same(own, old)) return [other];
    return [same(other, old) ? own : bothChanged(own, other, old)];
  });
}

/** A reimage said on this branch is still wanted on top of what the other made of the slot. */
function bothChangedSlot(ours: LockSlot, onto: LockSlot, base: LockSlot | undefined): LockSlot {
  const isReimaged = base !== undefined && ours.generation > base.generation && ours.asset === base.asset;
  return isReimaged ? { ...onto, generation: onto.generation + 1, content: null, adopted: null } : onto;
}

function withoutClashes(slots: readonly LockSlot[], theirs: ReadonlySet<string>): readonly LockSlot[] {
  const taken = new Set<string>();
  const holds = (slot: LockSlot) => [
    `machine ${slot.asset}`,
    ...Object.entries(slot.addresses).map(([network, address]) => `${network} ${address}`),
  ];
  const inOrder = [
    ...slots.filter((slot) => theirs.has(slot.name)),
    ...slots.filter((slot) => !theirs.has(slot.name)),
  ];
  return inOrder.filter((slot) => {
    if (holds(slot).some((thing) => taken.has(thing))) return false;
    for (const thing of holds(slot)) taken.add(thing);
    return true;
  });
}

function claimedBy(
  machine: LockMachine,
  holder: LockSlot | undefined,
  names: ReadonlySet<string>,
  ours: Lock,
): LockMachine {
  if (holder === undefined)
    return machine.claim !== null && !names.has(machine.claim) ? { ...machine, claim: null } : machine;
  if (machine.claim === holder.name) return machine;
  const own = ours.machines.find((candidate) => candidate.asset === machine.asset);
  return { ...machine, claim: holder.name, tenant: own?.claim === holder.name ? own.tenant : machine.tenant };
}

function distinctNumbers(numbers: readonly LockNumber[], onto: Lock): readonly LockNumber[] {
  const theirs = new Set(onto.numbers.map((number) => number.key));
  const taken = new Set(onto.numbers.map((number) => `${number.pool} ${number.value}`));
  return numbers.filter((number) => theirs.has(number.key) || !taken.has(`${number.pool} ${number.value}`));
}
