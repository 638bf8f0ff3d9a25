import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeUpCredentials } from '../../lab/credentials.js';
import { type Lab, startLab } from '../../lab/lab.js';
import { labReport } from '../../lab/report.js';
import type { SiteModel, StackModel } from '../../model/types.js';
import { readPlan } from '../../review/plan/plan-file.js';
import type { PlannedChange, StackPlan } from '../../review/plan/plan-types.js';
import type { Note, StackReview } from '../../review/report.js';
import { CliError } from '../cli-error.js';
import type { Io } from '../io.js';
import type { Progress } from '../render/progress.js';
import { cleanEnvironment } from './children.js';
import type { Side } from './side.js';
import { errorOf, LabTerraform, stackTexts } from './terraform.js';

/** What came of planning the head on top of the base. */
export interface LabPlans {
  readonly plans: readonly StackPlan[];
  readonly notPlanned: readonly { readonly stack: string; readonly why: string }[];
  /** Stacks whose Terraform is the same on both sides, and that nothing else reaches. */
  readonly untouched: readonly string[];
  /** How long each apply would take on the metal, by stack. */
  readonly seconds: ReadonlyMap<string, NonNullable<StackReview['seconds']>>;
  /** What was refused: by Terraform and its providers at plan, by the lab at apply. */
  readonly refused: readonly Note[];
}

/** Two sides of a change, and the folders that they were synthesized into. */
export interface Sides {
  readonly base: Side;
  readonly head: Side;
  readonly baseOut: string;
  readonly headOut: string;
}

const nothing: LabPlans = {
  plans: [],
  notPlanned: [],
  untouched: [],
  seconds: new Map(),
  refused: [],
};

const kinds = ['network', 'enrolment', 'claim'] as const;

/** Applies the base in a lab of its own, and plans the head there with real Terraform. */
export async function planInLab(io: Io, sides: Sides, work: string, progress: Progress): Promise<LabPlans> {
  const { all, needed, changed } = affected(sides);
  if (changed.size === 0) {
    return { ...nothing, untouched: all.map(({ name }) => name) };
  }
  await applyBase(io, sides, work, progress, needed);
  return planHead(io, sides, work, progress);
}

/**
 * Applies stacks of the base in a lab that stays in the folder.
 *
 * @param stacks in the order of apply. Default: all
 * @throws {CliError} where the lab refuses one
 */
export async function applyBase(
  io: Io,
  sides: Sides,
  work: string,
  progress: Progress,
  stacks: readonly StackModel[] = stacksOf(sides),
): Promise<void> {
  const texts = stackTexts(sides.baseOut);
  await withLab(io, sides.base.models, sides, work, async (terraform) => {
    for (const { name } of stacks) {
      const text = texts.get(name);
      if (text === undefined) continue;
      progress.step(`applying ${name} of the base in the lab`);
      terraform.write(name, text);
      const done = await terraform.apply(name);
      if (done.code !== 0) {
        const hint = 'the base cannot be applied as it is; repair it first';
        throw new CliError(`the lab refuses ${name} of the base: ${errorOf(done)}`, hint);
      }
    }
  });
}

/**
 * Plans the head in the lab that the base was applied in, wave by wave. Each wave is applied before the next is
 * planned, so that machines find the VLAN that the same change brings.
 */
export async function planHead(io: Io, sides: Sides, work: string, progress: Progress): Promise<LabPlans> {
  const { all, needed, changed, after } = affected(sides);
  return withLab(io, sides.head.models, sides, work, (terraform, lab) =>
    planWaves({ terraform, lab, stacks: needed, changed, after, progress }, all),
  );
}

/** Which stacks a change is about, in the order of apply. */
function affected(sides: Sides) {
  const [before, after] = [stackTexts(sides.baseOut), stackTexts(sides.headOut)];
  const all = stacksOf(sides);
  const changed = new Set(
    all.filter(({ name }) => before.get(name) !== after.get(name)).map(({ name }) => name),
  );
  return { all, changed, after, needed: neededStacks(all, changed, sides.head) };
}

/** Stacks of both sides in the order of apply. */
function stacksOf({ base, head }: Sides): readonly StackModel[] {
  const all = new Map(
    [...base.models, ...head.models].flatMap(({ stacks }) =>
      stacks.map((stack) => [stack.name, stack] as const),
    ),
  );
  return [...all.values()].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.name < b.name ? -1 : 1),
  );
}

