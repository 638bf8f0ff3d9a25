import type { PoolPlan } from './clusters.js';
import { misfit } from './clusters.js';
import { isAtLeast, recordedErase } from './erase.js';
import type { LockMachine } from './lock-types.js';
import { byName } from './order.js';
import type { MachineModel, SiteInventory } from './types.js';

/** Machines of a site with what the lock knows of them: the stock that slots are filled from. */
export class Stock {
  readonly #site: SiteInventory;
  readonly #locked: ReadonlyMap<string, LockMachine>;
  readonly #taken: Set<string>;
  readonly #feeds: ReadonlyMap<string, readonly string[]>;

  /** @param taken assets that a slot holds, or may still hold */
  constructor(site: SiteInventory, locked: readonly LockMachine[], taken: Iterable<string>) {
    this.#site = site;
    this.#locked = new Map(locked.map((machine) => [machine.asset, machine]));
    this.#taken = new Set(taken);
    this.#feeds = new Map(site.racks.map((rack) => [rack.name, rack.feeds.map((feed) => feed.name)]));
  }

  /** Why a machine of a pool’s own list cannot be used now; null where it can. */
  obstacle(plan: PoolPlan, machine: MachineModel): string | null {
    const locked = this.#locked.get(machine.asset);
    if (machine.state !== 'available' && machine.state !== 'spare') return `is in state ${machine.state}`;
    if (locked?.abandoned !== undefined && locked.abandoned !== null) return 'was abandoned and is not erased';
    if (locked?.phase === 'leaving') return 'is leaving the provisioner';
    if (this.#taken.has(machine.asset)) return `is held by ${locked?.claim ?? 'another slot'}`;
    return this.handOver(plan, machine);
  }

  /** Why a machine must not go to this pool’s tenant yet: what it was last erased with is not enough. */
  handOver(plan: PoolPlan, machine: MachineModel): string | null {
    const locked = this.#locked.get(machine.asset);
    if (locked === undefined || locked.tenant === null || locked.tenant === plan.tenant) return null;
    const wanted = this.#site.tenants.find((tenant) => tenant.name === locked.tenant)?.handOverErase ?? 'full';
    return isAtLeast(recordedErase(locked.erased), wanted)
      ? null
      : `was last of tenant ${locked.tenant}, which asks for erase ${wanted} before it changes hands, and ${locked.erased ?? 'no erase'} is known`;
  }

  /** Machines that could fill a slot of the pool now. */
  candidates(plan: PoolPlan): readonly MachineModel[] {
    return this.#site.machines.filter((machine) => misfit(plan, machine) === null && this.obstacle(plan, machine) === null);
  }

  take(asset: string): void {
    this.#taken.add(asset);
  }

  /**
   * Picks the machine for one slot: for a replacement a spare first; otherwise spares never unless named.
   * `pack` fills the rack where the pool already stands, then the one with most room; `spread` takes the rack,
   * then the feeds, with fewest of the pool’s slots. Ties end at rack, unit and asset name, so that the order in
   * which machines were written down changes nothing.
   *
   * @param placed assets of the pool’s slots so far
   */
  pick(plan: PoolPlan, placed: readonly string[], isReplacement: boolean): MachineModel | null {
    const isNamed = plan.pool.machines !== undefined;
    const candidates = this.candidates(plan).filter((machine) => isReplacement || isNamed || machine.state === 'available');
    const racks = new Map(this.#site.machines.map((machine) => [machine.asset, machine.rack ?? '']));
    const placedRacks = placed.map((asset) => racks.get(asset) ?? '');
    const placement = plan.pool.placement ?? (plan.pool.role === 'control' ? 'spread' : 'pack');
    const roomOf = countBy(candidates.map((machine) => machine.rack ?? ''));
    const slotsOf = countBy(placedRacks);
    const wantsGpus = plan.pool.role === 'gpu' || (plan.pool.hardware?.gpus?.count ?? 0) > 0;
    const rank = (machine: MachineModel): readonly number[] => {
      const rack = machine.rack ?? '';
      const inRack = slotsOf.get(rack) ?? 0;
      const place =
        placement === 'spread'
          ? [inRack, this.#sharedFeeds(rack, placedRacks)]
          : [inRack > 0 ? 0 : 1, -(roomOf.get(rack) ?? 0)];
      // A pool that asks for no GPU leaves GPU machines to those that do.
      const waste = wantsGpus ? 0 : (machine.hardware.gpus?.count ?? 0);
      return [isReplacement && machine.state !== 'spare' ? 1 : 0, waste, ...place];
    };
    const ranked = candidates.map((machine) => ({ machine, rank: rank(machine) }));
    ranked.sort((a, b) => compareRanks(a.rank, b.rank) || byPlace(a.machine, b.machine));
    return ranked[0]?.machine ?? null;
  }

  #sharedFeeds(rack: string, placedRacks: readonly string[]): number {
    const own = this.#feeds.get(rack) ?? [];
    return placedRacks.filter((other) => (this.#feeds.get(other) ?? []).some((feed) => own.includes(feed))).length;
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
  return byName(a.rack ?? '\uffff', b.rack ?? '\uffff') || (a.unit ?? 0) - (b.unit ?? 0) || byName(a.asset, b.asset);
}
