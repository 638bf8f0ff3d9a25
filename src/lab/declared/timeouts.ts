import { parseGoDuration } from '../../facts/go-duration.js';
import type { ResourceBehaviour } from '../../facts/providers/provider-facts.js';
import type { Diagnostic } from '../../protocol/provider.js';
import { isObject, type ObjectValue, Unknown } from '../../protocol/value.js';

/** What a resource type does, as far as it can be limited in time. */
export type TimedOperation = 'create' | 'read' | 'update' | 'delete';

/** How long each operation may take, in milliseconds. */
export type Timeouts = Readonly<Record<TimedOperation, number>>;

/** What the SDK allows an operation that the resource type sets no limit for. */
const undeclared = 20 * 60_000;

function milliseconds(duration: string | undefined): number {
  const parsed = parseGoDuration(duration ?? '');
  return 'milliseconds' in parsed ? parsed.milliseconds : undeclared;
}

/** The limits of a resource type where its block `timeouts` says nothing. */
function defaults({ timeouts = {} }: ResourceBehaviour): Timeouts {
  return {
    create: milliseconds(timeouts['create']),
    read: milliseconds(timeouts['read']),
    update: milliseconds(timeouts['update']),
    delete: milliseconds(timeouts['delete']),
  };
}

function isOperation(name: string, all: Timeouts): name is TimedOperation {
  return Object.hasOwn(all, name);
}

/**
 * Reads the block `timeouts`; create and update take it from the plan, read and delete from the state. What is not
 * a Go duration leaves the default: `timeoutProblems` refuses it before.
 *
 * @param values a plan or a state of the resource
 */
export function timeoutsOf(behaviour: ResourceBehaviour, values: ObjectValue): Timeouts {
  const found: Record<TimedOperation, number> = { ...defaults(behaviour) };
  const block = values['timeouts'];
  if (!isObject(block)) return found;
  for (const [operation, value] of Object.entries(block)) {
    const parsed = typeof value === 'string' ? parseGoDuration(value) : { problem: '' };
    if (isOperation(operation, found) && 'milliseconds' in parsed) found[operation] = parsed.milliseconds;
  }
  return found;
}

/**
 * What the SDK refuses in the block `timeouts`, which it does in planning: `terraform validate` passes. It reads
 * a value that is not known yet as a malformed one.
 */
export function timeoutProblems(values: ObjectValue): readonly Diagnostic[] {
  const block = values['timeouts'];
  if (!isObject(block)) return [];
  return Object.entries(block).flatMap(([operation, value]) => {
    if (value === null) return [];
    const parsed =
      value instanceof Unknown ? { problem: 'it is not known yet' } : parseGoDuration(String(value));
    if (!('problem' in parsed)) return [];
    const problem = `Error parsing ${JSON.stringify(operation)} timeout: ${parsed.problem}`;
    return [{ summary: `[ERR] Error decoding timeout: ${problem}`, path: ['timeouts', operation] }];
  });
}
