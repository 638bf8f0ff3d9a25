import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { guardrails } from '../../guardrails/all.js';
import type { ReviewInput } from '../../review/input.js';
import { laterOf } from '../../review/model-changes/later.js';
import type { StackPlan } from '../../review/plan/plan-types.js';
import type { Refusal } from '../../review/report.js';
import { reviewOf } from '../../review/review.js';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { findProject, requireProject } from '../project-dir.js';
import { renderIssues } from '../render/issues.js';
import { locateIssues } from '../render/located.js';
import { type Progress, progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { causesBetween } from '../review/causes.js';
import { sideOf } from '../review/children.js';
import { changedFiles, checkOutBase } from '../review/git-worktree.js';
import { planInLab } from '../review/lab-plans.js';
import { printReview } from '../review/output.js';
import { readPlans } from '../review/read-plans.js';
import { readPolicy } from '../review/read-policy.js';
import type { Side, SideIssue } from '../review/side.js';

/** Arguments of `review`. */
export interface ReviewArgs extends CommonArgs {
  readonly plan?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
  readonly sarif?: boolean | undefined;
  readonly out?: string | undefined;
}

/** Says what a change does to servers, by its plans or by its branch. */
export async function review(io: Io, args: ReviewArgs): Promise<ExitCode> {
  if (args.plan === undefined && args.base === undefined) {
    throw new CliError(
      'review needs --plan FILE... or --base REF',
      'rackform review --base main plans the work tree against that branch in the lab',
    );
  }
  const dir = args.base === undefined ? findProject(io, args.project) : requireProject(io, args.project);
  return inWorkFolder(async (work) => {
    const progress = progressFor(io);
    try {
      const made = await inputOf(io, args, dir, work, progress);
      progress.done();
      if (typeof made === 'number') return made;
      const report = reviewOf(made);
      printReview(io, args, report, dir ?? io.cwd);
      return endings[report.verdict.outcome];
    } finally {
      progress.done();
    }
  });
}

const endings = {
  nothing: exitCodes.clean,
  physical: exitCodes.physical,
  refused: exitCodes.refused,
} as const;

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Works in a folder that is gone afterwards, also where a signal ends it: plans and states hold secrets. */
async function inWorkFolder<T>(use: (work: string) => Promise<T>): Promise<T> {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'rackform-review-')));
  const remove = () => rmSync(work, { recursive: true, force: true });
  const end = (signal: NodeJS.Signals) => {
    remove();
    process.exit(128 + (signals[signal as keyof typeof signals] ?? 0));
  };
  const names = Object.keys(signals) as (keyof typeof signals)[];
  for (const name of names) process.on(name, end);
  try {
    return await use(work);
  } finally {
    for (const name of names) process.off(name, end);
    remove();
  }
}

async function inputOf(
  io: Io,
  args: ReviewArgs,
  dir: string | undefined,
  work: string,
  progress: Progress,
): Promise<ReviewInput | ExitCode> {
  const read = args.plan === undefined ? null : await readPlans(io, args.plan);
  if (read !== null && read.issues.length > 0) return failed(io, args, read.issues.map(unplaced), io.cwd);
  if (dir === undefined) return { ...withoutDefinition, plans: read?.plans ?? [] };
  if (args.base === undefined) return planInput(io, args, dir, work, read?.plans ?? [], progress);
  return comparedInput(io, args, dir, work, read?.plans ?? null, progress);
}

