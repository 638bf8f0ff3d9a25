import { formRefusal, noSuch, Refusal } from '../../refusal.js';
import { findMachine, type Request } from '../call.js';
import type { TagRecord } from '../records.js';

/** What may be said of a tag; what is empty says nothing. */
export type TagSettings = Pick<TagRecord, 'comment' | 'definition' | 'kernelOpts'>;

export function createTag({ world }: Pick<Request, 'world'>, name: string, settings: TagSettings): void {
  if (!/^[\w-]{1,256}$/.test(name)) {
    throw formRefusal({ name: `Invalid tag name (must be alphanumeric with _ and -): ${name}.` });
  }
  world.store.put('tags', name, { name, ...settings, machines: [] });
}

/** Changes a tag. A text that is empty is not sent, so what was there stays. */
export function updateTag({ world }: Pick<Request, 'world'>, name: string, settings: TagSettings): void {
  const found = world.store.get('tags', name);
  if (found === undefined) throw noSuch('Tag');
  world.store.put('tags', name, {
    ...found,
    comment: settings.comment || found.comment,
    definition: settings.definition || found.definition,
    kernelOpts: settings.kernelOpts || found.kernelOpts,
  });
}

/** Gives a tag to these machines and takes it from all others, whoever gave it to them. */
export function tagMachines(request: Request, name: string, machines: readonly string[]): void {
  const { world } = request;
  const found = world.store.get('tags', name);
  if (found === undefined) throw noSuch('Tag');
  const ids = machines.map((machine) => findMachine(request, machine).systemId);
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new Refusal(`machine (${id}) is referenced more than once`);
    seen.add(id);
  }
  world.store.put('tags', name, { ...found, machines: ids });
}
