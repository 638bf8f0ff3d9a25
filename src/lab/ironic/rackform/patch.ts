import type { Json, JsonObject } from '../../../protocol/json.js';

/** One operation of a JSON patch. */
interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: Json;
}

function without(target: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== key));
}

function changed(target: JsonObject, steps: readonly string[], operation: Operation): JsonObject {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) {
    return operation.op === 'remove' ? without(target, step) : { ...target, [step]: operation.value ?? null };
  }
  return { ...target, [step]: changed((target[step] ?? {}) as JsonObject, rest, operation) };
}

/** An object after a JSON patch (RFC 6902), of the operations that clients of Ironic send: into objects, and no list. */
export function patched(target: JsonObject, operations: readonly Operation[]): JsonObject {
  let result = target;
  for (const operation of operations) {
    const steps = operation.path
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    result = changed(result, steps, operation);
  }
  return result;
}
