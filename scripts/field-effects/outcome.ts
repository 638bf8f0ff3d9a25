import { createHash } from 'node:crypto';
import { machinesReached, namesIn, slotsReached } from '../../src/cli/explain/reach.js';
import type { Definition } from '../../src/definition/definition.js';
import { worstEffect } from '../../src/facts/effects.js';
import {
  FIELD_MOMENTS,
  type FieldChange,
  type FieldMoment,
  type FieldPlan,
  type FieldReach,
} from '../../src/facts/field-effects.js';
import type { LockAction } from '../../src/model/lock/lock-actions.js';
import type { LockSlot } from '../../src/model/lock/lock-types.js';
import type { SiteModel } from '../../src/model/types.js';
import type { Base } from './base.js';
import { decisions } from './decisions.js';
import { type Difference, differenceOf } from './plan.js';
import { plansOf, settingsOf } from './planned-effects.js';
import { modelOf, stacksOf, type Tried, tryWith } from './site.js';
import {
  isEnrolment,
  isStanding,
  movedSlots,
  narrowest,
  pushedSlots,
  touchedBy,
  waitingSlots,
} from './touched.js';

/** What one change of the definition comes to; without its name. */
export type Outcome = Omit<FieldChange, 'change'>;

/** Rules that a reimage of the slots satisfies. */
const needsReimage = 'lock/network-changed';

/**
 * What comes of a changed definition at a site in service.
 *
 * @param path of the field, names filled in
 */
export function outcomeOf(base: Base, definition: Definition, path: string): Outcome {
  const tried = tryWith(definition, base.lock);
  const rules = [...new Set(tried.errors.map(({ code }) => code))].sort();
  // What a schema refuses is no value of the field, and says nothing of the field.
  const illegal = tried.errors.find(({ code }) => code.startsWith('SHAPE_'));
  if (illegal !== undefined) throw new Error(`${path}: ${illegal.message}`);
  if (rules.length === 0) return acted(base, tried, path, []);
  if (rules.includes(needsReimage)) {
    const again = withReimage(base, definition);
    if (again !== null) return acted(base, again, path, ['with-reimage']);
  }
  return { ...quiet, when: ['refused'], rules };
}

const quiet: Outcome = {
  when: ['recorded'],
  effect: 'nothing',
  running: 'nothing',
  slots: 'none',
  machines: 'none',
  decides: [],
  rules: [],
  plan: [],
  later: [],
  settings: [],
};

/** Tries with a reimage of the slots whose network or addresses would change; null where that is refused as well. */
function withReimage(base: Base, definition: Definition): Tried | null {
  const all: LockAction = { kind: 'reimage', slots: base.lock.slots.map(({ name }) => name) };
  const network = ({ network: digest, addresses }: LockSlot) =>
    JSON.stringify([digest, Object.entries(addresses).sort()]);
  const before = new Map(base.lock.slots.map((slot) => [slot.name, network(slot)]));
  const moved = tryWith(definition, base.lock, [all]).resolution.lock?.slots.filter(
    (slot) => before.has(slot.name) && before.get(slot.name) !== network(slot),
  );
  if (moved === undefined || moved.length === 0) return null;
  const tried = tryWith(definition, base.lock, [{ kind: 'reimage', slots: moved.map(({ name }) => name) }]);
  return tried.errors.length === 0 ? tried : null;
}

function acted(base: Base, tried: Tried, path: string, before: readonly FieldMoment[]): Outcome {
  const model = modelOf(tried);
  const next = tried.resolution.lock;
  if (next === null) throw new Error(`${path}: a model without a lock`);
  const difference = differenceBetween(base, model);
  const decides = decisions(base.lock, next);
  const waiting = waitingSlots(base.model, model);
  const touched = touchedBy([...difference.planned, ...difference.ignored], base, model);
  const pushed = pushedSlots(base.model, model);
  const slots = new Set([...touched.slots, ...waiting, ...movedSlots(base.lock, next)]);
  const plan = plansOf(difference.planned, base);
  const settings = settingsOf(difference.settings);
  const effects = (plans: readonly FieldPlan[]) => [...plans, ...settings].map(({ effect }) => effect);
  const standing = difference.planned.filter((one) => isStanding(one, base, model));
  const moments = new Set<FieldMoment>(before);
  // That a reimage is asked for is no decision of the lock's own.
  if (decides.length > 0 && before.length === 0) moments.add('lock');
  if (before.length === 0 && (plan.length > 0 || difference.settings.length > 0)) moments.add('at-once');
  if (before.length > 0 && difference.planned.some(({ stack }) => !stack.includes('-claim-')))
    moments.add('at-once');
  if (waiting.size > 0) moments.add('next-reimage');
  if (moments.size === 0) moments.add(pushed.size > 0 ? 'push' : 'recorded');
  return {
    when: FIELD_MOMENTS.filter((moment) => moments.has(moment)),
    effect: worstEffect([...effects(plan), isNeverDone(difference) ? 'recorded-not-done' : 'nothing']),
    running: worstEffect(effects(plansOf(standing, base))),
    slots: narrowest(moments.has('push') ? pushed : slots, reachOf(slotsReached, path, base, model), path),
    machines: narrowest(touched.machines, reachOf(machinesReached, path, base, model), path),
    decides,
    rules: before.includes('with-reimage') ? [needsReimage] : [],
    plan,
    later: laterOf(difference),
    settings,
  };
}

/** What a reach reaches before or after: names may have changed between. */
function reachOf(
  reached: typeof slotsReached,
  path: string,
  base: Base,
  model: SiteModel,
): (reach: FieldReach) => readonly string[] {
  return (reach) => [base.model, model].flatMap((one) => reached(reach, namesIn(path), one));
}

const differences = new WeakMap<Base, Map<string, Difference>>();

/** As `compared`, once for each model: many changes come to the same. */
function differenceBetween(base: Base, model: SiteModel): Difference {
  const known = differences.get(base) ?? new Map<string, Difference>();
  differences.set(base, known);
  const digest = createHash('sha256').update(JSON.stringify(model)).digest('hex');
  const difference = known.get(digest) ?? compared(base, model);
  known.set(digest, difference);
  return difference;
}

function compared(base: Base, model: SiteModel): Difference {
  if (JSON.stringify(model) === JSON.stringify(base.model)) return { planned: [], ignored: [], settings: [] };
  const stacks = stacksOf(model);
  const names = [...new Set([...base.stacks.keys(), ...stacks.keys()])].sort();
  const all = names.map((name) => differenceOf(name, base.stacks.get(name), stacks.get(name)));
  return {
    planned: all.flatMap(({ planned }) => planned),
    ignored: all.flatMap(({ ignored }) => ignored),
    settings: all.flatMap(({ settings }) => settings),
  };
}

/** Whether an enrolment ignores it: then it never acts, since nothing makes an enrolment anew. */
function isNeverDone({ ignored }: Difference): boolean {
  return ignored.some(({ type }) => isEnrolment(type));
}

/** `maas_instance.deploy_params.user_data` and the like. */
function laterOf({ ignored }: Difference): readonly string[] {
  const paths = ignored
    .filter(({ type }) => !isEnrolment(type))
    .flatMap(({ type, attributes }) => attributes.map((attribute) => `${type}.${attribute}`));
  return [...new Set(paths)].sort();
}
