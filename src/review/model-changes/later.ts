import type { LockSlot } from '../../model/lock/lock-types.js';
import type { SlotModel } from '../../model/types.js';
import { foldNames } from '../fold.js';
import type { Definitions } from '../input.js';
import { type AttributeChange, attributeChanges } from '../plan/attributes.js';
import type { Later } from '../report.js';
import { aligned } from './aligned.js';
import { atSite, slotsOf } from './slots.js';

/** A definition, with the digest of what each slot will run by site and name. */
export interface WithContents extends Definitions {
  readonly contents: Readonly<Record<string, string>>;
}

/** A difference, before its cause is found. */
export type PlainLater = Omit<Later, 'cause' | 'why' | 'place'>;

/** What only a reimage brings to a server. */
function contentOf({ image, kernel, storage, ports, rails, userData, mig }: SlotModel) {
  return { image, kernel, storage, ports, rails, userData, mig };
}

type Field = Pick<AttributeChange, 'path' | 'before' | 'after'>;

/** In place of a value that a change before this one has left waiting. */
const earlier = '(of an earlier change)';

/** What differs from what runs and takes effect at the next reimage, and which slots are being given back. */
export function laterOf(base: WithContents | null, head: WithContents): readonly PlainLater[] {
  const before = base === null ? new Map<string, SlotModel>() : slotsOf(base);
  const after = slotsOf(head);
  const held = new Map(
    (base?.locks ?? []).flatMap(({ site, slots }) =>
      slots.map((slot) => [atSite(site, slot.name), slot] as const),
    ),
  );
  const groups = new Map<string, { site: string; slots: string[]; field: Field }>();
  for (const { site, slots } of head.locks) {
    for (const slot of slots) {
      const key = atSite(site, slot.name);
      const sides = { before: before.get(key), after: after.get(key) };
      const contents = { before: base?.contents[key], after: head.contents[key] };
      for (const field of [
        ...givenBack(held.get(key), slot),
        ...fieldsOf(sides.before, sides.after, contents.before, contents.after, slot),
      ]) {
        const { path, before: was, after: is } = field;
        const groupKey = JSON.stringify([site, path, was, is]);
        const group = groups.get(groupKey) ?? { site, slots: [], field };
        group.slots.push(slot.name);
        groups.set(groupKey, group);
      }
    }
  }
  return [...groups.values()]
    .map(
      ({ site, slots, field }): PlainLater => ({
        site,
        names: foldNames(slots),
        slots: [...slots].sort(),
        field: field.path,
        before: field.before,
        after: field.after,
      }),
    )
    .sort((a, b) => compare(a.site, b.site) || compare(a.field, b.field) || compare(a.names, b.names));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function fieldsOf(
  former: SlotModel | undefined,
  slot: SlotModel | undefined,
  formerContent: string | undefined,
  content: string | undefined,
  { content: running, generation, asset }: LockSlot,
): readonly Field[] {
  if (slot === undefined || running === null || content === undefined || content === running) return [];
  // A slot that is deployed anew by this very change gets all of it now.
  if (former !== undefined && (former.generation !== generation || former.asset !== asset)) return [];
  const [was, is] = former === undefined ? [null, null] : aligned(contentOf(former), contentOf(slot));
  const fields = former === undefined ? [] : attributeChanges({ before: was, after: is });
  if (fields.length === 0) {
    return [{ path: 'content, of an earlier change or another rackform', before: running, after: content }];
  }
  // What the base says is not what runs where an earlier change still waits for a reimage.
  return formerContent === undefined || formerContent === running
    ? fields
    : fields.map(({ path, after }) => ({ path, before: earlier, after }));
}

/** A slot goes in two steps: its state carries the erase first, then its server is released. */
function givenBack(before: LockSlot | undefined, now: LockSlot): readonly Field[] {
  return before !== undefined && before.phase !== 'releasing' && now.phase === 'releasing'
    ? [
        {
          path: 'the slot itself',
          before: 'in service',
          after: 'given back once lock --applied has seen its erase in the state',
        },
      ]
    : [];
}
