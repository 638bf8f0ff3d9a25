import { resolveAttachments } from '../clusters/attachments.js';
import type { PoolPlan } from '../clusters/clusters.js';
import { misfit } from '../clusters/misfit.js';
import { groupBy } from '../group.js';
import type { Lock } from '../lock/lock-types.js';
import type { MachineModel, RackModel, SiteInventory } from '../types.js';
import { Stock } from './placement.js';
import { layPorts } from './ports.js';
import { Addresses } from './slots.js';

/** What can keep a pool from being larger. */
export interface Limit {
  readonly constraint: 'machines' | 'feed' | 'units' | 'ports' | 'addresses';
  /** Slots that the pool could have, were it for this alone. No more than are asked for are counted. */
  readonly largest: number;
}

/**
 * How large a pool could be by each constraint, the one that binds first: machines that fit and are free or its own;
 * those of them that the feeds and units of their racks carry beside all others; those with NICs for its networks;
 * addresses that nobody else has.
 *
 * @param lock as it is before the pool grows
 */
export function limitsOf(plan: PoolPlan, site: SiteInventory, lock: Lock): readonly Limit[] {
  const own = new Set(
    lock.slots
      .filter((slot) => slot.cluster === plan.cluster && slot.pool === plan.name)
      .map((slot) => slot.asset),
  );
  const stock = new Stock(site, lock);
  const machines = site.machines.filter(
    (machine) =>
      misfit(plan, machine) === null &&
      (own.has(machine.asset) ||
        (stock.obstacle(plan, machine) === null &&
          (machine.state !== 'spare' || plan.pool.machines !== undefined))),
  );
  const { attachments } = resolveAttachments(plan, site);
  const cabled = machines.filter((machine) => layPorts(attachments, machine, site).problems.length === 0);
  const limits: readonly Limit[] = [
    { constraint: 'machines', largest: machines.length },
    { constraint: 'feed', largest: carried(machines, site, feedRoom) },
    { constraint: 'units', largest: carried(machines, site, unitRoom) },
    { constraint: 'ports', largest: cabled.length },
    ...attachments
      .filter(({ mode }) => mode === 'static')
      .map(({ network, subnet }): Limit => {
        const largest = freeAddresses(plan, network.name, subnet?.cidr ?? null, site, lock);
        return { constraint: 'addresses', largest };
      }),
  ];
  // Sorting is stable: of two that bind alike the one that comes first is told.
  return [...limits].sort((a, b) => a.largest - b.largest);
}

/** The sentence for people: what binds, the largest size, and how far the others reach. */
export function limitText(plan: PoolPlan, limits: readonly Limit[]): string {
  const [binding] = limits;
  const others = limits
    .slice(1)
    .map(({ constraint, largest }) => `${constraint} ${largest >= plan.count ? 'enough' : `for ${largest}`}`);
  return `${binding?.constraint ?? 'nothing'} bind: the largest count that fits is ${binding?.largest ?? 0} (${others.join(', ')})`;
}

interface Room {
  /** What the machines of a rack may take together; null where nothing is known. */
  readonly of: (rack: RackModel) => number | null;
  /** What one takes; null where it is not known. */
  readonly takes: (machine: MachineModel) => number | null;
}

const feedRoom: Room = {
  of: (rack) =>
    rack.feeds.length === 0
      ? null
      : rack.feeds.reduce((sum, feed) => sum + feed.capacityWatts, 0) * rack.derate - rack.otherWatts,
  takes: ({ hardware }) => hardware.power.maxWatts,
};

const unitRoom: Room = {
  of: (rack) => rack.units - rack.otherUnits,
  takes: ({ hardware }) => hardware.units,
};

/** How many of the machines their racks can hold beside the others that stand there. */
function carried(machines: readonly MachineModel[], site: SiteInventory, room: Room): number {
  const wanted = new Set(machines);
  const racks = new Map(site.racks.map((rack) => [rack.name, rack]));
  let all = 0;
  for (const [name, members] of groupBy(machines, ({ rack }) => rack ?? '')) {
    const rack = racks.get(name);
    const whole = rack === undefined ? null : room.of(rack);
    if (whole === null) {
      all += members.length;
      continue;
    }
    let left = site.machines
      .filter((machine) => machine.rack === name && machine.state !== 'retired' && !wanted.has(machine))
      .reduce((rest, machine) => rest - (room.takes(machine) ?? 0), whole);
    for (const machine of members) {
      left -= room.takes(machine) ?? 0;
      if (left >= 0) all += 1;
    }
  }
  return all;
}

function freeAddresses(
  plan: PoolPlan,
  network: string,
  cidr: string | null,
  site: SiteInventory,
  lock: Lock,
): number {
  const addresses = new Addresses(site);
  for (const slot of lock.slots) {
    if (slot.cluster === plan.cluster && slot.pool === plan.name) continue;
    for (const [name, address] of Object.entries(slot.addresses)) addresses.hold(name, address);
  }
  const space = addresses.space(network, cidr);
  let free = 0;
  while (free < plan.count && space !== null && space.allocate() !== null) free += 1;
  return free;
}
