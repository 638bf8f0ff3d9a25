import { byCodeUnit, byName } from '../order.js';
import type { Lock, LockMachine, LockSlot } from './lock-types.js';

/** The lock of a site where nothing has been allocated. */
export function emptyLock(site: string): Lock {
  return {
    formatVersion: 1,
    site,
    provisioner: null,
    stacks: [],
    machines: [],
    numbers: [],
    slots: [],
    tombstones: [],
  };
}

/** Sorts all lists by identity, which makes bytes depend on content alone. */
export function sortLock(lock: Lock): Lock {
  return {
    ...lock,
    stacks: [...lock.stacks].sort(byName),
    machines: [...lock.machines].sort((a, b) => byName(a.asset, b.asset)),
    numbers: [...lock.numbers].sort((a, b) => byName(a.key, b.key)),
    slots: [...lock.slots].sort((a, b) => byName(a.name, b.name)),
    tombstones: [...lock.tombstones].sort((a, b) => byCodeUnit(a.key, b.key)),
  };
}

/** True where two locks decide the same; digests of content and known addresses of NICs are not decisions. */
export function decidesTheSame(a: Lock, b: Lock): boolean {
  const bare = (lock: Lock) =>
    JSON.stringify({
      ...sortLock(lock),
      machines: sortLock(lock).machines.map((machine) => ({ ...machine, bootMac: null })),
      slots: sortLock(lock).slots.map((slot) => ({
        ...slot,
        addresses: Object.entries(slot.addresses).sort(),
        content: null,
      })),
    });
  return bare(a) === bare(b);
}

/** Address on a network; undefined where there is none. A network may be called `constructor`. */
export function addressOn(addresses: Readonly<Record<string, string>>, network: string): string | undefined {
  return Object.hasOwn(addresses, network) ? addresses[network] : undefined;
}

/**
 * True for what was adopted and no state is known to hold: Terraform cannot change, release or let go of it. What is
 * adopted is in service all the same, whatever the lock of the base branch says.
 */
export function awaitsImport({ adopted, phase }: Pick<LockSlot | LockMachine, 'adopted' | 'phase'>): boolean {
  return adopted !== null && phase === 'planned';
}

/** True for a slot that its pool still counts: not on its way out. */
export function isActive(slot: LockSlot): boolean {
  return slot.phase === 'planned' || slot.phase === 'in-service';
}

/**
 * Tells what is in service: by evidence, by adoption, or because the lock of the protected base branch has it.
 *
 * @param base lock at the base branch; null where it has none; undefined where there is no such branch to ask,
 * and then all that the lock holds counts, which is the safe side
 */
export function inServiceBy(
  lock: Lock,
  base: Lock | null | undefined,
): {
  readonly slot: (name: string) => boolean;
  readonly machine: (asset: string) => boolean;
} {
  const known = base === undefined ? lock : base;
  const slots = new Set([
    ...(known?.slots ?? []).map((slot) => slot.name),
    ...lock.slots.filter(isKnownByItself).map((slot) => slot.name),
  ]);
  const machines = new Set([
    ...(known?.machines ?? []).map((machine) => machine.asset),
    ...lock.machines.filter(isKnownByItself).map((machine) => machine.asset),
  ]);
  return { slot: (name) => slots.has(name), machine: (asset) => machines.has(asset) };
}

function isKnownByItself({ phase, adopted }: Pick<LockSlot | LockMachine, 'adopted' | 'phase'>): boolean {
  return phase !== 'planned' || adopted !== null;
}

/** What a lock leaves out where there is nothing of it to say. */
export const nothingOfMachine = {
  tenant: null,
  claim: null,
  erased: null,
  abandoned: null,
  bootMac: null,
  adopted: null,
} as const;

/** Entry of a machine that is to be enrolled, and that nothing holds. */
export function newMachine(asset: string): LockMachine {
  return {
    asset,
    shard: 0,
    phase: 'planned',
    ...nothingOfMachine,
  };
}

/** Replaces one machine’s entry. */
export function withMachine(lock: Lock, asset: string, change: Partial<LockMachine>): Lock {
  return {
    ...lock,
    machines: lock.machines.map((machine) => (machine.asset === asset ? { ...machine, ...change } : machine)),
  };
}

/** Replaces one slot’s entry. */
export function withSlot(lock: Lock, name: string, change: Partial<LockSlot>): Lock {
  return { ...lock, slots: lock.slots.map((slot) => (slot.name === name ? { ...slot, ...change } : slot)) };
}
