import {
  answerFigures,
  type DurationFigure,
  durationUnits,
  type StepFigure,
  stepDurations,
} from '../facts/step-durations.js';

/** A stretch of virtual time, in milliseconds: in the best case, as a rule, and on a slow day. */
export interface Span {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/** One step of something that takes time. */
export interface Step extends Span {
  /** What happens, e.g. `self test`. */
  readonly name: string;
}

export const noTime: Span = { low: 0, typical: 0, high: 0 };

/** Figures that differ from the catalog's: one number for all three, or those that are given. */
export type DurationOverrides = {
  readonly [figure in StepFigure]?: number | Partial<Span>;
};

/** How long things take in one lab. */
export interface Durations {
  /** @param count how many units, e.g. GB of a disk. Default: 1 */
  span(figure: StepFigure, count?: number): Span;
  /** How long the requests of one operation on a resource type take, waiting aside. */
  answer(resource: string | null): Span;
}

/** Times a span takes one after another. */
export function after(...spans: readonly Span[]): Span {
  return spans.reduce(
    (sum, { low, typical, high }) => ({
      low: sum.low + low,
      typical: sum.typical + typical,
      high: sum.high + high,
    }),
    noTime,
  );
}

/** A stretch of time that is known exactly. */
export function exactly(milliseconds: number): Span {
  return { low: milliseconds, typical: milliseconds, high: milliseconds };
}

function overridden(figure: DurationFigure, override: number | Partial<Span> | undefined): DurationFigure {
  if (override === undefined) return figure;
  if (typeof override === 'number') return { ...figure, ...exactly(override) };
  const { typical = figure.typical } = override;
  // Whoever gives one of the three means the others to fit it.
  const { low = Math.min(figure.low, typical), high = Math.max(figure.high, typical) } = override;
  return { ...figure, low, typical, high };
}

/** The figures of the catalog, with those of a user laid over them. */
export function durationsOf(overrides: DurationOverrides = {}): Durations {
  const span = (name: StepFigure, count = 1): Span => {
    const { low, typical, high, unit } = overridden(stepDurations[name], overrides[name]);
    const factor = durationUnits[unit] * count;
    return {
      low: Math.round(low * factor),
      typical: Math.round(typical * factor),
      high: Math.round(high * factor),
    };
  };
  return { span, answer: (resource) => span(answerFigures[resource ?? ''] ?? 'answer') };
}