const withoutDefinition: ReviewInput = {
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

const unplaced = (issue: SideIssue['issue']): SideIssue => ({ issue, place: null });

/** Real plans with the definition of this folder, where they are its own. */
async function planInput(
  io: Io,
  args: ReviewArgs,
  dir: string,
  work: string,
  plans: readonly StackPlan[],
  progress: Progress,
): Promise<ReviewInput | ExitCode> {
  if (!plans.some(({ isOurs }) => isOurs)) return { ...withoutDefinition, plans };
  progress.step('reading the project');
  const head = await sideOf(io, 'the project', dir, work, null);
  const { errors, refusals } = sorted(head);
  if (errors.length > 0) return failed(io, args, errors, dir);
  const { policy, issues } = readPolicy(dir, head.baseBranch);
  if (issues.length > 0) return failed(io, args, issues.map(unplaced), dir);
  return {
    ...withoutDefinition,
    plans,
    head,
    policy,
    refusals,
    later: laterOf(null, head, head.contents),
    causeOf: causesBetween(null, head, null),
  };
}

/** The work tree against a branch: with plans where some are given, else planned in the lab. */
async function comparedInput(
  io: Io,
  args: ReviewArgs,
  dir: string,
  work: string,
  plans: readonly StackPlan[] | null,
  progress: Progress,
): Promise<ReviewInput | ExitCode> {
  const ref = args.base ?? '';
  const { policy, issues } = readPolicy(dir, ref);
  if (issues.length > 0) return failed(io, args, issues.map(unplaced), dir);
  progress.step(`checking out ${ref}`);
  const tree = checkOutBase(dir, ref, join(work, 'tree'));
  try {
    const outs = { baseOut: join(work, 'base'), headOut: join(work, 'head') };
    progress.step('reading and synthesizing the base');
    const base = await sideOf(io, 'the base', tree.dir, work, plans === null ? outs.baseOut : null);
    progress.step('reading and synthesizing this change');
    const head = await sideOf(io, 'the project', dir, work, plans === null ? outs.headOut : null);
    const { errors, refusals } = sorted(head);
    const all = [...baseErrors(base), ...errors];
    if (all.length > 0) return failed(io, args, all, dir);
    const known = resolvedOn(base, head);
    const notPlanned = base.models
      .filter(({ site }) => head.unresolved.includes(site.name))
      .flatMap(({ site, stacks }) =>
        stacks.map(({ name }) => ({
          stack: name,
          why: `site ${site.name} is refused, so nothing is decided`,
        })),
      );
    const input = {
      ...withoutDefinition,
      base: known,
      head,
      policy,
      refusals,
      notPlanned,
      later: laterOf(known, head, head.contents),
      causeOf: causesBetween(base, head, changedFiles(dir, tree.commit)),
    };
    if (plans !== null) return { ...input, plans };
    for (const [what, side] of [['the base', base] as const, ['this change', head] as const]) {
      if (side.notSynthesized !== null) {
        throw new CliError(`${what} cannot be synthesized: ${side.notSynthesized}`);
      }
    }
    const { refused, ...planned } = await planInLab(io, { base: known, head, ...outs }, work, progress);
    const unplanned = [...notPlanned, ...planned.notPlanned];
    return { ...input, ...planned, notPlanned: unplanned, impossible: refused };
  } finally {
    tree.remove();
  }
}

/** What must be repaired in the base before anything can be compared with it. */
function baseErrors(base: Side): readonly SideIssue[] {
  const standing = sorted(base);
  const blocking = base.unresolved.length === 0 ? [] : base.issues.filter(isStanding);
  return [...new Set([...standing.errors, ...blocking])].map((one) => ({
    ...one,
    issue: { ...one.issue, message: `in the base: ${one.issue.message}` },
  }));
}

/** The base without sites that the head leaves undecided: of these nothing is known, and not that all is gone. */
function resolvedOn(base: Side, { unresolved }: Side): Side {
  return {
    ...base,
    models: base.models.filter(({ site }) => !unresolved.includes(site.name)),
    locks: base.locks.filter(({ site }) => !unresolved.includes(site)),
  };
}

const isStanding = ({ issue }: SideIssue) => issue.severity === 'error' && issue.acknowledged === undefined;

/** What stops a review, and what a guardrail refuses, which is part of one. */
function sorted({ issues }: Side): {
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

function failed(io: Io, args: ReviewArgs, issues: readonly SideIssue[], dir: string): ExitCode {
  const style = styleFor(io, 'stderr', args.color);
  const placed = issues.map(({ issue, place }) => ({
    ...issue,
    ...(place === null ? {} : { position: { ...place, file: resolve(dir, place.file) } }),
  }));
  io.stderr.write(renderIssues(locateIssues(placed, undefined, dir), { cwd: io.cwd, style }));
  return exitCodes.failed;
}
