import type { MachineModel, SiteModel, SlotModel } from '../../model/types.js';
import type { Definitions } from '../input.js';
import type { Capacity, ServerReview } from '../report.js';
import { disruptive, sitesOf } from './slots.js';

interface Course {
  readonly before: number;
  readonly during: number;
  readonly after: number;
}

/** A slot with the machine that fills it. */
interface Filled {
  readonly slot: SlotModel;
  readonly machine: MachineModel;
}

/**
 * Servers, GPUs and watts before, while the change runs and after. While it runs, all that it takes down is taken to
 * be down at once: Terraform works on ten at a time, and an apply that stops leaves what is down where it is.
 */
export function capacityOf(base: Definitions, head: Definitions, servers: readonly ServerReview[]): Capacity {
  const parts = sitesOf(base, head).map(({ name: site, before, after }) => {
    const down = servers.filter((server) => server.site === site && disruptive.has(server.effect));
    return siteCapacity(site, before, after, new Set(down.map(({ name }) => name)));
  });
  return {
    tenants: parts.flatMap(({ tenants }) => tenants),
    racks: parts.flatMap(({ racks }) => racks),
    feeds: parts.flatMap(({ feeds }) => feeds),
    quorums: parts.flatMap(({ quorums }) => quorums),
  };
}

function filledOf(model: SiteModel | null): readonly Filled[] {
  const machines = new Map((model?.site.machines ?? []).map((machine) => [machine.asset, machine] as const));
  return (model?.clusters ?? []).flatMap(({ slots }) =>
    slots.flatMap((slot) => {
      const machine = machines.get(slot.asset);
      return machine === undefined || !slot.isDeclared ? [] : [{ slot, machine }];
    }),
  );
}

function siteCapacity(
  site: string,
  before: SiteModel | null,
  after: SiteModel | null,
  down: ReadonlySet<string>,
): Capacity {
  const [was, is] = [filledOf(before), filledOf(after)];
  /** What stays up of what was: a slot that is new counts once it is there. */
  const course = (group: (filled: Filled) => boolean, weight: (filled: Filled) => number): Course => {
    const sum = (all: readonly Filled[]) => all.filter(group).reduce((total, one) => total + weight(one), 0);
    return {
      before: sum(was),
      during: sum(was.filter(({ machine }) => !down.has(machine.asset))),
      after: sum(is),
    };
  };
  const namesOf = (of: (filled: Filled) => string | null) =>
    [...new Set([...was, ...is].flatMap((filled) => of(filled) ?? []))].sort();
  const one = () => 1;
  const gpus = ({ machine }: Filled) => machine.hardware.gpus?.count ?? 0;
  return {
    tenants: namesOf(({ slot }) => slot.tenant).map((name) => ({
      site,
      name,
      servers: course(({ slot }) => slot.tenant === name, one),
      gpus: course(({ slot }) => slot.tenant === name, gpus),
    })),
    racks: namesOf(({ machine }) => machine.rack).map((name) => ({
      site,
      name,
      servers: course(({ machine }) => machine.rack === name, one),
    })),
    feeds: feedsOf(site, before, after, was, is),
    quorums: namesOf(({ slot }) => (slot.role === 'control' ? groupOf(slot) : null)).map((group) => {
      const members = course(({ slot }) => groupOf(slot) === group, one);
      const quorum = Math.floor(members.before / 2) + 1;
      return {
        site,
        group,
        servers: members,
        quorum,
        holds: members.before === 0 || members.during >= quorum,
      };
    }),
  };
}

/** Slots that vote together. */
export function groupOf({ cluster, pool }: SlotModel): string {
  return `${cluster}/${pool}`;
}

/** Watts of each feed of a rack, of servers that are in use, shared evenly among the feeds; at most while it runs. */
function feedsOf(
  site: string,
  before: SiteModel | null,
  after: SiteModel | null,
  was: readonly Filled[],
  is: readonly Filled[],
): Capacity['feeds'] {
  const racks = new Map(
    [...(before?.site.racks ?? []), ...(after?.site.racks ?? [])].map((rack) => [rack.name, rack] as const),
  );
  return [...racks.values()].flatMap((rack) => {
    const watts = (all: readonly Filled[]) => {
      const servers = all
        .filter(({ machine }) => machine.rack === rack.name)
        .reduce((sum, { machine }) => sum + (machine.hardware.power.maxWatts ?? 0), 0);
      return Math.ceil((servers + rack.otherWatts) / Math.max(rack.feeds.length, 1));
    };
    const [old, now] = [watts(was), watts(is)];
    return rack.feeds.map(({ name, capacityWatts }) => ({
      site,
      rack: rack.name,
      feed: name,
      watts: { before: old, during: Math.max(old, now), after: now },
      capacityWatts: Math.floor(capacityWatts * rack.derate),
    }));
  });
}
