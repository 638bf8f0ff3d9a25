import { attributeChanges } from '../plan/attributes.js';
import { objectOf, textOf } from '../plan/json.js';
import type { PlannedChange } from '../plan/plan-types.js';
import type { Forcing, ServerReview } from '../report.js';
import { dryRun, eraseOfRelease, runsOn, type SlotTrigger, triggerOf } from './directory.js';
import type { Touch, TouchContext } from './touches.js';

/** A deployment, whatever it is written as, before and after. */
interface Sides {
  readonly change: PlannedChange;
  readonly isOurs: boolean;
  /** Name of the slot; null where Terraform was written without rackform. */
  readonly slot: string | null;
  readonly machineBefore: string | null;
  readonly machineAfter: string | null;
  readonly triggerBefore: SlotTrigger | null;
  readonly triggerAfter: SlotTrigger | null;
  readonly erase: ServerReview['erase'];
  readonly forcing: readonly Forcing[];
}

/** What a change of an instance or deployment does to the machine that it is on, and to the one that it will be on. */
export function deploymentTouches(change: PlannedChange, context: TouchContext): readonly Touch[] {
  const { before, after, type, name } = change;
  const { isOurs } = context.plan;
  const input = isOurs ? context.input(name) : { before: undefined, after: undefined };
  const triggerAfter = triggerOf(objectOf(input.after));
  const on = runsOn(type, before);
  const triggerBefore =
    triggerOf(objectOf(input.before)) ?? adoptedTrigger(change, triggerAfter, on && context.nameOf(on));
  const to = change.action === 'update' ? on : runsOn(type, { ...after, id: null });
  const machineBefore = on === null ? (triggerBefore?.asset ?? null) : context.nameOf(on);
  return touchesOf({
    change,
    isOurs,
    slot: isOurs ? name : null,
    machineBefore,
    machineAfter: triggerAfter?.asset ?? (to === null ? null : context.nameOf(to)),
    triggerBefore,
    triggerAfter,
    erase: eraseOf(change, context),
    forcing: forcingOf(change, triggerBefore, triggerAfter),
  });
}

/** An adopted slot has a trigger that was told nothing: the first that it is told is a reimage said by the lock. */
function adoptedTrigger(
  { reason }: PlannedChange,
  after: SlotTrigger | null,
  on: string | null,
): SlotTrigger | null {
  if (reason !== 'replace_by_triggers' || after === null || on === null) return null;
  return { asset: on, generation: after.generation - 1 };
}

/** A slot of a dry run: its null resource holds what the trigger and the deployment of a provisioner hold. */
export function dryRunTouches(change: PlannedChange): readonly Touch[] {
  const [before, after] = [change.before, change.after].map((values) => objectOf(values['triggers']));
  const triggerBefore = triggerOf(before);
  const triggerAfter = triggerOf(after);
  const slot = change.name.slice(dryRun.slot.length);
  const erase = textOf(before?.['release.erase']);
  const isSame =
    triggerBefore?.asset === triggerAfter?.asset && triggerBefore?.generation === triggerAfter?.generation;
  if (change.action === 'replace' && isSame) {
    return [{ change, machine: triggerAfter?.asset ?? null, effect: 'metadata', ...shownByDryRun(change) }];
  }
  return touchesOf({
    change,
    isOurs: true,
    slot,
    machineBefore: triggerBefore?.asset ?? null,
    machineAfter: triggerAfter?.asset ?? null,
    triggerBefore,
    triggerAfter,
    erase: eraseModes.find((mode) => mode === erase) ?? 'unknown',
    forcing: forcingOf(change, triggerBefore, triggerAfter),
  });
}

/** What differs in a slot of a dry run that stays where it is. */
function shownByDryRun(change: PlannedChange): Pick<Touch, 'note' | 'forcing'> {
  const all = attributeChanges(change.raw).filter(({ path }) => path.startsWith('triggers.'));
  const isOnly = (path: string) => all.every((one) => one.path === path);
  // The digest of the content differs wherever a field of it does: then it tells nothing more.
  const told = isOnly('triggers.content') ? all : all.filter(({ path }) => path !== 'triggers.content');
  return {
    note: isOnly('triggers.phase')
      ? 'how far the lock has its slot: nothing is done to the server'
      : 'a dry run shows what differs; servers get it at their next reimage',
    forcing: told.map(({ path, before, after }) => ({ attribute: path, before, after })),
  };
}

const eraseModes = ['secure', 'full', 'quick', 'none'] as const;

function eraseOf(change: PlannedChange, context: TouchContext): ServerReview['erase'] {
  if (change.type === 'maas_instance') return eraseOfRelease(change.before['release_params']);
  const { before } = context.plan.isOurs ? context.input(`release_${change.name}`) : { before: undefined };
  const stated = textOf(objectOf(before)['erase']);
  return eraseModes.find((mode) => mode === stated) ?? 'unknown';
}

