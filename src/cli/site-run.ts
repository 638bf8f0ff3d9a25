import type { Issue } from '../errors.js';
import { runProjectGuardrails } from '../guardrails/run.js';
import { decidesTheSame } from '../model/lock/lock.js';
import type { LockAction } from '../model/lock/lock-actions.js';
import { parseLock } from '../model/lock/lock-file.js';
import type { Lock } from '../model/lock/lock-types.js';
import { type Resolution, resolveParsed } from '../model/resolve.js';
import { contentDigest } from '../software/first-boot/user-data.js';
import { findingsOf, missingLock, staleLock } from '../stacks/check-site.js';
import { type FileAtRef, fileAtRef } from './git.js';
import { lockPath, type OpenProject } from './project.js';

/** `current`: the lock decides all there is to decide. `broken`: it cannot be read. */
export type LockState = 'current' | 'stale' | 'missing' | 'broken';

/** One site, resolved with its lock and checked. */
export interface SiteRun {
  readonly site: string;
  /** As it is in the file; null where there is none, or none that can be read. */
  readonly lock: Lock | null;
  readonly lockState: LockState;
  /** The lock at the protected branch, as text. */
  readonly base: FileAtRef;
  /** The same, read: null where the branch has none, undefined where it cannot be asked or read. */
  readonly baseLock: Lock | null | undefined;
  readonly resolution: Resolution;
  /** The lock that fits the definition, with the digest of what its slots will run. */
  readonly proposed: Lock | null;
  /** What is wrong with the lock file itself. */
  readonly fileIssues: readonly Issue[];
  /** Whether the lock still fits. */
  readonly stateIssues: readonly Issue[];
  /** What resolving and the guardrails found. */
  readonly findings: readonly Issue[];
}

/** All that is wrong at a site. */
export function issuesOf({ fileIssues, stateIssues, findings }: SiteRun): readonly Issue[] {
  return [...fileIssues, ...stateIssues, ...findings];
}

/** What a run may do otherwise than `check` does. */
export interface SiteRunOptions {
  readonly actions?: readonly LockAction[];
  /** Branch to take as protected. Default: baseBranch of the project. */
  readonly base?: string | undefined;
  /** Lock to fit in place of the one in the file. */
  readonly onto?: Lock;
}

interface ReadLock {
  readonly lock: Lock | null;
  readonly isThere: boolean;
  readonly issues: readonly Issue[];
}

function readLock({ locks }: OpenProject, site: string): ReadLock {
  const read = locks[site];
  if (read === undefined) return { lock: null, isThere: false, issues: [] };
  return { ...parseLock(read.text, site, read.file), isThere: true };
}

/** Digests of what the slots will run, where it is not deployed yet. */
function withContent({ lock, model, fresh }: Resolution): Lock | null {
  if (lock === null || model === null) return lock;
  const slots = model.clusters.flatMap((cluster) => cluster.slots).filter(({ name }) => fresh.has(name));
  const digests = new Map(slots.map((slot) => [slot.name, contentDigest(slot, model)]));
  return {
    ...lock,
    slots: lock.slots.map((slot) => ({ ...slot, content: digests.get(slot.name) ?? slot.content })),
  };
}

function lockIssue(
  site: string,
  code: string,
  severity: Issue['severity'],
  message: string,
  hint: string,
): Issue {
  return { code, severity, message, at: { document: `lock/${site}`, path: [] }, hint };
}

function issuesOfState(site: string, state: LockState, base: FileAtRef): readonly Issue[] {
  if (state === 'stale') return [staleLock(site)];
  if (state !== 'missing') return [];
  if (base.kind !== 'text') return [missingLock(site, 'warning')];
  const message = `the lock of site ${JSON.stringify(site)} is gone here, and ${base.ref} has one`;
  return [lockIssue(site, 'LOCK_GONE', 'error', message, `git checkout ${base.ref} -- ${lockPath(site)}`)];
}

/** The lock of the base branch; undefined where there is nothing to ask, and then all counts as in service. */
function baseLockOf(
  site: string,
  base: FileAtRef,
): { readonly lock: Lock | null | undefined; readonly issues: readonly Issue[] } {
  if (base.kind === 'unknown') return { lock: undefined, issues: [] };
  if (base.kind === 'absent') return { lock: null, issues: [] };
  const { lock } = parseLock(base.text, site, lockPath(site));
  if (lock !== null) return { lock, issues: [] };
  const message = `the lock of site ${JSON.stringify(site)} at ${base.ref} cannot be read, so everything counts as in service`;
  return {
    lock: undefined,
    issues: [lockIssue(site, 'LOCK_BASE', 'warning', message, `repair it on ${base.ref}`)],
  };
}

/** Resolves one site of an open project with its lock, and runs the guardrails. */
export function runSite(project: OpenProject, site: string, options: SiteRunOptions = {}): SiteRun {
  const read = readLock(project, site);
  const branch = options.base ?? project.parsed.project?.baseBranch ?? 'main';
  const base = fileAtRef(project.dir, branch, lockPath(site));
  const baseLock = baseLockOf(site, base);
  const isLost = read.lock === null && (read.isThere || base.kind === 'text');
  const resolution = resolveParsed(project.parsed, {
    site,
    isLockLost: isLost && options.onto === undefined,
    lock: options.onto ?? read.lock,
    baseLock: baseLock.lock,
    actions: options.actions ?? [],
  });
  const proposed = withContent(resolution);
  const lockState = stateOf(read, proposed);
  return {
    site,
    lock: read.lock,
    lockState,
    base,
    baseLock: baseLock.lock,
    resolution,
    proposed,
    fileIssues: [...read.issues, ...baseLock.issues],
    // Where the definition has errors, what the lock lacks may only follow from them.
    stateIssues:
      lockState === 'stale' && resolution.model === null ? [] : issuesOfState(site, lockState, base),
    findings: findingsOf(resolution),
  };
}

function stateOf(read: ReadLock, proposed: Lock | null): LockState {
  if (read.lock === null) return read.isThere ? 'broken' : 'missing';
  return proposed === null || decidesTheSame(read.lock, proposed) ? 'current' : 'stale';
}

/** One issue once: several sites see the same clusters. */
export function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, at, message, position }) => {
    const key = JSON.stringify([code, at, message, position]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * Issues of all sites and, where none is left out, of all of them together; but for acknowledgements of a cluster that are unused at some of its sites only: one file serves
 * them all, and what it accepts need not be found at each.
 */
export function issuesOfAll(project: OpenProject, runs: readonly SiteRun[]): readonly Issue[] {
  const deployments = project.parsed.project?.deployments ?? [];
  const isWhole = runs.length === Object.keys(project.parsed.sites).length;
  const issues = [
    ...runs.flatMap(issuesOf),
    ...(isWhole ? runProjectGuardrails(runs.map(({ resolution }) => resolution)) : []),
  ];
  const keyOf = ({ at }: Issue) => JSON.stringify(at);
  const unused = issues.filter(({ code }) => code === 'ACKNOWLEDGE_UNUSED');
  return issues.filter((issue) => {
    const [kind, name] = issue.at.document.split('/');
    if (issue.code !== 'ACKNOWLEDGE_UNUSED' || kind !== 'cluster') return true;
    const sites = deployments.filter(({ cluster }) => cluster === name).length;
    return unused.filter((other) => keyOf(other) === keyOf(issue)).length === sites;
  });
}
