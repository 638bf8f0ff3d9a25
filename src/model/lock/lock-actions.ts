import { nearest } from '../../definition/nearest.js';
import type { EraseMode } from '../../definition/scalars.js';
import type { Issue } from '../../errors.js';
import { stackNames, terraformName } from '../names.js';
import { isAtLeast } from './erase.js';
import type { DeployedSlot, Evidence, ImportedSlot } from './evidence.js';
import { awaitsImport, isActive, withMachine, withSlot } from './lock.js';
import type { Lock, LockMachine, LockSlot, LockTombstone } from './lock-types.js';

/** What a user asks of the lock beyond fitting it to the definition. */
export type LockAction =
  /** Gives slots back, with erase, or takes free machines out of the provisioner. */
  | { readonly kind: 'release'; readonly names: readonly string[]; readonly reason: string }
  /** Raises the generation: the one thing that reimages a server. */
  | { readonly kind: 'reimage'; readonly slots: readonly string[] }
  /** Gives up on the machines of slots whose BMC no longer answers; the slots move to others. */
  | { readonly kind: 'abandon'; readonly slots: readonly string[]; readonly reason: string }
  /** What was applied, by state or plan: moves phases on. */
  | { readonly kind: 'applied'; readonly evidence: readonly Evidence[] }
  /**
   * Forgets what is gone, so that names and numbers may be used again: what is named, or all but machines that were
   * not erased, which come back only by name.
   */
  | { readonly kind: 'prune'; readonly names: readonly string[] };

/** Why a machine’s tombstone stands that may hold a tenant’s data. */
export const leftUnerased = 'was abandoned, left the provisioner and is not erased';

export interface ActionResult {
  readonly lock: Lock;
  readonly issues: readonly Issue[];
  /** Slots whose machine or content starts anew: their network, addresses and content are decided again. */
  readonly renewed: ReadonlySet<string>;
}

/** What actions need to know of the definition and the base branch. */
export interface ActionContext {
  readonly isSlotInService: (name: string) => boolean;
  readonly isMachineInService: (asset: string) => boolean;
  /** Erase that the slot’s pool asks for now. */
  readonly wantedErase: (slot: LockSlot) => EraseMode;
}

/** Applies actions in their order. Each is checked; a wrong name changes nothing. */
export function applyActions(
  lock: Lock,
  actions: readonly LockAction[],
  context: ActionContext,
): ActionResult {
  let result: ActionResult = { lock, issues: [], renewed: new Set() };
  for (const action of actions) {
    const next = applyAction(result.lock, action, context);
    result = {
      lock: next.lock,
      issues: [...result.issues, ...next.issues],
      renewed: new Set([...result.renewed, ...next.renewed]),
    };
  }
  return result;
}

function applyAction(lock: Lock, action: LockAction, context: ActionContext): ActionResult {
  switch (action.kind) {
    case 'release':
      return each(
        lock,
        action.names,
        [
          ...lock.slots.filter(isActive).map((slot) => slot.name),
          ...lock.machines.map((machine) => machine.asset),
        ],
        (before, name) => release(before, name, action.reason, context),
      );
    case 'reimage': {
      const result = each(lock, action.slots, activeNames(lock), (before, name) => {
        const slot = before.slots.find((candidate) => candidate.name === name);
        return slot === undefined
          ? before
          : withSlot(before, name, { generation: slot.generation + 1, content: null, adopted: null });
      });
      return { ...result, renewed: new Set(action.slots) };
    }
    case 'abandon': {
      const names = lock.slots.map((slot) => slot.name);
      return each(lock, action.slots, names, (before, name) => abandon(before, name, action.reason), true);
    }
    case 'applied':
      return {
        lock: action.evidence.reduce((before, evidence) => applyEvidence(before, evidence, context), lock),
        issues: [],
        renewed: new Set(),
      };
    case 'prune':
      return prune(lock, action.names);
  }
}

function prune(lock: Lock, names: readonly string[]): ActionResult {
  const nameOf = (key: string) => key.slice(key.indexOf('/') + 1);
  const isMeant = ({ key, reason }: LockTombstone) =>
    names.length === 0 ? reason !== leftUnerased : names.includes(nameOf(key));
  const known = lock.tombstones.map(({ key }) => nameOf(key));
  const unknown = names.filter((name) => !known.includes(name));
  return {
    lock: { ...lock, tombstones: lock.tombstones.filter((stone) => !isMeant(stone)) },
    issues: unknown.map((name) => unknownName(lock.site, name, known)),
    renewed: new Set(),
  };
}

