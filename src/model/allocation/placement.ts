import type { PoolPlan } from '../clusters/clusters.js';
import { misfit } from '../clusters/misfit.js';
import { isAtLeast, recordedErase } from '../lock/erase.js';
import type { Lock, LockMachine } from '../lock/lock-types.js';
import { byName } from '../order.js';
import type { MachineModel, SiteInventory } from '../types.js';

/** Machines of a site with what the lock knows of them: the stock that slots are filled from. */
export class Stock {
  readonly #site: SiteInventory;
  readonly #locked: ReadonlyMap<string, LockMachine>;
  /** What a slot holds, or may still hold. */
  readonly #taken: Set<string>;
  readonly #gone: ReadonlySet<string>;
  readonly #feeds: ReadonlyMap<string, readonly string[]>;

  constructor(site: SiteInventory, lock: Lock) {
    this.#site = site;
    this.#locked = new Map(lock.machines.map((machine) => [machine.asset, machine]));
    this.#taken = new Set([
      ...lock.slots.map((slot) => slot.asset),
      ...lock.machines.filter((machine) => machine.claim !== null).map((machine) => machine.asset),
    ]);
    this.#gone = new Set(lock.tombstones.map((tombstone) => tombstone.key));
    this.#feeds = new Map(site.racks.map((rack) => [rack.name, rack.feeds.map((feed) => feed.name)]));
  }

  /** Why a machine of a pool’s own list cannot be used now; null where it can. */
  obstacle(plan: PoolPlan, machine: MachineModel): string | null {
    const locked = this.#locked.get(machine.asset);
    if (machine.state !== 'available' && machine.state !== 'spare') return `is in state ${machine.state}`;
    if (locked?.abandoned !== undefined && locked.abandoned !== null)
      return 'was abandoned and is not erased';
    if (locked?.phase === 'leaving') return 'is leaving the provisioner';
    if (this.#gone.has(`machine/${machine.asset}`)) return 'left the provisioner and was not enrolled again';
    if (this.#taken.has(machine.asset)) return `is held by ${locked?.claim ?? 'another slot'}`;
    return this.handOver(plan, machine);
  }

  /** Why a machine must not go to this pool’s tenant yet: what it was last erased with is not enough. */
  handOver(plan: PoolPlan, machine: MachineModel): string | null {
    const locked = this.#locked.get(machine.asset);
    if (locked === undefined || locked.tenant === null || locked.tenant === plan.tenant) return null;
    const wanted =
      this.#site.tenants.find((tenant) => tenant.name === locked.tenant)?.handOverErase ?? 'full';
    return isAtLeast(recordedErase(locked.erased), wanted)
      ? null
      : `was last of tenant ${locked.tenant}, which asks for erase ${wanted} before it changes hands, and ${locked.erased ?? 'no erase'} is known`;
  }

  /** Machines that could fill a slot of the pool now, in no order. */
  candidates(plan: PoolPlan): readonly MachineModel[] {
    return this.#site.machines.filter(
      (machine) => misfit(plan, machine) === null && this.obstacle(plan, machine) === null,
    );
  }

  isTaken(asset: string): boolean {
    return this.#taken.has(asset);
  }

  take(asset: string): void {
    this.#taken.add(asset);
  }

  /** @param placed assets of the pool’s slots so far */
  forPool(plan: PoolPlan, placed: readonly string[]): PoolPicker {
    const racks = new Map(this.#site.machines.map((machine) => [machine.asset, machine.rack ?? '']));
    return new PoolPicker(
      this,
      plan,
      this.candidates(plan),
      placed.map((asset) => racks.get(asset) ?? ''),
      this.#feeds,
    );
  }
}

/** Candidates alike in all that ranks them: one rack, as many GPUs, one state. In order of unit and asset name. */
interface Bucket {
  readonly rack: string;
  readonly gpus: number;
  readonly isSpare: boolean;
  readonly machines: readonly MachineModel[];
  next: number;
}

/** Picks machines for the slots of one pool. */
class PoolPicker {
  readonly #stock: Stock;
  readonly #plan: PoolPlan;
  readonly #buckets: readonly Bucket[];
  readonly #slotsOf: Map<string, number>;
  readonly #feeds: ReadonlyMap<string, readonly string[]>;

  constructor(
    stock: Stock,
    plan: PoolPlan,
    candidates: readonly MachineModel[],
    placedRacks: readonly string[],
    feeds: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#stock = stock;
    this.#plan = plan;
    this.#slotsOf = new Map(countBy(placedRacks));
    this.#feeds = feeds;
    const groups = new Map<string, MachineModel[]>();
    for (const machine of [...candidates].sort(byPlace)) {
      const key = JSON.stringify([machine.rack, machine.hardware.gpus?.count ?? 0, machine.state]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [machine]);
      else group.push(machine);
    }
    this.#buckets = [...groups.values()].map((machines) => ({
      rack: machines[0]?.rack ?? '',
      gpus: machines[0]?.hardware.gpus?.count ?? 0,
      isSpare: machines[0]?.state === 'spare',
      machines,
      next: 0,
    }));
  }

  /**
   * Picks and takes the machine for one slot: for a replacement a spare first; otherwise spares never unless named.
   * Of those that fit, one with the fewest GPUs. Then `pack` fills the rack where the pool already stands, then the
   * one with most room; `spread` takes the rack, then the feeds, with fewest of the pool’s slots. Ties end at rack,
   * unit and asset name, so that the order in which machines were written down changes nothing.
   */
  pick(isReplacement: boolean): MachineModel | null {
    const { pool } = this.#plan;
    const placement = pool.placement ?? (pool.role === 'control' ? 'spread' : 'pack');
    const open = this.#buckets.filter(
      (bucket) =>
        this.#head(bucket) !== undefined && (isReplacement || pool.machines !== undefined || !bucket.isSpare),
    );
    const room = new Map<string, number>();
    for (const bucket of open)
      room.set(bucket.rack, (room.get(bucket.rack) ?? 0) + bucket.machines.length - bucket.next);
    const rank = (bucket: Bucket): readonly number[] => {
      const inRack = this.#slotsOf.get(bucket.rack) ?? 0;
      const place =
        placement === 'spread'
          ? [inRack, this.#sharedFeeds(bucket.rack)]
          : [inRack > 0 ? 0 : 1, -(room.get(bucket.rack) ?? 0)];
      // Machines with more GPUs than the pool asks for are left to those that ask for them.
      return [isReplacement && !bucket.isSpare ? 1 : 0, bucket.gpus, ...place];
    };
    let best: { readonly bucket: Bucket; readonly rank: readonly number[] } | null = null;
    for (const bucket of open) {
      const candidate = { bucket, rank: rank(bucket) };
      if (
        best === null ||
        compareRanks(candidate.rank, best.rank) < 0 ||
        (compareRanks(candidate.rank, best.rank) === 0 && this.#isBefore(bucket, best.bucket))
      ) {
        best = candidate;
      }
    }
    const machine = best === null ? undefined : this.#head(best.bucket);
    if (machine === undefined) return null;
    this.#stock.take(machine.asset);
    this.#slotsOf.set(machine.rack ?? '', (this.#slotsOf.get(machine.rack ?? '') ?? 0) + 1);
    return machine;
  }

  #head(bucket: Bucket): MachineModel | undefined {
    let machine = bucket.machines[bucket.next];
    while (machine !== undefined && this.#stock.isTaken(machine.asset)) {
      bucket.next += 1;
      machine = bucket.machines[bucket.next];
    }
    return machine;
  }

  #isBefore(a: Bucket, b: Bucket): boolean {
    const first = this.#head(a);
    const second = this.#head(b);
    return first !== undefined && second !== undefined && byPlace(first, second) < 0;
  }

  #sharedFeeds(rack: string): number {
    const own = this.#feeds.get(rack) ?? [];
    let shared = 0;
    for (const [other, slots] of this.#slotsOf) {
      if ((this.#feeds.get(other) ?? []).some((feed) => own.includes(feed))) shared += slots;
    }
    return shared;
  }
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function byPlace(a: MachineModel, b: MachineModel): number {
  return (
    byName(a.rack ?? '\uffff', b.rack ?? '\uffff') ||
    (a.unit ?? 0) - (b.unit ?? 0) ||
    byName(a.asset, b.asset)
  );
}
