const collator = new Intl.Collator('en', { numeric: true });

/** Orders names as people do: `r2` before `r10`; equal there, by code unit, so that the order is total. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Orders strings by code unit, which no locale changes: for bytes that must be the same anywhere. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Entries of a record, ordered by name. */
export function entries<T>(
  record: Readonly<Record<string, T>> | undefined,
): readonly (readonly [string, T])[] {
  return record === undefined ? [] : Object.entries(record).sort(([a], [b]) => byName(a, b));
}
