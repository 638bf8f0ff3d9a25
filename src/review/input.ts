import type { Lock } from '../model/lock/lock-types.js';
import type { SiteModel } from '../model/types.js';
import type { PlainLater } from './model-changes/later.js';
import type { StackPlan } from './plan/plan-types.js';
import type { Policy } from './policy.js';
import type { Note, Place, Refusal, Row, StackReview } from './report.js';

/** What a row is about, for finding its cause and its place in the user's files. */
export interface Subject {
  /** Null where it is not known. */
  readonly site: string | null;
  readonly slots: readonly string[];
  readonly machines: readonly string[];
  /** Addresses of what is about no server. */
  readonly addresses: readonly string[];
  readonly isSaid: boolean;
}

/** A cause, in words, with the place that it was written at. */
export interface CauseOf {
  readonly cause: Row['cause'];
  readonly why: string;
  readonly place: Place | null;
}

/** A definition as far as a review asks: every site, resolved, with its lock. */
export interface Definitions {
  readonly models: readonly SiteModel[];
  readonly locks: readonly Lock[];
}

/** All that a report is made from. */
export interface ReviewInput {
  readonly plans: readonly StackPlan[];
  /** Stacks that should have a plan and have none, and why. */
  readonly notPlanned: readonly { readonly stack: string; readonly why: string }[];
  /** Null where there is none, or none that is known. */
  readonly base: Definitions | null;
  readonly head: Definitions | null;
  /** What differs from what runs, and takes effect at the next reimage. */
  readonly later: readonly PlainLater[];
  readonly refusals: readonly Refusal[];
  /** Of the base branch; null where there is none. */
  readonly policy: Policy | null;
  /** Stacks whose Terraform is the same on both sides. */
  readonly untouched: readonly string[];
  /** How long each apply takes on the metal, by stack, where that is known. */
  readonly seconds: ReadonlyMap<string, NonNullable<StackReview['seconds']>>;
  /** What is known to be refused besides what the effect table says. */
  readonly impossible: readonly Note[];
  /** Cause of what the plan itself does not explain. */
  readonly causeOf: (subject: Subject) => CauseOf;
}