/** A slot on its way out goes back a step: what it was to be released with must leave the state first. */
function abandon(lock: Lock, name: string, reason: string): Lock {
  const slot = lock.slots.find((candidate) => candidate.name === name);
  if (slot === undefined) return lock;
  const given = { abandoned: reason, erased: 'not-erased', claim: slot.name };
  const before = withMachine(lock, slot.asset, given);
  return slot.phase === 'released' ? withSlot(before, name, { phase: 'releasing' }) : before;
}

function activeNames(lock: Lock): readonly string[] {
  return lock.slots.filter(isActive).map((slot) => slot.name);
}

function each(
  lock: Lock,
  names: readonly string[],
  known: readonly string[],
  change: (lock: Lock, name: string) => Lock | Issue,
  mayBeLeaving = false,
): ActionResult {
  const issues: Issue[] = [];
  let changed = lock;
  for (const name of names) {
    const leaving = lock.slots.find((slot) => slot.name === name && !isActive(slot));
    if (leaving !== undefined && !mayBeLeaving) {
      issues.push(onItsWay(lock.site, leaving));
      continue;
    }
    if (!known.includes(name)) {
      issues.push(unknownName(lock.site, name, known));
      continue;
    }
    const awaited = [
      ...lock.slots.filter((slot) => slot.name === name),
      ...lock.machines.filter((machine) => machine.asset === name),
    ].find(awaitsImport);
    if (awaited !== undefined) {
      issues.push(notImported(lock.site, name, 'which Terraform does not hold yet'));
      continue;
    }
    const next = change(changed, name);
    if ('code' in next) issues.push(next);
    else changed = next;
  }
  return { lock: changed, issues, renewed: new Set() };
}

function unknownName(site: string, name: string, known: readonly string[]): Issue {
  const near = nearest(name, known);
  return {
    code: 'LOCK_UNKNOWN_NAME',
    severity: 'error',
    message: `the lock of ${site} has no slot or machine ${JSON.stringify(name)} that this could be done to`,
    at: { document: `lock/${site}`, path: [] },
    ...(near === undefined ? {} : { hint: `did you mean ${JSON.stringify(near)}?` }),
  };
}

/** Nothing can be done by Terraform to what it has not imported, and what is missing in a state is not gone. */
export function notImported(site: string, name: string, what: string): Issue {
  return {
    code: 'lock/not-imported',
    severity: 'error',
    message: `${name} was adopted, ${what}`,
    at: { document: `lock/${site}`, path: [] },
    hint: 'apply its stack, which imports it, and give the state by rackform lock --applied; then try again',
  };
}

function onItsWay(site: string, slot: LockSlot): Issue {
  return {
    code: 'LOCK_ALREADY_LEAVING',
    severity: 'error',
    message: `slot ${slot.name} is ${slot.phase} already${slot.reason === null ? '' : `: ${slot.reason}`}`,
    at: { document: `lock/${site}`, path: [] },
    hint: 'apply its stack, then give the state by rackform lock --applied',
  };
}

function release(lock: Lock, name: string, reason: string, context: ActionContext): Lock | Issue {
  const slot = lock.slots.find((candidate) => candidate.name === name);
  if (slot !== undefined) {
    return context.isSlotInService(name)
      ? withSlot(lock, name, { phase: 'releasing', reason })
      : dropSlot(lock, slot, null);
  }
  const machine = lock.machines.find((candidate) => candidate.asset === name);
  if (machine?.claim !== null && machine !== undefined) {
    return {
      code: 'lock/machine-claimed',
      severity: 'error',
      message: `machine ${JSON.stringify(name)} cannot leave: ${machine.claim} holds it, and ${deletes(lock.provisioner)}`,
      at: { document: `lock/${lock.site}`, path: [] },
      hint: `release the slot first: rackform lock --release ${machine.claim} --reason "..."`,
    };
  }
  return context.isMachineInService(name)
    ? withMachine(lock, name, { phase: 'leaving' })
    : { ...lock, machines: lock.machines.filter((candidate) => candidate.asset !== name) };
}

/** What becomes of a server whose enrolment leaves before its claim. */
function deletes(provisioner: string | null): string {
  return provisioner?.startsWith('ironic/') === true
    ? 'Ironic would undeploy its server, or lose the ports of one that stays'
    : 'MAAS deletes a deployed machine without a check';
}

/** Takes a slot out. With a reason it leaves a tombstone, and its machine remembers how it was erased. */
export function dropSlot(
  lock: Lock,
  slot: LockSlot,
  gone: { readonly reason: string; readonly erased: string | null } | null,
): Lock {
  const without = { ...lock, slots: lock.slots.filter((candidate) => candidate.name !== slot.name) };
  const next = {
    ...without,
    machines: without.machines.map((machine) =>
      machine.claim === slot.name ? freed(machine, gone) : machine,
    ),
  };
  return gone === null ? next : withTombstone(next, `slot/${slot.name}`, gone.reason);
}

