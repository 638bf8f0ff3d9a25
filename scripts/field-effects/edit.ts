import type { Definition } from '../../src/definition/definition.js';
import { SITE } from './definition.js';

/** Where something stands in a definition. */
export type Place = readonly string[];

/** Sets one place; takes it out for `undefined`. */
export interface Edit {
  readonly place: Place;
  readonly value: unknown;
}

type Holder = Record<string, unknown>;

const projectKeys = new Set([
  'organization',
  'tenants',
  'sharedServices',
  'state',
  'baseBranch',
  'deployments',
]);

/** The cluster of the definition that takes each preset. */
export const presetClusters: Readonly<Record<string, string>> = {
  'dedicated-training': 'lab',
  'shared-inference': 'serve',
};

/** Where a field of the table stands in the definition, names filled in. */
export function placeOf(path: readonly string[]): Place {
  const [kind = '', name = '', ...rest] = path;
  if (kind === 'clusters' || kind === 'hardware') return path;
  if (kind === 'presets') return ['clusters', presetClusters[name] ?? name, 'options', ...rest];
  if (projectKeys.has(kind)) return ['project', ...path];
  return ['sites', SITE, kind, ...(path.length > 1 ? [name] : []), ...rest];
}

/** The value at a place; undefined where there is none. */
export function valueAt(definition: Definition, place: Place): unknown {
  let value: unknown = definition;
  for (const step of place) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Holder)[step];
  }
  return value;
}

/** Another definition, with edits made in their order. Maps that are missing on the way are made. */
export function edited(definition: Definition, edits: readonly Edit[]): Definition {
  const { locate: _, ...plain } = definition;
  // Not structuredClone: what stands in two places of the definition must become two.
  const copy = JSON.parse(JSON.stringify(plain)) as Holder;
  for (const { place, value } of edits) {
    let holder = copy;
    for (const step of place.slice(0, -1)) {
      holder[step] ??= {};
      holder = holder[step] as Holder;
    }
    const last = place.at(-1) ?? '';
    if (value !== undefined) holder[last] = value;
    else if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  }
  return copy as unknown as Definition;
}

/** Another definition in which one name is another wherever it stands, as a key or as a value. */
export function renamed(definition: Definition, from: string, to: string): Definition {
  const { locate: _, ...plain } = definition;
  const walk = (value: unknown): unknown => {
    if (value === from) return to;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key === from ? to : key, walk(inner)]),
    );
  };
  return walk(plain) as Definition;
}
