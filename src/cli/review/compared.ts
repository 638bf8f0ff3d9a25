import { guardrails } from '../../guardrails/all.js';
import type { ReviewInput } from '../../review/input.js';
import { laterOf } from '../../review/model-changes/later.js';
import type { Policy } from '../../review/policy.js';
import type { Refusal } from '../../review/report.js';
import { exitCodes } from '../exit-codes.js';
import { exitCodeFor } from '../outcome.js';
import { causesBetween } from './causes.js';
import type { ChangedLines } from './git-worktree.js';
import type { LabPlans } from './lab-plans.js';
import type { Side, SideIssue } from './side.js';

/** Plans alone, of which no definition is known. */
export const withoutDefinition: ReviewInput = {
  plans: [],
  notPlanned: [],
  base: null,
  head: null,
  later: [],
  refusals: [],
  policy: null,
  untouched: [],
  seconds: new Map(),
  impossible: [],
  causeOf: causesBetween(null, null, null),
};

/**
 * What two sides say of a change before anything is planned.
 *
 * @param changed null where that cannot be told
 */
export function comparedInput(
  base: Side,
  head: Side,
  policy: Policy | null,
  changed: ChangedLines | null,
): ReviewInput {
  const known = resolvedOn(base, head);
  return {
    ...withoutDefinition,
    base: known,
    head,
    policy,
    refusals: sorted(head).refusals,
    notPlanned: base.models
      .filter(({ site }) => head.unresolved.includes(site.name))
      .flatMap(({ site, stacks }) =>
        stacks.map(({ name }) => ({
          stack: name,
          why: `site ${site.name} is refused, so nothing is decided`,
        })),
      ),
    later: laterOf(known, head),
    causeOf: causesBetween(base, head, changed),
  };
}

/** The same with what came of planning the head in the lab. */
export function withLabPlans(input: ReviewInput, { refused, notPlanned, ...planned }: LabPlans): ReviewInput {
  return { ...input, ...planned, notPlanned: [...input.notPlanned, ...notPlanned], impossible: refused };
}

/** What must be repaired in the base before anything can be compared with it. */
export function baseErrors(base: Side): readonly SideIssue[] {
  const standing = sorted(base);
  const blocking = base.unresolved.length === 0 ? [] : base.issues.filter(isStanding);
  return [...new Set([...standing.errors, ...blocking])].map((one) => ({
    ...one,
    issue: { ...one.issue, message: `in the base: ${one.issue.message}` },
  }));
}

/** The base without sites that the head leaves undecided: of these nothing is known, and not that all is gone. */
export function resolvedOn(base: Side, { unresolved }: Side): Side {
  return {
    ...base,
    models: base.models.filter(({ site }) => !unresolved.includes(site.name)),
    locks: base.locks.filter(({ site }) => !unresolved.includes(site)),
  };
}

const isStanding = ({ issue }: SideIssue) => issue.severity === 'error' && issue.acknowledged === undefined;

/** What stops a review, and what a guardrail refuses, which is part of one. */
export function sorted({ issues }: Side): {
  readonly errors: readonly SideIssue[];
  readonly refusals: readonly Refusal[];
} {
  const rules = new Set(guardrails.map(({ id }) => id));
  const standing = issues.filter(isStanding);
  const isRefusal = ({ issue }: SideIssue) =>
    rules.has(issue.code) && exitCodeFor([issue]) === exitCodes.refused;
  return {
    errors: standing.filter((one) => !isRefusal(one)),
    refusals: standing
      .filter(isRefusal)
      .map(({ issue, place }) => ({ rule: issue.code, message: issue.message, place })),
  };
}
