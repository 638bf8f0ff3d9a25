import { nearest } from '../../definition/nearest.js';
import { guardrails } from '../../guardrails/all.js';
import type { LockSlot } from '../../model/lock/lock-types.js';
import type { MachineModel } from '../../model/types.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { codeText, knownCodes } from '../codes.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { type Answer, renderAnswer } from '../explain/answer.js';
import { explainFields } from '../explain/field.js';
import type { Places } from '../explain/origin.js';
import { explainCode, explainRule } from '../explain/rule.js';
import { explainMachine, explainSlot } from '../explain/thing.js';
import type { Io } from '../io.js';
import { openProject } from '../project.js';
import { findProject } from '../project-dir.js';
import { inertJson } from '../render/inert.js';
import { progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { runSite, type SiteRun } from '../site-run.js';

/** Arguments of `explain`. */
export interface ExplainArgs extends SiteArgs {
  readonly word: string;
  readonly json?: boolean | undefined;
}

/** Rules and codes, which need no project. */
function explainWord(word: string): readonly Answer[] {
  const rule = guardrails.find(({ id }) => id === word);
  if (rule !== undefined) return [explainRule(rule)];
  const code = codeText(word);
  return code === undefined ? [] : [explainCode(word, code)];
}

/** A slot goes by its name, its whole host name and its addresses. */
function isNameOf(word: string, slot: LockSlot, run: SiteRun): boolean {
  const domain = run.resolution.inventory?.domain;
  return [slot.name, `${slot.name}.${domain}`, ...Object.values(slot.addresses)].includes(word);
}

/** What a machine can be known by, in lower case. */
function marksOf({ asset, serial, bmc, nics }: MachineModel): readonly string[] {
  const marks = [asset, serial, bmc.address, ...nics.map(({ mac }) => mac)];
  return marks.flatMap((mark) => (mark === null ? [] : [mark.toLowerCase()]));
}

function explainAt(places: Places, run: SiteRun, word: string): readonly Answer[] {
  const slot = run.proposed?.slots.find((candidate) => isNameOf(word, candidate, run));
  if (slot !== undefined) return [explainSlot(places, run, slot)];
  const machine = run.resolution.inventory?.machines.find((candidate) =>
    marksOf(candidate).includes(word.toLowerCase()),
  );
  if (machine !== undefined) return [explainMachine(places, run, machine)];
  const named = namedIn(run).get(word);
  return named === undefined ? explainFields(places, run, word) : explainFields(places, run, named);
}

/** Names of other things, with the field that they stand for. */
function namedIn({ resolution: { inventory, plans } }: SiteRun): ReadonlyMap<string, string> {
  return new Map([
    ...plans.flatMap((plan) =>
      plan.pools.map((pool) => [pool.name, `clusters.${plan.name}.pools.${pool.name}`] as const),
    ),
    ...(inventory?.racks ?? []).map(({ name }) => [name, `racks.${name}`] as const),
    ...(inventory?.networks ?? []).map(({ name }) => [name, `networks.${name}`] as const),
  ]);
}

function namesOf(run: SiteRun): readonly string[] {
  return [
    ...(run.proposed?.slots ?? []).map(({ name }) => name),
    ...(run.resolution.inventory?.machines ?? []).map(({ asset }) => asset),
    ...namedIn(run).keys(),
  ];
}

function unknown(word: string, names: readonly string[], inProject: boolean): CliError {
  const near = nearest(word, [...names, ...guardrails.map(({ id }) => id), ...knownCodes]);
  const what = inProject
    ? 'a slot, a machine, a field, a rule or a code'
    : 'a rule or a code, and this is no project';
  return new CliError(
    `${JSON.stringify(word)} is not the name of ${what}`,
    near === undefined
      ? 'rackform status lists slots, rackform rules lists rules'
      : `did you mean ${JSON.stringify(near)}?`,
  );
}

/** Says where something comes from, or what a rule or code means. */
export async function explain(io: Io, args: ExplainArgs): Promise<ExitCode> {
  const { word } = args;
  let answers = explainWord(word);
  if (answers.length === 0) {
    if (args.project === undefined && findProject(io) === undefined) throw unknown(word, [], false);
    const progress = progressFor(io);
    const project = await openProject(io, args, progress);
    progress.step('resolving');
    const runs = project.sites.map((site) => runSite(project, site));
    answers = runs.flatMap((run) => explainAt({ project, cwd: io.cwd }, run, word));
    progress.done();
    if (answers.length === 0) throw unknown(word, runs.flatMap(namesOf), true);
  }
  if (args.json === true) {
    io.stdout.write(inertJson({ formatVersion: 1, answers }));
  } else {
    const style = styleFor(io, 'stdout', args.color);
    io.stdout.write(answers.map((answer) => renderAnswer(answer, style)).join('\n'));
  }
  return exitCodes.clean;
}
