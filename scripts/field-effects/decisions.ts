import type { Lock, LockMachine, LockSlot } from '../../src/model/lock/lock-types.js';

/** What one lock decides otherwise than another, in a few words that are the same for any number of slots. */
export function decisions(before: Lock, after: Lock): readonly string[] {
  const slots = new Map(before.slots.map((slot) => [slot.name, slot]));
  const machines = new Map(before.machines.map((machine) => [machine.asset, machine]));
  const numbers = new Map(before.numbers.map(({ key, value }) => [key, value]));
  const found = [
    ...after.slots.flatMap((slot) => slotDecisions(slots.get(slot.name), slot)),
    ...after.machines.flatMap((machine) => machineDecisions(machines.get(machine.asset), machine)),
    ...after.numbers.flatMap(({ key, value }) =>
      numbers.get(key) === value ? [] : ['a number from a pool'],
    ),
    ...gone(before.slots, after.slots, ({ name }) => name).map(() => 'a slot is forgotten'),
    ...gone(before.machines, after.machines, ({ asset }) => asset).map(() => 'a machine is forgotten'),
    ...gone(after.stacks, before.stacks, (name) => name).map(() => 'a new stack'),
  ];
  return [...new Set(found)].sort();
}

function gone<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): readonly T[] {
  const left = new Set(after.map(key));
  return before.filter((one) => !left.has(key(one)));
}

function slotDecisions(was: LockSlot | undefined, slot: LockSlot): readonly string[] {
  if (was === undefined) return ['a new slot, its machine and addresses'];
  const addresses = (of: LockSlot) => JSON.stringify(Object.entries(of.addresses).sort());
  return [
    ...(was.asset === slot.asset ? [] : ['another machine for a slot']),
    ...(was.generation === slot.generation ? [] : ['a generation is raised: a reimage']),
    ...(was.phase === slot.phase ? [] : [`a slot is ${slot.phase}`]),
    ...(addresses(was) === addresses(slot) ? [] : ['addresses of a slot']),
  ];
}

function machineDecisions(was: LockMachine | undefined, machine: LockMachine): readonly string[] {
  if (was === undefined) return ['a new machine is enrolled'];
  return was.phase === machine.phase ? [] : [`a machine is ${machine.phase}`];
}
