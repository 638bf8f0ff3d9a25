import type { Lock } from '../lock/lock-types.js';

/**
 * Resources in one claim stack at most. Terraform’s apply with local state grows with the square: 500, 1,000 and
 * 2,000 resources take 6, 19 and 70 s.
 */
export const claimShardResources = 1000;

/**
 * Machines in one enrolment stack at most. One failed commissioning ends the apply of its stack with an error, so
 * these are smaller than time alone would ask.
 */
export const enrolmentShardMachines = 250;

/** Gives every slot and machine that has none a shard: the first with room. Recorded once, never moved. */
export function fillShards(lock: Lock, weightOf: (slot: string) => number): Lock {
  const enrolment = new Filler(enrolmentShardMachines);
  for (const machine of lock.machines) if (machine.shard > 0) enrolment.load(machine.shard, 1);
  const claims = new Map<string, Filler>();
  const fillerOf = (cluster: string) => {
    const known = claims.get(cluster) ?? new Filler(claimShardResources);
    claims.set(cluster, known);
    return known;
  };
  for (const slot of lock.slots)
    if (slot.shard > 0) fillerOf(slot.cluster).load(slot.shard, weightOf(slot.name));
  return {
    ...lock,
    machines: lock.machines.map((machine) =>
      machine.shard > 0 ? machine : { ...machine, shard: enrolment.place(1) },
    ),
    slots: lock.slots.map((slot) =>
      slot.shard > 0 ? slot : { ...slot, shard: fillerOf(slot.cluster).place(weightOf(slot.name)) },
    ),
  };
}

class Filler {
  readonly #most: number;
  readonly #loads: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  load(shard: number, weight: number): void {
    while (this.#loads.length < shard) this.#loads.push(0);
    this.#loads[shard - 1] = (this.#loads[shard - 1] ?? 0) + weight;
  }

  place(weight: number): number {
    const open = this.#loads.findIndex((load) => load + weight <= this.#most);
    const shard = open < 0 ? this.#loads.length + 1 : open + 1;
    this.load(shard, weight);
    return shard;
  }
}
