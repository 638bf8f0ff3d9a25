import { parseGoDuration } from '../../facts/go-duration.js';
import type { Diagnostic } from '../../protocol/provider.js';
import type { AttributeSchema } from '../../protocol/schema.js';
import { isObject, type ObjectValue, type Value } from '../../protocol/value.js';

/** What is limited in time. */
export type Operation = 'create' | 'update' | 'delete';

/** Limits where the configuration gives none, as Go durations. */
export type DefaultTimeouts = Readonly<Record<Operation, string>>;

/** The attribute `timeouts`. */
export function timeouts(defaults: DefaultTimeouts): AttributeSchema {
  const attributes = Object.entries(defaults).map(([operation, limit]) => {
    const description = `Limit of ${operation}, e.g. \`90m\` or \`2h\`. ${limit} where it is left out.`;
    return [operation, { type: 'string', optional: true, description }] as const;
  });
  return {
    optional: true,
    description: 'How long operations may take.',
    nested_type: { nesting_mode: 'single', attributes: Object.fromEntries(attributes) },
  };
}

function limit(values: Value | undefined, operation: string): string | null {
  const given = isObject(values) ? values[operation] : null;
  return typeof given === 'string' ? given : null;
}

function milliseconds(duration: string): number | null {
  const parsed = parseGoDuration(duration);
  return 'milliseconds' in parsed && parsed.milliseconds > 0 ? parsed.milliseconds : null;
}

/** The limit of an operation, in milliseconds. */
export function timeoutOf(values: ObjectValue, operation: Operation, defaults: DefaultTimeouts): number {
  const given = limit(values['timeouts'], operation);
  return (given === null ? null : milliseconds(given)) ?? milliseconds(defaults[operation]) ?? 0;
}

/** What is wrong in `timeouts`. */
export function timeoutProblems(config: ObjectValue): readonly Diagnostic[] {
  return ['create', 'update', 'delete'].flatMap((operation) => {
    const given = limit(config['timeouts'], operation);
    if (given === null || milliseconds(given) !== null) return [];
    const summary = `timeouts.${operation} ${JSON.stringify(given)} is no length of time; one looks like 90m or 1h30m`;
    return [{ summary, path: ['timeouts', operation] }];
  });
}
