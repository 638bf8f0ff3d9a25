import { FIELD_REACHES, type FieldReach } from '../../src/facts/field-effects.js';
import { ironicDialects } from '../../src/facts/providers/ironic-dialects.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import type { SiteModel, SlotModel } from '../../src/model/types.js';
import { diffSoftware } from '../../src/software/day2/diff.js';
import { contentDigest } from '../../src/software/first-boot/user-data.js';
import type { Base } from './base.js';
import type { Planned } from './plan.js';

function slotsOf(model: SiteModel): ReadonlyMap<string, SlotModel> {
  return new Map(model.clusters.flatMap((cluster) => cluster.slots).map((slot) => [slot.name, slot]));
}

/** Slots whose content differs from what runs and stays so: same machine, same generation. */
export function waitingSlots(before: SiteModel, after: SiteModel): ReadonlySet<string> {
  const old = slotsOf(before);
  const waiting = [...slotsOf(after).values()].filter((slot) => {
    const was = old.get(slot.name);
    return (
      was !== undefined &&
      was.asset === slot.asset &&
      was.generation === slot.generation &&
      contentDigest(was, before) !== contentDigest(slot, after)
    );
  });
  return new Set(waiting.map(({ name }) => name));
}

/** Slots that are there whose software is other than before, and comes without a deployment. */
export function pushedSlots(before: SiteModel, after: SiteModel): ReadonlySet<string> {
  const diffs = diffSoftware(before, after).filter(({ needs }) => !needs.includes('first'));
  return new Set(diffs.map(({ slot }) => slot));
}

/** Slots of the lock that differ in another. */
export function movedSlots(before: Lock, after: Lock): readonly string[] {
  const bare = (lock: Lock) =>
    new Map(lock.slots.map((slot) => [slot.name, JSON.stringify({ ...slot, content: null })]));
  const [old, next] = [bare(before), bare(after)];
  return [...old.keys()].filter((name) => old.get(name) !== next.get(name));
}

const enrolments: ReadonlySet<string> = new Set([
  'maas_machine',
  'ironic_port',
  ...Object.values(ironicDialects).map(({ nodeType }) => nodeType),
]);

/** True for what a machine is enrolled by. */
export function isEnrolment(type: string): boolean {
  return enrolments.has(type);
}

/** Machine of a resource of an enrolment: ports are named by it and their NIC. */
export function assetOf(name: string): string {
  return name.split('_')[0] ?? name;
}

/** Slots that a resource of a claim stack is of. A kernel tag, and its trigger, are of all slots of a pool there. */
function slotsBehind({ stack, name }: Planned, slots: readonly SlotModel[]): readonly SlotModel[] {
  if (!stack.includes('-claim-')) return [];
  const own = slots.filter((slot) => name === slot.name || name.startsWith(`${slot.name}_`));
  if (own.length > 0) return own;
  const released = slots.filter((slot) => name === `release_${slot.name}`);
  if (released.length > 0) return released;
  const pool = name.replace(/^tag_/, '');
  return slots.filter((slot) => slot.stack === stack && `${slot.cluster}_${slot.pool}` === pool);
}

/** Slots that are there, and machines, whose resources are among those. */
export function touchedBy(
  planned: readonly Planned[],
  base: Base,
  model: SiteModel,
): { readonly slots: readonly string[]; readonly machines: ReadonlySet<string> } {
  const all = [...slotsOf(model).values(), ...slotsOf(base.model).values()];
  const there = new Set(base.lock.slots.map(({ name }) => name));
  const machines = new Set(planned.filter(({ type }) => isEnrolment(type)).map(({ name }) => assetOf(name)));
  const slots = planned
    // One more machine in a tag is nothing to those that are in it.
    .filter(
      ({ attributes }) => attributes.length === 0 || !attributes.every((path) => /\bmachines$/.test(path)),
    )
    .flatMap((one) => slotsBehind(one, all).map(({ name }) => name))
    .filter((name) => there.has(name));
  return { slots: [...new Set(slots)], machines };
}

/** Whether a resource is of something that was there before: no new slot, no new machine. */
export function isStanding(one: Planned, base: Base, model: SiteModel): boolean {
  if (isEnrolment(one.type)) return base.lock.machines.some(({ asset }) => asset === assetOf(one.name));
  if (!one.stack.includes('-claim-')) return true;
  const all = [...slotsOf(model).values(), ...slotsOf(base.model).values()];
  const there = new Set(base.lock.slots.map(({ name }) => name));
  return slotsBehind(one, all).some(({ name }) => there.has(name));
}

/** The least that reaches everything of a set. */
export function narrowest(
  touched: ReadonlySet<string>,
  reached: (reach: FieldReach) => readonly string[],
  path: string,
): FieldReach {
  const wide = FIELD_REACHES.map((reach) => [reach, new Set(reached(reach))] as const).filter(([, names]) =>
    [...touched].every((name) => names.has(name)),
  );
  const [first] = wide.sort(([, a], [, b]) => a.size - b.size);
  // What goes is in no model any more.
  if (first === undefined) return 'site';
  if (touched.size > 0 && first[1].size === 0) throw new Error(`${path} reaches nobody knows whom`);
  return first[0];
}
