import type { SlotModel } from '../../model/types.js';
import { foldNames } from '../fold.js';
import type { Definitions } from '../input.js';
import { attributeChanges } from '../plan/attributes.js';
import type { Later } from '../report.js';
import { slotsOf } from './slots.js';

/** What only a reimage brings to a server. */
function contentOf({ image, kernel, storage, ports, rails, userData, mig }: SlotModel) {
  return { image, kernel, storage, ports, rails, userData, mig };
}

/**
 * What differs from what runs and takes effect at the next reimage, by field.
 *
 * @param contents digest of what each slot of the head will run
 */
export function laterOf(
  base: Definitions | null,
  head: Definitions,
  contents: Readonly<Record<string, string>>,
): readonly Later[] {
  const before = base === null ? new Map<string, SlotModel>() : slotsOf(base);
  const after = slotsOf(head);
  const groups = new Map<
    string,
    { field: string; before: string | null; after: string | null; slots: string[] }
  >();
  const add = (slot: string, field: string, was: string | null, is: string | null) => {
    const key = JSON.stringify([field, was, is]);
    const group = groups.get(key) ?? { field, before: was, after: is, slots: [] };
    group.slots.push(slot);
    groups.set(key, group);
  };
  for (const { name, content, generation, asset } of head.locks.flatMap(({ slots }) => slots)) {
    const slot = after.get(name);
    const digest = contents[name];
    if (slot === undefined || content === null || digest === undefined || digest === content) continue;
    const former = before.get(name);
    // A slot that is deployed anew by this very change gets all of it now.
    if (former !== undefined && (former.generation !== generation || former.asset !== asset)) continue;
    const fields =
      former === undefined ? [] : attributeChanges({ before: contentOf(former), after: contentOf(slot) });
    for (const { path, before: was, after: is } of fields) add(name, path, was, is);
    if (fields.length === 0) add(name, 'content, of an earlier change or another rackform', content, digest);
  }
  return [...groups.values()]
    .map(({ slots, ...row }): Later => ({ names: foldNames(slots), slots: [...slots].sort(), ...row }))
    .sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : a.names < b.names ? -1 : 1));
}
