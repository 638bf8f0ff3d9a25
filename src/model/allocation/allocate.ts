import type { Issue } from '../../errors.js';
import type { ClusterPlan, PoolPlan } from '../clusters/clusters.js';
import { groupBy } from '../group.js';
import { addressOn, inServiceBy, sortLock } from '../lock/lock.js';
import { type ActionContext, applyActions, type LockAction } from '../lock/lock-actions.js';
import type { Lock, LockSlot } from '../lock/lock-types.js';
import { fitProvisioner } from '../lock/provisioner-change.js';
import { stackNames } from '../names.js';
import { byCodeUnit } from '../order.js';
import type { NetworkModel, SiteInventory, SlotModel } from '../types.js';
import { fitSlots } from './fit.js';
import { fitMachines } from './fit-machines.js';
import { displaced } from './network-places.js';
import { Stock } from './placement.js';
import { wantedErase } from './pool-settings.js';
import { fillShards } from './shards.js';
import {
  Addresses,
  addressNeeds,
  claimWeight,
  type DraftSlot,
  draftPool,
  finishSlot,
  isComparableDigest,
  networkDigest,
} from './slots.js';

export interface AllocationInput {
  readonly lock: Lock;
  readonly base: Lock | null | undefined;
  readonly actions: readonly LockAction[];
  readonly site: SiteInventory;
  readonly plans: readonly ClusterPlan[];
  readonly incomplete: ReadonlySet<string>;
  readonly isMachineSetAside: (asset: string) => boolean;
  readonly defaultImage: string | undefined;
}

export interface AllocationResult {
  readonly lock: Lock;
  readonly slots: readonly SlotModel[];
  /** Free machines that could fill a slot, by `cluster/pool`. */
  readonly spares: ReadonlyMap<string, number>;
  readonly fresh: ReadonlySet<string>;
  readonly issues: readonly Issue[];
}

/** Fits the lock to the definition and reads every slot’s details off the fitted lock. */
export function allocate(input: AllocationInput): AllocationResult {
  const issues: Issue[] = [];
  const service = inServiceBy(input.lock, input.base);
  const pools = new Map(
    input.plans.flatMap((plan) => plan.pools.map((pool) => [`${pool.cluster}/${pool.name}`, pool] as const)),
  );
  const context: ActionContext = {
    isSlotInService: service.slot,
    isMachineInService: service.machine,
    wantedErase: (slot) => {
      const plan = pools.get(`${slot.cluster}/${slot.pool}`);
      return plan === undefined ? 'secure' : wantedErase(plan);
    },
  };
  const acted = applyActions(input.lock, input.actions, context);
  issues.push(...acted.issues);
  const fitInput = { ...input, lock: acted.lock, context };
  const fitted = fitSlots(fitInput);
  const enrolled = fitMachines(fitInput, fitted.lock);
  issues.push(...fitted.issues, ...enrolled.issues);
  const renewed = new Set([...acted.renewed, ...fitted.renewed]);
  const isSettled = (slot: LockSlot) => service.slot(slot.name) && !renewed.has(slot.name);

  const drafts = draftAll(enrolled.lock, pools, input.site, issues);
  const addresses = new Addresses(input.site);
  const displacing = displaced(input.lock.slots, service.slot, input.site);
  issues.push(...displacing.issues);
  const networks = new Map(input.site.networks.map((network) => [network.name, network]));
  // What is said of its network already is not said of the slot again.
  const mayReport = (slot: string) => !displacing.slots.has(slot);
  const isIronic = input.site.provisioner.type === 'ironic';
  const given = { drafts, addresses, networks, isSettled, mayReport, isIronic };
  const addressed = assignAddresses(enrolled.lock, given, issues);
  const provisioned = fitProvisioner(addressed, input.site.provisioner, service);
  issues.push(...provisioned.issues);
  const sharded = fillShards(provisioned.lock, (slot) => {
    const draft = drafts.get(slot);
    return draft === undefined ? 0 : claimWeight(draft);
  });
  const lock = sortLock(withStacks(sharded));
  const slots = finishAll(lock, drafts, input, addresses, issues);
  return {
    lock,
    slots,
    spares: sparesOf(pools, lock, input.site),
    fresh: new Set(lock.slots.filter((slot) => !isSettled(slot)).map((slot) => slot.name)),
    issues,
  };
}

