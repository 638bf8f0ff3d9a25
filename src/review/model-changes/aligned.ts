import { isObject, type JsonObject } from '../plan/json.js';

type Two = readonly [before: unknown, after: unknown];

/** What tells the entries of a list apart, in the order in which it is tried. */
const marks = ['key', 'name', 'network', 'rail', 'profile'] as const;

/**
 * Two sides of a value, such that what belongs together stands at one path: entries of lists by their names and not
 * by their places, and of lists of words what only one side has. Where only the order differs, lists stay whole.
 */
export function aligned(before: unknown, after: unknown): Two {
  if (Array.isArray(before) && Array.isArray(after)) return alignedLists(before, after);
  if (!isObject(before) || !isObject(after)) return [before, after];
  return alignedObjects(before, after);
}

function alignedObjects(before: JsonObject, after: JsonObject): Two {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const pairs = keys.map((key) => [key, aligned(before[key], after[key])] as const);
  const side = (index: 0 | 1) => Object.fromEntries(pairs.map(([key, two]) => [key, two[index]]));
  return [side(0), side(1)];
}

function alignedLists(before: readonly unknown[], after: readonly unknown[]): Two {
  const all = [...before, ...after];
  if (all.every((item) => typeof item === 'string')) {
    const without = (list: readonly unknown[], other: readonly unknown[]) =>
      list.filter((item) => !other.includes(item));
    const [gone, come] = [without(before, after), without(after, before)];
    const isOrder = gone.length === 0 && come.length === 0;
    return isOrder ? [words(before), words(after)] : [words(gone), words(come)];
  }
  const mark = marks.find((name) => [before, after].every((list) => isTold(list, name)));
  if (mark === undefined) return [before, after];
  const named = (list: readonly unknown[]) =>
    Object.fromEntries(list.filter(isObject).map(({ [mark]: name, ...rest }) => [String(name), only(rest)]));
  return alignedObjects(named(before), named(after));
}

/** A setting is its value. */
function only(rest: JsonObject): unknown {
  const keys = Object.keys(rest);
  return keys.length === 1 && keys[0] === 'value' ? rest['value'] : rest;
}

function words(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : list.join(' ');
}

/** Whether every entry has a name of its own under a key. */
function isTold(list: readonly unknown[], key: string): boolean {
  const names = list.map((item) => (isObject(item) ? item[key] : undefined));
  return names.every((name) => name !== undefined && name !== null) && new Set(names).size === names.length;
}
