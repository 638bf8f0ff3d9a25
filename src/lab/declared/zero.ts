import type { Type } from '../../protocol/types.js';
import { canonicalText, isObject, type ObjectValue, type Value } from '../../protocol/value.js';

const zeros = { string: '', number: 0, bool: false } as const;

/** What the SDK reads where nothing is set: an empty text, 0, false, an empty list, set or map. Null has no other. */
export function zeroOf(type: Type): Value {
  if (typeof type === 'string') return type === 'dynamic' ? null : zeros[type];
  if (type[0] === 'list' || type[0] === 'set') return [];
  return type[0] === 'map' ? {} : null;
}

/** True for null and for the zero of any type: the SDK does not tell them apart. */
export function isZero(value: Value): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

function withoutZeros(type: Type, value: Value): Value {
  if (isZero(value)) return null;
  if (typeof type === 'string') return value;
  if (Array.isArray(value)) {
    if (type[0] !== 'list' && type[0] !== 'set') return value;
    const inner = type[1];
    return (value as readonly Value[]).map((item) => withoutZeros(inner, item));
  }
  if (type[0] !== 'object' || !isObject(value)) return value;
  const entries = Object.entries(value).map(([name, part]) => {
    const inner = type[1][name];
    return [name, inner === undefined ? part : withoutZeros(inner, part)] as const;
  });
  return Object.fromEntries(entries);
}

/** A text that is the same exactly for values that the SDK takes for equal. */
export function looseText(type: Type, value: Value): string {
  return canonicalText(type, withoutZeros(type, value));
}

/** True where the SDK sees no difference: null is as good as a zero, at any depth. */
export function isEquivalent(type: Type, left: ObjectValue, right: ObjectValue): boolean {
  return looseText(type, left) === looseText(type, right);
}
