import type { Behaviour } from '../../protocol/plan-change.js';
import type { PlanAnswer, PlanRequest } from '../../protocol/provider.js';
import { requiredReplacements } from '../../protocol/replace.js';
import { type BlockSchema, blockType, type NestedBlockSchema } from '../../protocol/schema.js';
import type { Path } from '../../protocol/types.js';
import { isObject, type ObjectValue, type Value } from '../../protocol/value.js';
import { isEquivalent, isZero, looseText } from './zero.js';

/** What the SDK does to a plan beyond `planChange`. */
export interface LegacyPlanning {
  readonly block: BlockSchema;
  readonly behaviour: Behaviour;
  /** What is done to values before they are compared and recorded, by path at the top. */
  readonly normalise: { readonly [path: string]: (value: Value) => Value };
}

function items(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** What identifies an element of a set: only the provider knows what is computed. */
function identity(block: BlockSchema, element: ObjectValue): string {
  const ours = Object.entries(element).filter(([name]) => {
    const { required, optional } = block.attributes?.[name] ?? { required: true };
    return required === true || optional === true;
  });
  return looseText(blockType(block), Object.fromEntries(ours));
}

function keptInBlocks(inner: NestedBlockSchema, planned: Value, prior: Value): Value {
  if (inner.nesting_mode === 'set') {
    const before = new Map(
      items(prior)
        .filter(isObject)
        .map((item) => [identity(inner.block, item), item]),
    );
    return Array.isArray(planned)
      ? items(planned).map((item) =>
          isObject(item) ? (before.get(identity(inner.block, item)) ?? item) : item,
        )
      : planned;
  }
  if (Array.isArray(planned)) {
    const before = items(prior);
    return items(planned).map((item, index) => {
      const old = before[index];
      return isObject(item) && isObject(old) ? keptZeros(inner.block, item, old) : item;
    });
  }
  return isObject(planned) && isObject(prior) ? keptZeros(inner.block, planned, prior) : planned;
}

/** A zero in the state stays where the configuration leaves the attribute out: the SDK sees no difference. */
function keptZeros(block: BlockSchema, planned: ObjectValue, prior: ObjectValue): ObjectValue {
  const kept: Record<string, Value> = { ...planned };
  for (const name of Object.keys(block.attributes ?? {})) {
    const before = prior[name] ?? null;
    if ((planned[name] ?? null) === null && isZero(before)) kept[name] = before;
  }
  for (const [name, inner] of Object.entries(block.block_types ?? {})) {
    if (name !== 'timeouts') kept[name] = keptInBlocks(inner, planned[name] ?? null, prior[name] ?? null);
  }
  return kept;
}

/** What `planChange` took from the state, as a difference that is none, stays in the form it has there. */
function normalised(
  { normalise }: LegacyPlanning,
  planned: ObjectValue,
  prior: ObjectValue | null,
): ObjectValue {
  const entries = Object.entries(normalise).map(([name, change]) => {
    const value = planned[name] ?? null;
    return [name, value === (prior?.[name] ?? null) ? value : change(value)] as const;
  });
  return { ...planned, ...Object.fromEntries(entries) };
}

/** What the user may set, by name; `timeouts` never replaces. */
function inputs(block: BlockSchema): string[] {
  const attributes = Object.entries(block.attributes ?? {}).filter(
    ([name, { required, optional }]) => name !== 'id' && (required === true || optional === true),
  );
  const blocks = Object.keys(block.block_types ?? {}).filter((name) => name !== 'timeouts');
  return [...attributes.map(([name]) => name), ...blocks];
}

/** A list of blocks that asks for replacement does so by its length; what is in them asks for itself. */
function replacements(
  { block, behaviour }: LegacyPlanning,
  prior: ObjectValue,
  planned: ObjectValue,
): Path[] {
  const all = behaviour.inPlaceUpdate === false ? inputs(block) : (behaviour.requiresReplace ?? []);
  const isBlockList = (path: string) => block.block_types?.[path]?.nesting_mode === 'list';
  const counted = all
    .filter((path) => isBlockList(path) && items(prior[path]).length !== items(planned[path]).length)
    .map((path) => [path]);
  const rest = all.filter((path) => !isBlockList(path));
  return [...counted, ...requiredReplacements(blockType(block), rest, prior, planned)];
}

/**
 * Makes a plan what the SDK would have made of it:
 *
 * - Null and the zero of a type are the same to it. A change of nothing else is none; a zero in the state stays
 *   where the attribute is not configured. Beside another change, a zero that is configured now and was null in the
 *   state is a difference, and replaces where the attribute asks for it.
 * - A change of `timeouts` alone is no change, so its new values are not recorded; they are beside another change.
 * - Values with a normal form are recorded in it.
 */
export function legacyPlan(planning: LegacyPlanning, answer: PlanAnswer, request: PlanRequest): PlanAnswer {
  if (answer.planned === null) return answer;
  const { prior } = request;
  const wanted = normalised(planning, answer.planned, prior);
  if (prior === null) return { ...answer, planned: wanted };
  const planned = keptZeros(planning.block, wanted, prior);
  const timeouts = prior['timeouts'] ?? null;
  const type = blockType(planning.block);
  const compared = Object.hasOwn(planned, 'timeouts') ? { ...planned, timeouts } : planned;
  if (isEquivalent(type, prior, compared)) return { ...answer, planned: prior, requiresReplace: [] };
  return { ...answer, planned, requiresReplace: replacements(planning, prior, planned) };
}
