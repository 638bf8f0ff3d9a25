import { textOf } from '../../protocol/attributes.js';
import type { ObjectValue } from '../../protocol/value.js';
import type { NodeRecord } from '../api/records.js';
import { nodeFields } from '../schema/node.js';
import { type Goal, isInUse, isPassing } from '../states/states.js';
import { readValues } from './record.js';

/** How far a node is brought where nothing is said. */
export const usualTarget: Goal = 'available';

/** How far a node is to be brought. */
export function targetOf(values: ObjectValue): Goal {
  return (textOf(values, 'provision') ?? usualTarget) as Goal;
}

/** Where a node stands on the way to its target, as the state shows it: a node that is further is where it is to be. */
function provisionOf(record: NodeRecord, target: string): string {
  const { provision_state: state } = record;
  if (isInUse(state) || isPassing(state) || target === 'enroll') return target;
  if (state === 'manageable' && record.retired) return target;
  return state;
}

/**
 * A node as the state has it.
 *
 * @param known the state; undefined to take all there is
 */
export function valuesOf(record: NodeRecord, known: ObjectValue | undefined): ObjectValue {
  const traits = (record['traits'] ?? []) as readonly string[];
  const areKnown = known === undefined ? traits.length > 0 : known['traits'] !== null;
  return {
    ...readValues(nodeFields, record, known),
    id: record.uuid,
    provision: provisionOf(record, known === undefined ? usualTarget : targetOf(known)),
    traits: areKnown ? traits : null,
  };
}