function freed(machine: LockMachine, gone: { readonly erased: string | null } | null): LockMachine {
  // A machine that no state ever had holds nobody's data: a claim that was only planned leaves no trace on it.
  return gone === null && machine.phase === 'planned' && machine.abandoned === null
    ? { ...machine, claim: null, tenant: null, erased: null }
    : free(machine, gone?.erased ?? machine.erased);
}

function free(machine: LockMachine, erased: string | null): LockMachine {
  return { ...machine, claim: null, erased: machine.abandoned === null ? erased : 'not-erased' };
}

function withTombstone(lock: Lock, key: string, reason: string): Lock {
  return {
    ...lock,
    tombstones: [...lock.tombstones.filter((tombstone) => tombstone.key !== key), { key, reason }],
  };
}

/** Moves phases on by what a stack’s state shows. Says nothing about slots and machines of other stacks. */
function applyEvidence(lock: Lock, evidence: Evidence, context: ActionContext): Lock {
  let next = lock;
  for (const slot of lock.slots) {
    if (stackNames.claim(lock.site, slot.cluster, slot.shard) === evidence.stack)
      next = slotEvidence(next, slot, evidence, context);
  }
  for (const machine of lock.machines) {
    if (stackNames.enrolment(lock.site, machine.shard) !== evidence.stack) continue;
    const isThere = evidence.machines.has(terraformName(machine.asset));
    if (isThere && machine.phase === 'planned')
      next = withMachine(next, machine.asset, { phase: 'in-service' });
    if (!isThere && machine.phase === 'leaving') {
      next = withTombstone(
        { ...next, machines: next.machines.filter((candidate) => candidate.asset !== machine.asset) },
        `machine/${machine.asset}`,
        machine.abandoned === null ? 'left the provisioner' : leftUnerased,
      );
    }
  }
  return evidence.resources === 0
    ? { ...next, stacks: next.stacks.filter((stack) => stack !== evidence.stack) }
    : next;
}

function slotEvidence(lock: Lock, slot: LockSlot, evidence: Evidence, context: ActionContext): Lock {
  const deployed = asAdopted(slot, evidence.slots.get(terraformName(slot.name)));
  if (deployed === undefined) {
    const isGone = slot.phase === 'released' || slot.phase === 'releasing';
    return isGone ? dropSlot(lock, slot, { reason: slot.reason ?? 'released', erased: slot.erase }) : lock;
  }
  const moved = {
    ...lock,
    // Whoever else it held has been let go once the state shows it on its present machine, and no deployment on
    // the former one: of an apply that failed half-way, the trigger alone says nothing.
    machines: lock.machines.map((machine) =>
      machine.claim === slot.name &&
      machine.asset !== slot.asset &&
      deployed.asset === slot.asset &&
      deployed.on !== machine.asset
        ? free(machine, machine.erased)
        : machine,
    ),
  };
  const isAsLocked = deployed.asset === slot.asset && deployed.generation === slot.generation;
  if (!isAsLocked || (deployed.on ?? slot.asset) !== slot.asset)
    return withSlot(moved, slot.name, { erase: deployed.erase });
  if (slot.phase === 'planned' && deployed.isComplete !== false)
    return withSlot(moved, slot.name, { phase: 'in-service', erase: deployed.erase });
  // Only a state that carries the erase can be destroyed with it: destroy reads it from there.
  if (slot.phase === 'releasing' && deployed.erase !== null && carries(lock, slot, deployed.erase, context))
    return withSlot(moved, slot.name, { phase: 'released', erase: deployed.erase });
  return withSlot(moved, slot.name, { erase: deployed.erase });
}

/** The trigger of an imported slot holds nothing until it is reimaged: then what the lock adopted is what there is. */
function asAdopted(
  slot: LockSlot,
  deployed: ImportedSlot | DeployedSlot | undefined,
): DeployedSlot | undefined {
  if (deployed === undefined || 'asset' in deployed) return deployed;
  return slot.adopted === null ? undefined : { ...deployed, asset: slot.asset, generation: slot.generation };
}

/** True where a state lets a slot go as it must: erased as its pool asks, and not at all on a machine that is given up. */
function carries(lock: Lock, slot: LockSlot, erase: EraseMode, context: ActionContext): boolean {
  const isAbandoned = lock.machines.some(
    ({ asset, abandoned }) => asset === slot.asset && abandoned !== null,
  );
  return isAbandoned ? erase === 'none' : isAtLeast(erase, context.wantedErase(slot));
}
