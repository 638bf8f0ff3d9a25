import { type AttributeSchema, type BlockSchema, mapNested } from '../../protocol/schema.js';
import type { ObjectValue, Value } from '../../protocol/value.js';
import { zeroOf } from './zero.js';

/** After which call a state is written. */
export type Written = 'apply' | 'read';

function filled(written: Written, { type }: AttributeSchema, value: Value): Value {
  if (value !== null || type === undefined) return value;
  // A collection that the plan has as null stays null in an apply.
  return typeof type === 'string' || written === 'read' ? zeroOf(type) : null;
}

function filledBlock(written: Written, block: BlockSchema, value: ObjectValue): ObjectValue {
  const attributes = Object.entries(block.attributes ?? {}).map(
    ([name, attribute]) => [name, filled(written, attribute, value[name] ?? null)] as const,
  );
  return { ...legacyState(block, value, written), ...Object.fromEntries(attributes) };
}

/**
 * A state as the SDK writes it. At the top, what was never set stays null, and what the provider sets is as it set
 * it. Inside blocks every attribute has a value: the zero of its type where nothing set it. After an apply sets of
 * blocks are as planned, nulls and all; the next refresh fills them.
 */
export function legacyState(block: BlockSchema, state: ObjectValue, written: Written): ObjectValue {
  const blocks = Object.entries(block.block_types ?? {}).map(([name, inner]) => {
    const value = state[name] ?? null;
    const isAsPlanned = name === 'timeouts' || (written === 'apply' && inner.nesting_mode === 'set');
    const filledValue = isAsPlanned
      ? value
      : mapNested(inner.nesting_mode, value, (object) => filledBlock(written, inner.block, object));
    return [name, filledValue] as const;
  });
  return { ...state, ...Object.fromEntries(blocks) };
}
