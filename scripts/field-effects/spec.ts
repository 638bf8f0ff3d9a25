import { SITE } from './definition.js';
import type { Edit, Place } from './edit.js';

/** One value to try. */
export interface Value {
  /** Absent: `also` alone is the change. */
  readonly value?: unknown;
  /** @default - `to <value>` */
  readonly says?: string;
  /** What must change with it, or what makes room for it. */
  readonly also?: readonly Edit[];
}

/** How a field is changed, where its schema and value do not say. */
export interface Spec {
  /** Names in place of `*`, by the map that they are in. @default - the usual ones */
  readonly names?: Readonly<Record<string, string>>;
  /** In place of what follows from the schema. */
  readonly values?: readonly Value[];
  /** More, of other things of the kind. */
  readonly others?: readonly (Value & { readonly names?: Readonly<Record<string, string>> })[];
  /** What the definition says instead before the change, for a field that stands in another form only. */
  readonly before?: readonly Edit[];
  /** Why it cannot be changed alone. */
  readonly reason?: string;
}

/** Values of a field, told as they are. */
export function to(...values: readonly unknown[]): Spec {
  return { values: values.map((value) => ({ value })) };
}

/** A place in the document of the site. */
export function inSite(...place: readonly string[]): Place {
  return ['sites', SITE, ...place];
}
