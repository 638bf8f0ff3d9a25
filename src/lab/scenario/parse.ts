import { parseFields } from '../../definition/parse-fields.js';
import { emptyMap, isMap, kindOf, unreadable } from '../../definition/raw.js';
import { checkRaw } from '../../definition/raw-check.js';
import { below, parseShape, unknownKey } from '../../definition/shape-issues.js';
import type { DocumentPath, Issue } from '../../errors.js';
import { type StepFigure, stepDurations } from '../../facts/step-durations.js';
import type { DurationOverrides, Span } from '../steps.js';
import { DurationFigures, Fault, scenarioShape } from './schema.js';

/** How a lab is to go: what takes how long, and what goes wrong. */
export interface Scenario {
  /** Default: 0. */
  readonly seed: number;
  /** Virtual seconds per real second; null: as fast as possible. */
  readonly speed: number | null;
  readonly durations: DurationOverrides;
  readonly faults: readonly Fault[];
}

/** Everything goes well, as fast as possible. */
export const noScenario: Scenario = { seed: 0, speed: null, durations: {}, faults: [] };

/** A scenario, or what is wrong with it: all that one pass can see. */
export interface ScenarioParse {
  /** Null where any issue is an error. */
  readonly scenario: Scenario | null;
  readonly issues: readonly Issue[];
}

/** Document that issues of a scenario file are in. */
export const scenarioDocument = 'scenario';

function notAMap(raw: unknown, at: DocumentPath): Issue {
  return { code: 'SHAPE_INVALID_TYPE', severity: 'error', message: `must be a map, got ${kindOf(raw)}`, at };
}

/** The problem with a range whose ends are the wrong way round; given ends only: the others are made to fit. */
function orderIssues(name: string, given: Partial<Span>, at: DocumentPath): readonly Issue[] {
  const { typical: usual } = stepDurations[name as StepFigure];
  const {
    typical = usual,
    low = Math.min(typical, given.high ?? typical),
    high = Math.max(typical, low),
  } = given;
  if (low <= typical && typical <= high) return [];
  return [
    {
      code: 'SCENARIO_RANGE',
      severity: 'error',
      message: `low, typical and high must be in this order, got ${low}, ${typical} and ${high}`,
      at,
      hint: 'one number stands for all three',
    },
  ];
}

/** Checks figures that a user gives, as `durations` of a scenario or a file of their own. */
export function parseDurations(
  raw: unknown,
  at: DocumentPath = { document: scenarioDocument, path: [] },
): { readonly value: DurationOverrides; readonly issues: readonly Issue[] } {
  if (!isMap(raw)) return { value: {}, issues: [notAMap(raw, at)] };
  const parsed = parseFields(DurationFigures.shape, raw, at);
  const issues = Object.entries(parsed.value).flatMap(([name, value]) =>
    typeof value === 'object' ? orderIssues(name, value as Partial<Span>, below(at, [name])) : [],
  );
  return { value: parsed.value as DurationOverrides, issues: [...parsed.issues, ...issues] };
}

function parseFaults(raw: unknown, at: DocumentPath): { value: readonly Fault[]; issues: readonly Issue[] } {
  if (!Array.isArray(raw)) {
    const parsed = parseShape(scenarioShape.faults, raw, at);
    return { value: [], issues: 'issues' in parsed ? parsed.issues : [] };
  }
  const parsed = raw.map((entry, index) => parseShape(Fault, entry, { ...at, path: [...at.path, index] }));
  return {
    value: parsed.flatMap((one) => ('value' in one ? [one.value] : [])),
    issues: parsed.flatMap((one) => ('issues' in one ? one.issues : [])),
  };
}

/** Checks a scenario as written. A file with nothing but comments is no scenario. */
export function parseScenario(raw: unknown, document: string = scenarioDocument): ScenarioParse {
  const whole: DocumentPath = { document, path: [] };
  if (raw === unreadable) return { scenario: null, issues: [] };
  const checked = checkRaw(document, raw);
  if (!checked.isUsable) return { scenario: null, issues: checked.issues };
  if (!isMap(raw)) return { scenario: null, issues: [...checked.issues, notAMap(raw, whole)] };
  const issues: Issue[] = [...checked.issues];
  const value = emptyMap<unknown>();
  const place = (field: string): DocumentPath => ({ document, path: [field] });
  for (const field of ['seed', 'speed'] as const) {
    const parsed = parseShape(scenarioShape[field], raw[field], place(field));
    if ('issues' in parsed) issues.push(...parsed.issues);
    else value[field] = parsed.value;
  }
  const durations =
    raw['durations'] === undefined
      ? { value: {}, issues: [] }
      : parseDurations(raw['durations'], place('durations'));
  const faults = parseFaults(raw['faults'], place('faults'));
  issues.push(...durations.issues, ...faults.issues);
  for (const key of Object.keys(raw)) {
    if (!Object.hasOwn(scenarioShape, key)) issues.push(unknownKey(key, Object.keys(scenarioShape), whole));
  }
  if (issues.some(({ severity }) => severity === 'error')) return { scenario: null, issues };
  const { seed = 0, speed = 'fastest' } = value as { seed?: number; speed?: number | 'fastest' };
  const scenario: Scenario = {
    seed,
    speed: speed === 'fastest' ? null : speed,
    durations: durations.value,
    faults: faults.value,
  };
  return { scenario, issues };
}
