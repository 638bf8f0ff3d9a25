import { DefinitionError, hasErrors, type Issue } from '../../errors.js';
import { parseLock, printLock } from '../../model/lock/lock-file.js';
import { rebaseLock } from '../../model/lock/lock-onto.js';
import type { Lock, LockSlot } from '../../model/lock/lock-types.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import { fileAtRef, partingOf } from '../git.js';
import type { Io } from '../io.js';
import { actionsBySite, checkRequest, type LockRequest } from '../lock-request.js';
import { exitCodeFor } from '../outcome.js';
import { lockPath, type OpenProject, openProject } from '../project.js';
import { inert, inertJson } from '../render/inert.js';
import { issuesJson } from '../render/json.js';
import { locateIssues } from '../render/located.js';
import { diffLocks, isEmptyDiff, renderLockDiff } from '../render/lock-diff.js';
import { progressFor } from '../render/progress.js';
import { type Style, styleFor } from '../render/style.js';
import { runSite, type SiteRun, withoutRepeats } from '../site-run.js';
import { printTrouble } from '../trouble.js';

/** Arguments of `lock`. */
export interface LockArgs extends SiteArgs, LockRequest {
  readonly json?: boolean | undefined;
  readonly check?: boolean | undefined;
  readonly onto?: string | undefined;
  readonly base?: string | undefined;
}

/** The lock of a site at a ref; null where the ref has none. @throws {DefinitionError} where it cannot be read */
function lockAtRef(project: OpenProject, site: string, ref: string): Lock | null {
  const found = fileAtRef(project.dir, ref, lockPath(site));
  if (found.kind === 'unknown') throw new CliError(`--onto ${ref}: ${found.why}`);
  if (found.kind === 'absent') return null;
  const { lock, issues } = parseLock(found.text, site, `${found.ref}:${lockPath(site)}`);
  if (lock === null) throw new DefinitionError(issues);
  return lock;
}

/** The lock of this branch: of the file, or of the last commit where the file is damaged by a merge. */
function ownLock(project: OpenProject, site: string): Lock | null {
  const read = project.locks[site];
  const lock = read === undefined ? null : parseLock(read.text, site, read.file).lock;
  return lock ?? lockAtRef(project, site, 'HEAD');
}

/** The lock of another branch with what is new here on top; undefined where that branch has none. */
function ontoLock(project: OpenProject, site: string, ref: string): Lock | undefined {
  const onto = lockAtRef(project, site, ref);
  const own = ownLock(project, site);
  if (onto === null) return own ?? undefined;
  if (own === null) return onto;
  const parting = partingOf(project.dir, ref);
  return rebaseLock(own, onto, parting === undefined ? null : lockAtRef(project, site, parting));
}

interface Outcome {
  readonly run: SiteRun;
  readonly before: Lock | null;
  readonly after: Lock;
  readonly isChanged: boolean;
}

function outcomeOf(project: OpenProject, run: SiteRun, after: Lock, isOnto: boolean): Outcome {
  // Of a file that a merge has damaged, the last commit says what this branch had.
  const before = run.lock ?? (isOnto ? ownLock(project, run.site) : null);
  return { run, before, after, isChanged: project.locks[run.site]?.text !== printLock(after) };
}

/** What was asked for on this branch and starts anew on the other one's lock. */
function notCarried({ before, after }: Outcome): readonly string[] {
  if (before === null) return [];
  const now = new Map(after.slots.map((slot) => [slot.name, slot]));
  return before.slots.flatMap((slot) => {
    const other = now.get(slot.name);
    if (slot.phase === 'releasing' && (other?.phase === 'planned' || other?.phase === 'in-service')) {
      return [`rackform lock --release ${slot.name} --reason ${JSON.stringify(slot.reason ?? '')}`];
    }
    const isRaised = other !== undefined && other.asset === slot.asset && other.generation < slot.generation;
    return isRaised ? [`rackform lock --reimage ${slot.name}`] : [];
  });
}

/** Slots that came in the place of those given back, since their pool still counts as many. */
function refilled({ before, after }: Outcome, released: readonly string[]): readonly string[] {
  const poolOf = (slot: LockSlot) => `${slot.cluster}/${slot.pool}`;
  const old = new Set(before?.slots.map(({ name }) => name));
  const pools = new Set(after.slots.filter(({ name }) => released.includes(name)).map(poolOf));
  return after.slots
    .filter((slot) => !old.has(slot.name) && pools.has(poolOf(slot)))
    .map(
      (slot) =>
        `pool ${poolOf(slot)} counts as before, so ${slot.name} takes ${slot.asset}: lower the count to keep it free`,
    );
}

