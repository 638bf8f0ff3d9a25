import type { Path, Type } from './types.js';
import { canonicalText, isObject, type ObjectValue, sameValue, Unknown, type Value } from './value.js';

function items(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** The values at a path in all elements of a set, as texts without order. */
function inEachElement(type: Type, names: readonly string[], value: Value): string[] {
  const [name, ...rest] = names;
  if (name === undefined) return [canonicalText(type, value)];
  if (typeof type === 'string') return [];
  if (type[0] === 'object') {
    const inner = type[1][name];
    const part = isObject(value) ? (value[name] ?? null) : null;
    return inner === undefined ? [] : inEachElement(inner, rest, part);
  }
  if (type[0] !== 'list' && type[0] !== 'set') return [canonicalText(type, value)];
  const element = type[1];
  return items(value)
    .flatMap((item) => inEachElement(element, names, item))
    .sort();
}

function differences(
  type: Type,
  names: readonly string[],
  prior: Value,
  planned: Value,
  trail: Path,
): readonly Path[] {
  const [name, ...rest] = names;
  const whole = name === undefined || typeof type === 'string' || type[0] === 'map' || type[0] === 'tuple';
  if (whole || prior instanceof Unknown || planned instanceof Unknown) {
    return sameValue(type, prior, planned) ? [] : [trail];
  }
  if (type[0] === 'object') {
    const inner = type[1][name];
    if (inner === undefined) return [];
    const part = (value: Value) => (isObject(value) ? (value[name] ?? null) : null);
    return differences(inner, rest, part(prior), part(planned), [...trail, name]);
  }
  if (type[0] === 'set') {
    const [before, after] = [prior, planned].map((value) => inEachElement(type, names, value).join('\n'));
    return before === after ? [] : [trail];
  }
  const element = type[1];
  const [before, after] = [items(prior), items(planned)];
  const longer = before.length > after.length ? before : after;
  return longer.flatMap((_, index) =>
    differences(element, names, before[index] ?? null, after[index] ?? null, [...trail, index]),
  );
}

/**
 * Which of the attributes that cannot change in place do change. A path ends at a set where the difference is
 * inside one: the protocol cannot point further.
 *
 * @param paths joined with dots and without indexes; `[]` at the end stands for the elements, hence for the whole
 */
export function requiredReplacements(
  type: Type,
  paths: readonly string[],
  prior: ObjectValue,
  planned: ObjectValue,
): readonly Path[] {
  const found = paths.flatMap((path) =>
    differences(type, path.replace(/\[\]$/, '').split('.'), prior, planned, []),
  );
  return [...new Map(found.map((path) => [JSON.stringify(path), path])).values()];
}
