import type { Definitions } from '../input.js';
import { atSite } from '../model-changes/slots.js';
import { isObject, type JsonObject } from '../plan/json.js';
import type { StackPlan } from '../plan/plan-types.js';
import type { Forcing, Join, ServerEffect, ServerReview } from '../report.js';
import { Directory, deploymentTypes, machineNameOf, machineTypes, runsOn, triggerOf } from './directory.js';
import { worseOf } from './effect-words.js';
import { joinsOf } from './joins.js';
import { touchesOf } from './resources.js';
import { type Scope, scopesOf } from './scopes.js';
import { evidenceOf, type Touch } from './touches.js';

/** A server that something is done to, with all that is done. Its row is given later. */
export interface TouchedServer extends Omit<ServerReview, 'row'> {
  readonly touches: readonly Touch[];
  /** What makes it happen: of the worst that is done. */
  readonly forcing: readonly Forcing[];
  readonly note: string;
  readonly isSaid: boolean;
}

export interface Touched {
  readonly servers: readonly TouchedServer[];
  /** What is done to nothing that one server has for itself. */
  readonly shared: readonly Touch[];
  readonly joins: readonly Join[];
  /** How many servers the definitions and the states know. */
  readonly all: number;
}

type Situation = (machine: string) => boolean | null;

/** What the plans do, by server. */
export function touchedServers(
  plans: readonly StackPlan[],
  base: Definitions | null,
  head: Definitions | null,
): Touched {
  const parts = scopesOf(plans, base, head).map(touchedIn);
  const servers = parts.flatMap((part) => part.servers);
  const twice = repeatedNames(servers);
  return {
    servers: servers.map((server) =>
      twice.has(server.name) && server.site !== null
        ? { ...server, id: atSite(server.site, server.name) }
        : server,
    ),
    shared: parts.flatMap(({ shared }) => shared),
    joins: parts.flatMap(({ joins }) => joins),
    all: parts.reduce((sum, { all }) => sum + all, 0),
  };
}

function repeatedNames(servers: readonly TouchedServer[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    servers.flatMap(({ name }) => {
      if (seen.has(name)) return [name];
      seen.add(name);
      return [];
    }),
  );
}

function touchedIn({ plans, base, head }: Scope): Touched {
  const directory = new Directory(plans);
  const staysDeployed = situationOf(plans, directory, base ?? head);
  const nameOf = (word: string) => directory.nameOf(word);
  const touches = plans.flatMap((plan) => {
    const inputs = triggersOf(plan);
    const input = (name: string) => {
      const changed = inputs.get(name);
      const before = directory.input(plan.stack, name);
      return changed ?? { before, after: before };
    };
    const made = madeMachines(plan);
    // Records, links and ports are called by their slot or machine, or by it and a part of theirs.
    const machineOfSlot = (name: string, side: 'before' | 'after' = 'after') => {
      if (!plan.isOurs) return null;
      const owner = /^_?[^_]*/.exec(name)?.[0] ?? name;
      const { before, after } = input(owner);
      const [first, second] = side === 'after' ? [after, before] : [before, after];
      return triggerOf(first)?.asset ?? triggerOf(second)?.asset ?? made.get(owner) ?? null;
    };
    const stateOf = (machine: string) => directory.machine(machine)?.state ?? null;
    const isClaimedElsewhere = (machine: string) => {
      const deployment = directory.deploymentOn(machine);
      return deployment !== undefined && deployment.stack !== plan.stack;
    };
    const context = { plan, input, nameOf, machineOfSlot, stateOf, isClaimedElsewhere, staysDeployed };
    return plan.changes.flatMap((change) => touchesOf(change, context));
  });
  const byMachine = new Map<string, Touch[]>();
  for (const touch of touches) {
    if (touch.machine === null) continue;
    const found = byMachine.get(touch.machine);
    if (found === undefined) byMachine.set(touch.machine, [touch]);
    else found.push(touch);
  }
  const place = placesOf(base, head);
  const servers = [...byMachine].flatMap(([name, own]) => serverOf(name, own, directory, place));
  const names = new Set([
    ...[...(base?.models ?? []), ...(head?.models ?? [])].flatMap(({ site }) =>
      site.machines.map(({ asset }) => asset),
    ),
    ...directory.machines.keys(),
    ...servers.map(({ name }) => name),
  ]);
  return {
    servers,
    shared: touches.filter(({ machine, effect }) => machine === null && effect !== null),
    joins: joinsOf(plans, directory),
    all: names.size,
  };
}

/** Machines that a plan makes, by the names of their resources: what belongs to them does not know their ids yet. */
function madeMachines({ changes }: StackPlan): ReadonlyMap<string, string> {
  return new Map(
    changes
      .filter(({ type, action }) => machineTypes.has(type) && action === 'create')
      .map(({ name, after }) => [name, machineNameOf(after) ?? name] as const),
  );
}

