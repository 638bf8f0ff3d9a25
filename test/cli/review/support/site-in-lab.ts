import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparedInput, resolvedOn, sorted, withLabPlans } from '../../../../src/cli/review/compared.js';
import { changedLines } from '../../../../src/cli/review/git-worktree.js';
import { applyBase, planHead } from '../../../../src/cli/review/lab-plans.js';
import { readPolicy } from '../../../../src/cli/review/read-policy.js';
import { readSide, type Side } from '../../../../src/cli/review/side.js';
import { run } from '../../../../src/cli/run.js';
import { startLab } from '../../../../src/lab/lab.js';
import type { Review } from '../../../../src/review/report.js';
import { reviewOf } from '../../../../src/review/review.js';
import { SiteProject } from '../../../lab/support/site-project.js';
import { terraform } from '../../../protocol/support/terraform.js';
import { capture } from '../../capture.js';
import { type LabWorlds, readWorlds } from './lab-worlds.js';

/** A change as its engineer makes it: edits, then what is asked of the lock. */
export interface Change {
  readonly name: string;
  readonly edit?: (project: SiteProject) => void;
  /** Arguments of `rackform lock`, one list a run; `--applied` gets the states. Default: one run without any. */
  readonly lock?: readonly (readonly string[])[];
}

/** A change that was reviewed, with what it then did in the lab. */
export interface Reviewed {
  readonly report: Review;
  /** False where the lab refused a part of it. */
  readonly isApplied: boolean;
  readonly before: LabWorlds;
  readonly after: LabWorlds;
}

/** What came of a change: a report, or what `rackform lock` or the check said instead of one. */
export type Outcome = Reviewed | { readonly stopped: string };

const quiet = { step: () => {}, done: () => {} };

/**
 * A project whose base is applied in a lab. Changes of it are reviewed as `rackform review --base main` does, each in
 * a copy of that lab, so that the base is applied once for all of them.
 */
export class SiteInLab {
  readonly project: SiteProject;
  readonly #binary: string;
  #base: { readonly side: Side; readonly work: string; readonly out: string };

  private constructor(project: SiteProject, binary: string, side: Side, work: string) {
    this.project = project;
    this.#binary = binary;
    this.#base = { side, work, out: join(work, 'out') };
  }

  static async of(example: string, binary = 'terraform'): Promise<SiteInLab> {
    const project = new SiteProject(example, binary);
    await project.rackform('lock');
    project.commit('Decide');
    const work = newFolder();
    const side = await sideIn(project.folder, join(work, 'out'));
    const site = new SiteInLab(project, binary, side, work);
    const { io } = site.#around();
    const sides = { base: side, head: side, baseOut: join(work, 'out'), headOut: join(work, 'out') };
    await applyBase(io, sides, work, quiet);
    return site;
  }

  /** Reviews a change and takes it back. */
  async review(change: Change): Promise<Outcome> {
    const { outcome, work } = await this.#try(change);
    rmSync(work, { recursive: true, force: true });
    this.#takeBack();
    return outcome;
  }

  /** Reviews a change that is then applied and merged, so that the next one begins where it ended. */
  async merge(change: Change): Promise<Outcome> {
    const { outcome, side, work } = await this.#try(change);
    const isMerged = 'report' in outcome && outcome.isApplied && outcome.report.verdict.outcome !== 'refused';
    if (!isMerged || side === null) {
      rmSync(work, { recursive: true, force: true });
      this.#takeBack();
      return outcome;
    }
    this.project.commit(change.name);
    rmSync(this.#base.work, { recursive: true, force: true });
    this.#base = { side, work, out: join(work, 'out') };
    return outcome;
  }

  remove(): void {
    this.project.remove();
    rmSync(this.#base.work, { recursive: true, force: true });
  }

  #around() {
    const { PATH = '' } = process.env;
    return capture({ cwd: this.project.folder, env: { PATH, TERRAFORM_BINARY_NAME: this.#binary } });
  }

  #takeBack(): void {
    this.project.git('checkout', '--quiet', '--', '.');
    this.project.git('clean', '--quiet', '--force', '-d');
  }

  /** Files with the state of each stack. */
  async #states(): Promise<readonly string[]> {
    const { side, work } = this.#base;
    const lab = await startLab({ models: side.models, state: join(work, 'lab') });
    const files: string[] = [];
    for (const { name } of side.models.flatMap(({ stacks }) => stacks)) {
      const folder = join(work, 'terraform', name);
      const { code, text } = await terraform(folder, ['show', '-json'], lab.env, this.#binary);
      if (code !== 0) throw new Error(text);
      const file = join(this.project.folder, `${name}.evidence.json`);
      writeFileSync(file, text);
      files.push(file);
    }
    await lab.close();
    return files;
  }

  async #try({ edit, lock = [[]] }: Change) {
    const work = newFolder();
    const stop = (stopped: string) => ({ outcome: { stopped }, side: null, work });
    edit?.(this.project);
    const evidence = lock.some((args) => args.includes('--applied')) ? await this.#states() : [];
    let said = '';
    for (const args of lock) {
      const { io, printed } = this.#around();
      const code = await run(['lock', ...args, ...(args.includes('--applied') ? evidence : [])], io);
      if (code !== 0) said += printed.err;
    }
    const out = join(work, 'out');
    const head = await sideIn(this.project.folder, out);
    const { errors } = sorted(head);
    if (errors.length > 0) return stop(`${said}${errors.map(({ issue }) => issue.message).join('\n')}`);
    // What the lock refuses for what it finds is refused by the review, too; the rest was asked for wrongly.
    if (said !== '' && sorted(head).refusals.length === 0) return stop(said);
    const { side: base, out: baseOut } = this.#base;
    for (const part of ['lab', 'terraform']) {
      cpSync(join(this.#base.work, part), join(work, part), { recursive: true });
    }
    const before = readWorlds(join(work, 'lab'));
    const { policy } = readPolicy(this.project.folder, 'main');
    const input = comparedInput(base, head, policy, changedLines(this.project.folder, 'main'));
    const sides = { base: resolvedOn(base, head), head, baseOut, headOut: out };
    const planned = await planHead(this.#around().io, sides, work, quiet);
    const report = reviewOf(withLabPlans(input, planned));
    const isApplied = planned.refused.length === 0 && planned.notPlanned.length === 0;
    const after = readWorlds(join(work, 'lab'));
    return { outcome: { report, isApplied, before, after }, side: head, work };
  }
}

function newFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'review-site-')));
}

/** As it comes from the process that reads it. */
async function sideIn(folder: string, out: string): Promise<Side> {
  const side = await readSide(capture({ cwd: folder }).io, folder, out);
  if (side.notSynthesized !== null) throw new Error(side.notSynthesized);
  return JSON.parse(JSON.stringify(side)) as Side;
}
