import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReviewInput } from '../../review/input.js';
import { laterOf } from '../../review/model-changes/later.js';
import type { StackPlan } from '../../review/plan/plan-types.js';
import { reviewOf } from '../../review/review.js';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { findProject, requireProject } from '../project-dir.js';
import { renderIssues } from '../render/issues.js';
import { locateIssues } from '../render/located.js';
import { type Progress, progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { causesBetween } from '../review/causes.js';
import { sideOf } from '../review/children.js';
import {
  baseErrors,
  comparedInput,
  resolvedOn,
  sorted,
  withLabPlans,
  withoutDefinition,
} from '../review/compared.js';
import { changedLines, checkOutBase } from '../review/git-worktree.js';
import { planInLab } from '../review/lab-plans.js';
import { printReview } from '../review/output.js';
import { readPlans } from '../review/read-plans.js';
import { readPolicy } from '../review/read-policy.js';
import type { SideIssue } from '../review/side.js';

/** Arguments of `review`. */
export interface ReviewArgs extends CommonArgs {
  readonly plan?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
  readonly sarif?: boolean | undefined;
  readonly html?: string | undefined;
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
  return branchInput(io, args, dir, work, read?.plans ?? null, progress);
}

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
    later: laterOf(null, head),
    causeOf: causesBetween(null, head, null),
  };
}

/** The work tree against a branch: with plans where some are given, else planned in the lab. */
async function branchInput(
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
    const { errors } = sorted(head);
    const all = [...baseErrors(base), ...errors];
    if (all.length > 0) return failed(io, args, all, dir);
    const input = comparedInput(base, head, policy, changedLines(dir, tree.commit));
    if (plans !== null) return { ...input, plans };
    for (const [what, side] of [['the base', base] as const, ['this change', head] as const]) {
      if (side.notSynthesized !== null) {
        throw new CliError(`${what} cannot be synthesized: ${side.notSynthesized}`);
      }
    }
    const sides = { base: resolvedOn(base, head), head, ...outs };
    return withLabPlans(input, await planInLab(io, sides, work, progress));
  } finally {
    tree.remove();
  }
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