function draftAll(
  lock: Lock,
  pools: ReadonlyMap<string, PoolPlan>,
  site: SiteInventory,
  issues: Issue[],
): ReadonlyMap<string, DraftSlot> {
  const machines = new Map(site.machines.map((machine) => [machine.asset, machine]));
  const byPool = groupBy(lock.slots, (slot) => `${slot.cluster}/${slot.pool}`);
  const drafts = new Map<string, DraftSlot>();
  for (const [key, plan] of pools) {
    const drafted = draftPool(plan, byPool.get(key) ?? [], machines, site);
    issues.push(...drafted.issues);
    for (const draft of drafted.drafts) drafts.set(draft.locked.name, draft);
  }
  return drafts;
}

interface Assignment {
  readonly drafts: ReadonlyMap<string, DraftSlot>;
  readonly addresses: Addresses;
  readonly networks: ReadonlyMap<string, NetworkModel>;
  readonly isSettled: (slot: LockSlot) => boolean;
  readonly mayReport: (slot: string) => boolean;
  readonly isIronic: boolean;
}

function assignAddresses(lock: Lock, assignment: Assignment, issues: Issue[]): Lock {
  const { drafts, addresses, networks, isSettled, mayReport } = assignment;
  const exhausted = new Map<string, string[]>();
  const moved = new Map<
    string,
    { readonly plan: PoolPlan; readonly slots: string[]; readonly what: string }
  >();
  const needs = new Map([...drafts].map(([name, draft]) => [name, addressNeeds(draft, addresses)]));
  // What is held stays held before anything new is given out; a slot on its way out holds its addresses too.
  for (const slot of lock.slots) {
    for (const [network, address] of Object.entries(slot.addresses)) addresses.hold(network, address);
  }
  const slots = lock.slots.map((slot) => {
    const draft = drafts.get(slot.name);
    const own = needs.get(slot.name);
    if (draft === undefined || own === undefined || slot.phase === 'released') return slot;
    const settled = isSettled(slot);
    // What a server in service was given at its making it still uses, also on networks that it is no longer to be on.
    const given: Record<string, string> = settled ? { ...slot.addresses } : {};
    for (const { network, space } of own) {
      const held = addressOn(slot.addresses, network);
      if (held !== undefined && (space.isLegal(held) || settled)) {
        given[network] = held;
        if (!space.isLegal(held) && mayReport(slot.name))
          note(moved, draft.plan, slot.name, `address ${held} on ${network}`);
        continue;
      }
      const next = space.allocate();
      if (next === null) exhausted.set(network, [...(exhausted.get(network) ?? []), slot.name]);
      else given[network] = next;
    }
    const network = networkDigest(draft, given, networks);
    const isMade = settled && isComparableDigest(slot.network);
    if (isMade && slot.network !== network && slot.phase !== 'releasing' && mayReport(slot.name))
      note(moved, draft.plan, slot.name, 'its NICs, bonds, networks or addresses');
    const inOrder = Object.fromEntries(Object.entries(given).sort(([a], [b]) => byCodeUnit(a, b)));
    return { ...slot, addresses: inOrder, network: isMade ? slot.network : network };
  });
  for (const [network, names] of exhausted)
    issues.push(exhaustedIssue(lock.site, network, names, sizesThatFit(drafts, names)));
  for (const { plan, slots: names, what } of moved.values())
    issues.push(movedIssue(plan, names, what, assignment.isIronic));
  return { ...lock, slots };
}