function nextSteps(outcomes: readonly Outcome[], isCheck: boolean): string {
  const changed = outcomes.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return '';
  if (isCheck) return 'Next: rackform lock, and commit what it writes\n';
  const files = changed.map(({ run }) => lockPath(run.site)).join(' ');
  const leaving = changed
    .flatMap(({ after }) => after.slots)
    .some(({ phase }) => phase === 'releasing' || phase === 'released');
  const evidence = leaving
    ? 'After the apply: terraform show -json | rackform lock --applied -   (in the folder of each claim stack)\n'
    : '';
  return `Next: git add ${inert(files)}, review, then rackform synth\n${evidence}`;
}

function text(outcome: Outcome, args: LockArgs, style: Style): string {
  const { run, before, after, isChanged } = outcome;
  const path = lockPath(run.site);
  const done = !isChanged
    ? `${path} is up to date`
    : args.check === true
      ? `${path} is not up to date`
      : `wrote ${path}`;
  const diff = diffLocks(before, after);
  const carried = args.onto === undefined ? [] : notCarried(outcome);
  const notes = [
    ...(run.base.kind === 'unknown' && before !== null
      ? [`all that the lock holds counts as in service: ${run.base.why}`]
      : []),
    ...refilled(outcome, args.release ?? []),
    ...carried.map((command) => `not carried over, run it again: ${command}`),
  ];
  return [
    `${style.title(`site ${inert(run.site)}`)}  ${inert(done)}\n`,
    isEmptyDiff(diff) ? '' : renderLockDiff(diff, style),
    ...notes.map((note) => `${style.faint('note:')} ${inert(note)}\n`),
  ].join('');
}

function json(outcomes: readonly Outcome[], isCheck: boolean): string {
  return inertJson({
    formatVersion: 1,
    sites: outcomes.map(({ run, before, after, isChanged }) => ({
      name: run.site,
      file: lockPath(run.site),
      isUpToDate: !isChanged,
      isWritten: isChanged && !isCheck,
      changes: diffLocks(before, after),
    })),
  });
}

/** What keeps the lock from being written: a decision on a wrong ground would be kept for good. */
function obstacles(project: OpenProject, runs: readonly SiteRun[], args: LockArgs): readonly Issue[] {
  return [
    ...project.issues,
    // Taking over another branch's lock is the way out of a damaged one.
    ...runs.flatMap((run) => [
      ...(args.onto === undefined || run.proposed === null ? run.fileIssues : []),
      ...run.findings,
    ]),
    ...runs.flatMap((run) =>
      run.stateIssues.filter(({ code }) => code === 'LOCK_GONE' && args.onto === undefined),
    ),
  ];
}

function checkArgs(args: LockArgs): void {
  checkRequest(args);
  const asked = args.release ?? args.abandon ?? args.reimage ?? args.applied ?? args.onto;
  if (args.check === true && (asked !== undefined || args.prune !== undefined)) {
    throw new CliError('--check only looks, and goes with no option that changes the lock');
  }
}

/** Decides what is undecided and writes the locks, all or none. */
export async function lock(io: Io, args: LockArgs): Promise<ExitCode> {
  checkArgs(args);
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const actions = await actionsBySite(io, project, args);
  const runs = project.sites.map((site) => {
    progress.step(`deciding for site ${site}`);
    const onto = args.onto === undefined ? undefined : ontoLock(project, site, args.onto);
    const options = { actions: actions.get(site) ?? [], base: args.base };
    return runSite(project, site, onto === undefined ? options : { ...options, onto });
  });
  progress.done();
  const wrongBase = runs.find(({ base }) => base.kind === 'unknown')?.base;
  if (args.base !== undefined && wrongBase?.kind === 'unknown') {
    throw new CliError(`--base ${args.base}: ${wrongBase.why}`);
  }
  const issues = obstacles(project, runs, args);
  if (hasErrors(issues)) {
    if (args.json === true) {
      const located = locateIssues(withoutRepeats(issues), project.locate, project.dir);
      io.stdout.write(inertJson({ formatVersion: 1, sites: [], ...issuesJson(located, project.dir) }));
    }
    printTrouble(io, project, issues, args.color);
    io.stderr.write('no lock was written\n');
    return exitCodeFor(issues);
  }
  const outcomes = runs.flatMap((run) =>
    run.proposed === null ? [] : [outcomeOf(project, run, run.proposed, args.onto !== undefined)],
  );
  const isCheck = args.check === true;
  const changed = outcomes.filter(({ isChanged }) => isChanged);
  if (!isCheck) {
    const texts = changed.map(({ run, after }) => [lockPath(run.site), printLock(after)] as const);
    writeAll(project.dir, Object.fromEntries(texts), { force: true });
  }
  if (args.json === true) {
    io.stdout.write(json(outcomes, isCheck));
  } else {
    const style = styleFor(io, 'stdout', args.color);
    const blocks = outcomes.map((outcome) => text(outcome, args, style));
    io.stdout.write(`${blocks.join('\n')}${nextSteps(outcomes, isCheck)}`);
  }
  return isCheck && changed.length > 0 ? exitCodes.failed : exitCodes.clean;
}
