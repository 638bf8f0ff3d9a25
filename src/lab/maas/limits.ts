import { maasProvider } from '../../facts/providers/maas.js';
import type { ObjectValue } from '../../protocol/value.js';
import { type Timeouts, timeoutsOf } from '../declared/timeouts.js';

/** Time limits of the operations on a resource, in milliseconds. @param values its plan or state */
export function limitsOf(type: 'maas_instance' | 'maas_machine', values: ObjectValue): Timeouts {
  const behaviour = maasProvider.behaviour[type];
  if (behaviour === undefined) throw new TypeError(`the facts have no behaviour of ${type}`);
  return timeoutsOf(behaviour, values);
}