function note(
  moved: Map<string, { readonly plan: PoolPlan; readonly slots: string[]; readonly what: string }>,
  plan: PoolPlan,
  slot: string,
  what: string,
): void {
  const key = `${plan.cluster}/${plan.name}`;
  const known = moved.get(key);
  if (known === undefined) moved.set(key, { plan, slots: [slot], what });
  else if (!known.slots.includes(slot)) known.slots.push(slot);
}

/** For each pool with slots that got none: how many of its slots have an address. */
function sizesThatFit(drafts: ReadonlyMap<string, DraftSlot>, slots: readonly string[]): readonly string[] {
  const pools = groupBy(
    slots.flatMap((name) => drafts.get(name)?.plan ?? []),
    (plan) => plan,
  );
  return [...pools].map(
    ([plan, without]) =>
      `pool ${plan.cluster}/${plan.name}: addresses bind: the largest count that fits is ${plan.count - without.length}`,
  );
}

function exhaustedIssue(
  site: string,
  network: string,
  slots: readonly string[],
  sizes: readonly string[],
): Issue {
  return {
    code: 'allocation/addresses-exhausted',
    severity: 'error',
    message: `network ${network} has no free address left for ${slots.length === 1 ? `slot ${slots[0]}` : `${slots.length} slots`}`,
    at: { document: `site/${site}`, path: ['networks', network, 'subnets'] },
    hint: 'widen the static range or the prefix',
    follows: [
      ...sizes,
      ...(slots.length > 1
        ? [`without an address: ${slots.slice(0, 8).join(', ')}${slots.length > 8 ? ', ...' : ''}`]
        : []),
    ],
  };
}

function movedIssue(plan: PoolPlan, slots: readonly string[], what: string, isIronic: boolean): Issue {
  const listed = slots.slice(0, 4).join(' ') + (slots.length > 4 ? ' ...' : '');
  return {
    code: 'lock/network-changed',
    severity: 'error',
    message: `${slots.length === 1 ? `slot ${slots[0]} is` : `${slots.length} slots of pool ${plan.cluster}/${plan.name} are`} in service and would change ${what}: ${isIronic ? 'a server keeps the network that it was deployed with' : 'MAAS refuses that on a deployed machine'}`,
    at: plan.at('networks'),
    hint: `undo the change, or reimage with it: rackform lock --reimage ${listed}`,
    ...(slots.length > 1
      ? { follows: [`slots: ${slots.slice(0, 12).join(', ')}${slots.length > 12 ? ', ...' : ''}`] }
      : {}),
  };
}

/** Adds the stacks that the lock needs. None leaves here: a stack that vanishes from an app orphans its servers. */
function withStacks(lock: Lock): Lock {
  const needed = [
    stackNames.network(lock.site),
    ...lock.machines.map((machine) => stackNames.enrolment(lock.site, machine.shard)),
    ...lock.slots.map((slot) => stackNames.claim(lock.site, slot.cluster, slot.shard)),
  ];
  return { ...lock, stacks: [...new Set([...lock.stacks, ...needed])] };
}

function finishAll(
  lock: Lock,
  drafts: ReadonlyMap<string, DraftSlot>,
  input: AllocationInput,
  addresses: Addresses,
  issues: Issue[],
): readonly SlotModel[] {
  const seen = new Set<string>();
  return lock.slots.flatMap((locked) => {
    const draft = drafts.get(locked.name);
    if (draft === undefined) return [];
    const { slot, issue } = finishSlot(draft, locked, input.site, addresses, input.defaultImage);
    const key = issue === null ? '' : `${issue.code} ${JSON.stringify(issue.at)}`;
    if (issue !== null && !seen.has(key)) {
      seen.add(key);
      issues.push(issue);
    }
    return slot === null ? [] : [slot];
  });
}

function sparesOf(
  pools: ReadonlyMap<string, PoolPlan>,
  lock: Lock,
  site: SiteInventory,
): ReadonlyMap<string, number> {
  const stock = new Stock(site, lock);
  return new Map([...pools].map(([key, plan]) => [key, stock.candidates(plan).length]));
}
