import type { ResourceBehaviour } from '../../facts/providers/provider-facts.js';
import type { Behaviour } from '../../protocol/plan-change.js';
import type { Value } from '../../protocol/value.js';
import { normalJsonText, sameJsonObject } from './json-text.js';

type Suppress = NonNullable<Behaviour['suppress']>[string];

const sameJson: Suppress = (prior, planned) =>
  typeof prior === 'string' && typeof planned === 'string' && sameJsonObject(prior, planned);

const normalJson = (value: Value): Value => (typeof value === 'string' ? normalJsonText(value) : value);

/** What to do by the format of an attribute; JSON is the only one of which the facts state more than a check. */
function byFormat<T>(
  behaviour: ResourceBehaviour,
  paths: readonly string[] | undefined,
  json: T,
): Record<string, T> {
  const entries = (paths ?? []).map((path): [string, T] => {
    if (behaviour.format?.[path] === 'json') return [path, json];
    throw new TypeError(`${path}: nothing says how its values are compared or normalised`);
  });
  return Object.fromEntries(entries);
}

/** What planning does to a value before it is compared and recorded, by path. */
export function normalisers(behaviour: ResourceBehaviour): {
  readonly [path: string]: (value: Value) => Value;
} {
  return byFormat(behaviour, behaviour.stateNormalised, normalJson);
}

/**
 * The facts on a resource type as `planChange` takes them.
 *
 * @param extra what is known beyond the facts; lists and tables are joined
 * @throws {TypeError} where the facts name a comparison that has no rule here
 */
export function plannedBehaviour(behaviour: ResourceBehaviour, extra: Behaviour = {}): Behaviour {
  return {
    ...extra,
    inPlaceUpdate: extra.inPlaceUpdate ?? behaviour.inPlaceUpdate,
    requiresReplace: [...(behaviour.requiresReplace ?? []), ...(extra.requiresReplace ?? [])],
    defaults: { ...behaviour.defaults, ...extra.defaults },
    computedBlocks: [...(behaviour.computedBlocks ?? []), ...(extra.computedBlocks ?? [])],
    suppress: { ...byFormat(behaviour, behaviour.diffSuppressed, sameJson), ...extra.suppress },
  };
}
