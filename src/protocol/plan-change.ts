import type { PlanAnswer, PlanRequest } from './provider.js';
import { requiredReplacements } from './replace.js';
import {
  type AttributeSchema,
  type BlockSchema,
  blockType,
  mapNested,
  type NestedBlockSchema,
  normalise,
} from './schema.js';
import type { ObjectType, Type } from './types.js';
import { canonicalText, isObject, type ObjectValue, sameValue, unknown, type Value } from './value.js';

/** What a resource type does at plan time that its schema does not say. Paths are joined with dots, without indexes. */
export interface Behaviour {
  /** False: every change replaces. */
  readonly inPlaceUpdate?: boolean;
  readonly requiresReplace?: readonly string[];
  readonly defaults?: { readonly [path: string]: string | number | boolean };
  /** Nested blocks that the provider fills in where the user leaves them out. */
  readonly computedBlocks?: readonly string[];
  /** True for providers of the framework: with any change, all that is computed and not configured is unknown again. */
  readonly recomputes?: boolean;
  /** Differences that are no change: true keeps the prior value. */
  readonly suppress?: { readonly [path: string]: (prior: Value, planned: Value) => boolean };
}

/** An object's schema: a block, or a nested type without blocks. */
type Shape = Pick<BlockSchema, 'attributes' | 'block_types'>;

function planAttribute(
  attribute: AttributeSchema,
  proposed: Value,
  prior: ObjectValue | null,
  name: string,
  path: string,
  behaviour: Behaviour,
): Value {
  if (attribute.write_only === true) return null;
  const before = prior?.[name] ?? null;
  const value = proposed ?? behaviour.defaults?.[path] ?? null;
  if (value === null) return attribute.computed === true && prior === null ? unknown : null;
  if (before !== null && behaviour.suppress?.[path]?.(before, value) === true) return before;
  const inner = attribute.nested_type;
  if (inner === undefined) return value;
  return planNested(inner.nesting_mode, { attributes: inner.attributes }, value, before, path, behaviour);
}

/** Elements of lists are the same by index, of maps by key; of sets only where nothing in them changed. */
function planNested(
  mode: NestedBlockSchema['nesting_mode'],
  shape: Shape,
  value: Value,
  prior: Value,
  path: string,
  behaviour: Behaviour,
): Value {
  if (mode === 'set') return planSet(shape, value, prior, path, behaviour);
  return mapNested(mode, value, (object, step) => {
    const before: Value | undefined =
      mode === 'list' || mode === 'map' ? (prior as Record<string | number, Value> | null)?.[step] : prior;
    return planObject(shape, object, isObject(before) ? before : null, `${path}.`, behaviour);
  });
}

function planSet(shape: Shape, value: Value, prior: Value, path: string, behaviour: Behaviour): Value {
  const type = blockType(shape);
  const items = Array.isArray(prior) ? (prior as readonly Value[]) : [];
  const before = new Set(items.map((item) => canonicalText(type, item)));
  return mapNested('set', value, (object) => {
    const kept = planObject(shape, object, object, `${path}.`, behaviour);
    if (before.has(canonicalText(type, kept))) return kept;
    return planObject(shape, object, null, `${path}.`, behaviour);
  });
}

function isAbsent(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function planObject(
  shape: Shape,
  proposed: ObjectValue,
  prior: ObjectValue | null,
  prefix: string,
  behaviour: Behaviour,
): ObjectValue {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(shape.attributes ?? {})) {
    const value = proposed[name] ?? null;
    planned[name] = planAttribute(attribute, value, prior, name, prefix + name, behaviour);
  }
  for (const [name, inner] of Object.entries(shape.block_types ?? {})) {
    const value = proposed[name] ?? null;
    const path = prefix + name;
    if (isAbsent(value) && behaviour.computedBlocks?.includes(path)) {
      planned[name] = prior === null ? unknown : (prior[name] ?? null);
    } else {
      planned[name] = planNested(
        inner.nesting_mode,
        inner.block,
        value,
        prior?.[name] ?? null,
        path,
        behaviour,
      );
    }
  }
  return planned;
}

/**
 * Plans a change as the legacy SDK does: defaults where nothing is configured; on create every computed value
 * that is not configured is unknown, on update only those of new elements; replacement where an attribute that
 * asks for it differs. Private bytes are kept.
 */
export function planChange(block: BlockSchema, request: PlanRequest, behaviour: Behaviour = {}): PlanAnswer {
  const { prior, config } = request;
  if (request.proposed === null) return { planned: null };
  const isFramework = behaviour.recomputes === true;
  const proposed = isFramework ? withDefaults(request.proposed, config, behaviour) : request.proposed;
  const type: ObjectType = blockType(block);
  const planned = normalise(block, planObject(block, proposed, prior, '', behaviour));
  if (prior === null) return { planned };
  if (sameValue(type as Type, prior, planned)) return { planned: prior };
  const next = isFramework ? recomputed(block, planned, config, behaviour) : planned;
  const paths = behaviour.inPlaceUpdate === false ? everyInput(block) : (behaviour.requiresReplace ?? []);
  return { planned: next, requiresReplace: requiredReplacements(type, paths, prior, planned) };
}

/** The framework gives a default to what is not configured, whatever the state has. */
function withDefaults(
  proposed: ObjectValue,
  config: ObjectValue | null,
  { defaults = {} }: Behaviour,
): ObjectValue {
  const open = Object.entries(defaults).filter(([name]) => (config?.[name] ?? null) === null);
  return { ...proposed, ...Object.fromEntries(open.filter(([name]) => Object.hasOwn(proposed, name))) };
}

/** What the framework does where a plan has any change: it knows no computed value before the apply. */
function recomputed(
  block: BlockSchema,
  planned: ObjectValue,
  config: ObjectValue | null,
  { defaults = {} }: Behaviour,
): ObjectValue {
  const open = Object.entries(block.attributes ?? {}).filter(
    ([name, { computed }]) =>
      computed === true &&
      (config?.[name] ?? null) === null &&
      name !== 'id' &&
      !Object.hasOwn(defaults, name),
  );
  return { ...planned, ...Object.fromEntries(open.map(([name]) => [name, unknown])) };
}

function everyInput(block: BlockSchema): string[] {
  const attributes = Object.entries(block.attributes ?? {}).filter(
    ([, { required, optional }]) => required === true || optional === true,
  );
  return [...attributes.map(([name]) => name), ...Object.keys(block.block_types ?? {})];
}