/** Inputs of the triggers of a plan that change, before and after. */
function triggersOf({ changes }: StackPlan) {
  const found = new Map<
    string,
    { readonly before: JsonObject | undefined; readonly after: JsonObject | undefined }
  >();
  for (const { type, name, before, after } of changes) {
    if (type !== 'terraform_data') continue;
    const [was, is] = [before['input'], after['input']];
    found.set(name, { before: isObject(was) ? was : undefined, after: isObject(is) ? is : undefined });
  }
  return found;
}

/**
 * Whether a machine is deployed and stays so. Only part of the stacks may have been given, so what no plan and no
 * definition says is not known.
 */
function situationOf(
  plans: readonly StackPlan[],
  directory: Directory,
  definitions: Definitions | null,
): Situation {
  const ending = new Set<string>();
  /** Machines that are free until this very plan deploys onto them. */
  const coming = new Set<string>();
  for (const plan of plans) {
    const inputs = triggersOf(plan);
    for (const { type, action, stack, address, name, after } of plan.changes) {
      if (!deploymentTypes.has(type) || action === 'update') continue;
      if (action !== 'create') ending.add(`${stack}\0${address}`);
      const to = triggerOf(inputs.get(name)?.after)?.asset ?? runsOn(type, { ...after, id: null });
      if (to !== null) coming.add(directory.nameOf(to));
    }
  }
  const held = new Set(
    (definitions?.locks ?? []).flatMap(({ slots }) =>
      slots.filter(({ phase }) => phase !== 'released').map(({ asset }) => asset),
    ),
  );
  const known = new Set(
    (definitions?.locks ?? []).flatMap(({ machines }) => machines.map(({ asset }) => asset)),
  );
  return (machine) => {
    const deployment = directory.deploymentOn(machine);
    if (deployment !== undefined) return !ending.has(`${deployment.stack}\0${deployment.address}`);
    if (coming.has(machine)) return false;
    if (held.has(machine)) return null;
    return known.has(machine) ? false : null;
  };
}

interface Places {
  readonly machine: (name: string) => { readonly site: string; readonly rack: string | null } | undefined;
  readonly tenant: (slot: string | null, side: 'before' | 'after') => string | null;
}

function placesOf(base: Definitions | null, head: Definitions | null): Places {
  const machines = new Map(
    [...(base?.models ?? []), ...(head?.models ?? [])].flatMap(({ site }) =>
      site.machines.map(({ asset, rack }) => [asset, { site: site.name, rack }] as const),
    ),
  );
  const tenants = (definitions: Definitions | null) =>
    new Map(
      (definitions?.models ?? []).flatMap(({ clusters }) =>
        clusters.flatMap(({ slots }) => slots.map(({ name, tenant }) => [name, tenant] as const)),
      ),
    );
  const [before, after] = [tenants(base), tenants(head)];
  return {
    machine: (name) => machines.get(name),
    tenant: (slot, side) => {
      if (slot === null) return null;
      const [first, second] = side === 'before' ? [before, after] : [after, before];
      return first.get(slot) ?? second.get(slot) ?? null;
    },
  };
}

function serverOf(
  name: string,
  touches: readonly Touch[],
  directory: Directory,
  places: Places,
): readonly TouchedServer[] {
  const effect = touches.reduce<ServerEffect | null>((worst, touch) => worseOf(worst, touch.effect), null);
  if (effect === null) return [];
  const worst = touches.filter((touch) => touch.effect === effect);
  const machine = directory.machine(name);
  const here = places.machine(name);
  const slot = slotsOf(name, touches, directory);
  return [
    {
      id: name,
      name,
      site: here?.site ?? null,
      systemId: machine?.systemId ?? null,
      mac: machine?.mac ?? null,
      rack: here?.rack ?? null,
      effect,
      slot,
      tenant: { before: places.tenant(slot.before, 'before'), after: places.tenant(slot.after, 'after') },
      erase: worst.find(({ erase }) => erase !== undefined)?.erase ?? null,
      isAccident: touches.some(({ isAccident }) => isAccident === true),
      isSaid: worst.some(({ isSaid }) => isSaid === true),
      resources: touches.map(evidenceOf),
      touches,
      forcing: unique(worst.flatMap(({ forcing }) => forcing)),
      note: worst[0]?.note ?? '',
    },
  ];
}

function slotsOf(name: string, touches: readonly Touch[], directory: Directory): ServerReview['slot'] {
  const leaves = touches.find((touch) => touch.leaves !== undefined)?.leaves;
  const joins = touches.find((touch) => touch.joins !== undefined)?.joins;
  const deployed = directory.deploymentOn(name)?.name ?? null;
  const before = leaves ?? deployed;
  return { before, after: joins !== undefined ? joins : leaves !== undefined ? null : before };
}

function unique(forcing: readonly Forcing[]): readonly Forcing[] {
  const seen = new Map(forcing.map((one) => [JSON.stringify(one), one] as const));
  return [...seen.values()].sort((a, b) =>
    a.attribute < b.attribute ? -1 : a.attribute > b.attribute ? 1 : 0,
  );
}
