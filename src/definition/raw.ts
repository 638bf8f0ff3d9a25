/** A map as users write it: not a list, not a scalar, not nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, in the words of messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' || typeof value === 'bigint' ? 'a number' : `a ${typeof value}`;
}

/** A map without inherited names, so that a record called `constructor` is found only where it was written. */
export function emptyMap<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}

/** Sets an own key, also one called `__proto__`, which an assignment would lose. */
export function setOwn(map: object, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Stands in a raw definition for what could not be read. Its problem is known already, so it is set aside in silence. */
export const unreadable: unique symbol = Symbol('unreadable');
