import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition } from '../definition/definition.js';
import { parseDefinition } from '../definition/parse.js';
import { DefinitionError, hasErrors, type Issue } from '../errors.js';
import { runProjectGuardrails } from '../guardrails/run.js';
import { decidesTheSame } from '../model/lock/lock.js';
import { parseLock } from '../model/lock/lock-file.js';
import type { Lock } from '../model/lock/lock-types.js';
import { type Resolution, resolveParsed } from '../model/resolve.js';
import type { SiteModel } from '../model/types.js';
import { findingsOf, missingLock, staleLock } from './check-site.js';

/**
 * Models of the sites of a definition, with the locks of a project folder. The lock is read and never written:
 * `rackform lock` does that.
 *
 * @param directory folder that holds `locks/`
 * @throws {DefinitionError} with every problem of every site: shapes, allocation, guardrails, a lock that is missing or stale
 */
export function modelsOf(
  definition: Definition,
  directory: string,
  sites: readonly string[] | undefined,
): readonly SiteModel[] {
  const parsed = parseDefinition(definition);
  const names = sites ?? [...new Set(parsed.project?.deployments.map((deployment) => deployment.site) ?? [])];
  const issues: Issue[] = [...parsed.issues];
  const resolutions: Resolution[] = [];
  const models = names.flatMap((site) => {
    const file = join(directory, 'locks', `${site}.yaml`);
    const read = existsSync(file) ? parseLock(readFileSync(file, 'utf8'), site, file) : null;
    if (read !== null && read.lock === null) {
      issues.push(...read.issues);
      return [];
    }
    const resolution = resolveParsed(parsed, { site, lock: read?.lock ?? null });
    resolutions.push(resolution);
    issues.push(...findingsOf(resolution).filter((issue) => !parsed.issues.includes(issue)));
    if (read === null) issues.push(missingLock(site, 'error'));
    else if (!decides(read.lock, resolution)) issues.push(staleLock(site));
    return resolution.model === null ? [] : [resolution.model];
  });
  issues.push(...runProjectGuardrails(resolutions));
  const located = issues.map((issue) => withPosition(issue, definition));
  if (hasErrors(located)) throw new DefinitionError(located);
  return models;
}

/** Where a definition has errors, what the lock lacks may only follow from them. */
function decides(lock: Lock | null, resolution: Resolution): boolean {
  if (resolution.model === null || resolution.lock === null) return true;
  return lock !== null && decidesTheSame(lock, resolution.lock);
}

function withPosition(issue: Issue, definition: Definition): Issue {
  const position = issue.position ?? definition.locate?.(issue.at);
  return position === undefined ? issue : { ...issue, position };
}