/** Stacks of the sites that change: those that do, and those that they stand on or that stand on them. */
function neededStacks(
  stacks: readonly StackModel[],
  changed: ReadonlySet<string>,
  head: Side,
): readonly StackModel[] {
  const siteOf = new Map(
    head.models.flatMap(({ site, stacks: own }) => own.map(({ name }) => [name, site.name] as const)),
  );
  const sites = new Set([...changed].map((name) => siteOf.get(name)));
  const reaching = new Set(
    stacks
      .filter(({ name, kind }) => kind !== 'claim' && changed.has(name))
      .map(({ name }) => siteOf.get(name)),
  );
  return stacks.filter(
    ({ name, kind }) =>
      changed.has(name) ||
      (sites.has(siteOf.get(name)) && kind !== 'claim') ||
      reaching.has(siteOf.get(name)),
  );
}

async function withLab<T>(
  io: Io,
  models: readonly SiteModel[],
  { base, head }: Sides,
  work: string,
  use: (terraform: LabTerraform, lab: Lab) => Promise<T>,
): Promise<T> {
  const [folder, home] = ['terraform', 'home'].map((name) => join(work, name)) as [string, string];
  for (const made of [folder, home]) mkdirSync(made, { recursive: true });
  const lab = await startLab({ models, state: join(work, 'lab') });
  try {
    // Those of both sides: Terraform asks for the entry of a machine that leaves, too.
    const credentials = madeUpCredentials([...base.models, ...head.models]);
    const file = join(home, 'bmc-credentials.tfvars.json');
    writeFileSync(file, JSON.stringify({ bmc_credentials: credentials }), { mode: 0o600 });
    const environment = {
      ...cleanEnvironment(io, home),
      ...lab.env,
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    };
    const args = [`-var-file=${file}`];
    return await use(new LabTerraform(io, folder, environment, args), lab);
  } finally {
    await lab.close();
  }
}

interface HeadRun {
  readonly terraform: LabTerraform;
  readonly lab: Lab;
  readonly stacks: readonly StackModel[];
  readonly changed: ReadonlySet<string>;
  readonly after: ReadonlyMap<string, string>;
  readonly progress: Progress;
}

async function planWaves(run: HeadRun, all: readonly StackModel[]): Promise<LabPlans> {
  const plans: StackPlan[] = [];
  const notPlanned: { stack: string; why: string }[] = [];
  const untouched = new Set(all.map(({ name }) => name));
  const seconds = new Map<string, NonNullable<StackReview['seconds']>>();
  const refused: Note[] = [];
  let isMoved = false;
  for (const kind of kinds) {
    for (const { name } of run.stacks.filter((stack) => stack.kind === kind)) {
      // What an earlier wave removes or makes anew may be looked up by a stack whose own text is the same.
      if (!run.changed.has(name) && !isMoved) continue;
      untouched.delete(name);
      const text = run.after.get(name);
      if (text === undefined) {
        notPlanned.push({ stack: name, why: 'the head no longer writes it: what it holds is orphaned' });
        continue;
      }
      run.progress.step(`planning ${name}`);
      run.terraform.write(name, text);
      const shown = await run.terraform.plan(name);
      if (shown.code !== 0) {
        // A provider that knows better refuses a change before it is applied.
        refused.push({ stack: name, address: null, message: `the plan stops: ${errorOf(shown)}` });
        notPlanned.push({ stack: name, why: 'its plan stops' });
        continue;
      }
      const { plan, issues } = readPlan(shown.out, `${name}.json`);
      if (plan === null) {
        notPlanned.push({ stack: name, why: issues[0]?.message ?? 'terraform gave no plan' });
        continue;
      }
      plans.push({ ...plan, stack: name, isOurs: true });
      if (!plan.changes.some(isChange)) continue;
      isMoved ||= kind !== 'claim' && plan.changes.some(isMove);
      run.progress.step(`applying ${name} in the lab`);
      const from = run.lab.events.length;
      const done = await run.terraform.applyPlan(name);
      if (done.code !== 0) {
        refused.push({ stack: name, address: null, message: `the lab refuses it: ${errorOf(done)}` });
      }
      seconds.set(name, took(run.lab, from));
    }
  }
  return { plans, notPlanned, untouched: [...untouched], seconds, refused };
}

function isChange({ action }: PlannedChange): boolean {
  return action !== 'no-op';
}

function isMove({ action }: PlannedChange): boolean {
  return action === 'delete' || action === 'replace';
}

/** What the last apply would have taken on the metal. */
function took(lab: Lab, from: number): NonNullable<StackReview['seconds']> {
  const { low, typical, high } = labReport(lab.events.slice(from)).took;
  const inSeconds = (milliseconds: number) => Math.round(milliseconds / 1000);
  return { low: inSeconds(low), typical: inSeconds(typical), high: inSeconds(high) };
}
