import { nearest } from '../definition/nearest.js';
import { DefinitionError } from '../errors.js';
import { type Evidence, readEvidence } from '../model/lock/evidence.js';
import type { LockAction } from '../model/lock/lock-actions.js';
import { parseLock } from '../model/lock/lock-file.js';
import type { Lock } from '../model/lock/lock-types.js';
import { CliError } from './cli-error.js';
import { readGiven } from './files.js';
import type { Io } from './io.js';
import type { OpenProject } from './project.js';

/** What `lock` is asked to do besides fitting. */
export interface LockRequest {
  readonly release?: readonly string[] | undefined;
  readonly abandon?: readonly string[] | undefined;
  readonly reimage?: readonly string[] | undefined;
  readonly applied?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** True for all that may be forgotten unnamed. */
  readonly prune?: boolean | readonly string[] | undefined;
}

type Named = 'release' | 'abandon' | 'reimage';
const namedKinds: readonly Named[] = ['abandon', 'release', 'reimage'];

/** Options that make no sense together, said before anything is read. */
export function checkRequest(request: LockRequest): void {
  const { release, abandon, reason } = request;
  const needing = release !== undefined ? '--release' : abandon !== undefined ? '--abandon' : undefined;
  if (needing !== undefined && (reason ?? '').trim() === '') {
    throw new CliError(`${needing} needs --reason "..."`, 'it stays in the lock, where reviewers read it');
  }
  if (needing === undefined && reason !== undefined) {
    throw new CliError('--reason goes with --release or --abandon');
  }
  const asked = namedKinds.flatMap((kind) => [...new Set(request[kind])].map((name) => ({ kind, name })));
  const seen = new Map<string, Named>();
  for (const { kind, name } of asked) {
    const other = seen.get(name);
    if (other !== undefined) throw new CliError(`${name} cannot be in --${other} and --${kind} at once`);
    seen.set(name, kind);
  }
}

/** Locks as they are in the files, those that can be read. */
function locksOf(project: OpenProject): ReadonlyMap<string, Lock> {
  const locks = new Map<string, Lock>();
  for (const site of project.sites) {
    const read = project.locks[site];
    const lock = read === undefined ? null : parseLock(read.text, site, read.file).lock;
    if (lock !== null) locks.set(site, lock);
  }
  return locks;
}

function namesOf(lock: Lock): readonly string[] {
  const gone = lock.tombstones.map(({ key }) => key.slice(key.indexOf('/') + 1));
  return [...lock.slots.map(({ name }) => name), ...lock.machines.map(({ asset }) => asset), ...gone];
}

/** The one site whose lock has a slot or machine of this name. */
function siteOfName(name: string, option: string, locks: ReadonlyMap<string, Lock>): string {
  const sites = [...locks].filter(([, lock]) => namesOf(lock).includes(name)).map(([site]) => site);
  const [first, second] = sites;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined) {
    throw new CliError(`${option} ${name}: sites ${sites.join(', ')} have it`, 'say which by --site NAME');
  }
  const near = nearest(name, [...locks.values()].flatMap(namesOf));
  throw new CliError(
    `${option} ${JSON.stringify(name)}: no lock has a slot or machine of that name`,
    near === undefined ? 'rackform status lists slots' : `did you mean ${JSON.stringify(near)}?`,
  );
}

function groupNames(
  names: readonly string[],
  option: string,
  locks: ReadonlyMap<string, Lock>,
): ReadonlyMap<string, readonly string[]> {
  const bySite = new Map<string, string[]>();
  for (const name of new Set(names)) {
    const site = siteOfName(name, option, locks);
    bySite.set(site, [...(bySite.get(site) ?? []), name]);
  }
  return bySite;
}

function namedAction(kind: Named, names: readonly string[], reason: string): LockAction {
  if (kind === 'release') return { kind, names, reason };
  return kind === 'abandon' ? { kind, slots: names, reason } : { kind, slots: names };
}

async function evidenceBySite(
  io: Io,
  files: readonly string[],
  locks: ReadonlyMap<string, Lock>,
): Promise<ReadonlyMap<string, readonly Evidence[]>> {
  const bySite = new Map<string, Evidence[]>();
  const read = await Promise.all(
    files.map(async (file) => ({ file, ...readEvidence(await readGiven(io, file), file) })),
  );
  const issues = read.flatMap((one) => one.issues);
  if (issues.length > 0) throw new DefinitionError(issues);
  for (const { file, evidence } of read) {
    if (evidence === null) continue;
    const site = [...locks].find(([, lock]) => lock.stacks.includes(evidence.stack))?.[0];
    if (site === undefined) {
      throw new CliError(
        `--applied ${file}: it is of stack ${JSON.stringify(evidence.stack)}, which no lock has`,
        'is it of this project, and is the lock the one that was applied?',
      );
    }
    bySite.set(site, [...(bySite.get(site) ?? []), evidence]);
  }
  return bySite;
}

/**
 * Actions by site. Evidence comes first: what is known of the world decides what a release or reimage means.
 *
 * @throws {CliError} for a name or stack that no lock has
 * @throws {DefinitionError} for evidence that cannot be read
 */
export async function actionsBySite(
  io: Io,
  project: OpenProject,
  request: LockRequest,
): Promise<ReadonlyMap<string, readonly LockAction[]>> {
  const actions = new Map<string, LockAction[]>(project.sites.map((site) => [site, []]));
  const locks = locksOf(project);
  for (const [site, evidence] of await evidenceBySite(io, request.applied ?? [], locks)) {
    actions.get(site)?.push({ kind: 'applied', evidence });
  }
  for (const kind of namedKinds) {
    for (const [site, names] of groupNames(request[kind] ?? [], `--${kind}`, locks)) {
      actions.get(site)?.push(namedAction(kind, names, (request.reason ?? '').trim()));
    }
  }
  if (request.prune === true) {
    for (const list of actions.values()) list.push({ kind: 'prune', names: [] });
  } else if (Array.isArray(request.prune)) {
    for (const [site, names] of groupNames(request.prune, '--prune', locks)) {
      actions.get(site)?.push({ kind: 'prune', names });
    }
  }
  return actions;
}