/** What made Terraform do it: the lock where it was said there, else the attributes that replace. */
function forcingOf(
  change: PlannedChange,
  before: SlotTrigger | null,
  after: SlotTrigger | null,
): readonly Forcing[] {
  const said: Forcing[] = [];
  if (before !== null && after !== null && before.asset !== after.asset) {
    said.push({ attribute: 'machine of the slot', before: before.asset, after: after.asset });
  }
  const isSame = before?.asset === after?.asset;
  if (isSame && before !== null && after !== null && before.generation !== after.generation) {
    said.push({
      attribute: 'generation',
      before: String(before.generation),
      after: String(after.generation),
    });
  }
  if (said.length > 0 || change.replacePaths.length === 0) return said;
  return attributeChanges(change.raw)
    .filter(({ path }) => change.replacePaths.some((one) => path === one || path.startsWith(`${one}.`)))
    .map(({ path, before: was, after: is }) => ({
      attribute: `${change.type}.${path}`,
      before: was,
      after: is,
    }));
}

function touchesOf(sides: Sides): readonly Touch[] {
  const { change, slot, machineBefore, machineAfter, erase, forcing } = sides;
  const base = { change, forcing };
  switch (change.action) {
    case 'create':
      return [created(sides)];
    case 'delete':
      return [
        {
          ...base,
          machine: machineBefore,
          effect: 'wipe',
          note: `released; ${erasedBy(erase)}`,
          leaves: slot,
          erase,
        },
      ];
    case 'forget':
      return [
        {
          ...base,
          machine: machineBefore,
          effect: 'orphan',
          note: 'Terraform forgets the deployment: the server runs on and nobody manages it',
          leaves: slot,
        },
      ];
    case 'replace':
      return machineBefore === machineAfter || machineAfter === null
        ? [replacedInPlace(sides)]
        : moved(sides);
    default:
      return [];
  }
}

function created({ change, slot, machineAfter, forcing }: Sides): Touch {
  return {
    change,
    machine: machineAfter,
    effect: 'deploy',
    note: 'an operating system is deployed on a free machine',
    forcing,
    joins: slot,
    ...(machineAfter === null
      ? { notKnown: 'which machine is deployed: the provisioner takes any that fits' }
      : {}),
  };
}

function replacedInPlace(sides: Sides): Touch {
  const { change, slot, machineBefore, machineAfter, triggerBefore, triggerAfter, erase, forcing, isOurs } =
    sides;
  const base = { change, machine: machineBefore, forcing, leaves: slot, joins: slot, erase };
  const isRaised =
    triggerBefore !== null && triggerAfter !== null && triggerAfter.generation > triggerBefore.generation;
  if (isRaised) {
    return {
      ...base,
      effect: 'reimage',
      isSaid: true,
      note: `deployed anew as generation ${triggerAfter.generation}; ${erasedBy(erase)}`,
    };
  }
  if (change.reason === 'replace_because_tainted') {
    return {
      ...base,
      effect: 'reimage',
      note: `its last deployment failed, and it is released and deployed again; ${erasedBy(erase)}`,
    };
  }
  const isElsewhere = machineAfter === null ? '; onto which machine is not known' : '';
  return {
    ...base,
    effect: 'wipe',
    isAccident: isOurs,
    note: isOurs
      ? `an accident: no generation was raised, and yet it is released and deployed again; ${erasedBy(erase)}${isElsewhere}`
      : `released and deployed again; ${erasedBy(erase)}${isElsewhere}`,
    ...(machineAfter === null ? { notKnown: 'which machine is deployed after the release' } : {}),
  };
}

/** The slot goes to another machine: the former is released, the new one deployed. */
function moved(sides: Sides): readonly Touch[] {
  const { change, slot, machineBefore, machineAfter, triggerBefore, triggerAfter, erase, forcing, isOurs } =
    sides;
  const isSaid =
    triggerBefore !== null && triggerAfter !== null && triggerBefore.asset !== triggerAfter.asset;
  const isAccident = isOurs && !isSaid;
  const what = slot ?? change.address;
  return [
    {
      change,
      machine: machineBefore,
      effect: 'wipe',
      note: `${what} leaves it for ${machineAfter}; ${erasedBy(erase)}`,
      forcing,
      leaves: slot,
      erase,
      isAccident,
      isSaid,
    },
    {
      change,
      machine: machineAfter,
      effect: 'deploy',
      note: `${what} comes from ${machineBefore ?? 'a machine that is not known'}`,
      forcing,
      joins: slot,
      isSaid,
    },
  ];
}

function erasedBy(erase: ServerReview['erase']): string {
  if (erase === 'unknown' || erase === null) return 'whether its disks are erased is not known';
  return erase === 'none'
    ? 'its disks are not erased'
    : `its disks are erased: ${erase}, by what the state carries`;
}
