/** Each item that shares its key with an earlier one, with the first that has it. */
export function* repeated<K, T>(
  items: Iterable<T>,
  keyOf: (item: T) => K | null,
): Generator<{ readonly key: K; readonly first: T; readonly again: T }> {
  const firsts = new Map<K, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item);
    else yield { key, first, again: item };
  }
}

/** A value in quotes, as messages show it. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

/** Names in quotes, the first few and a count of the rest. */
export function listed(names: readonly string[], limit = 4): string {
  const shown = names.slice(0, limit).map(quote);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? 'none') : `${shown.join(', ')} and ${last}`;
}

/** A number of things, e.g. `1 slot`, `3 slots`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** The sum of numbers. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Watts as people read them: `14.3 kW`. */
export function kilowatts(watts: number): string {
  return `${Math.round(watts / 100) / 10} kW`;
}
