import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition } from '../definition/definition.js';
import { parseDefinition } from '../definition/parse.js';
import { DefinitionError, hasErrors, type Issue } from '../errors.js';
import { runGuardrails } from '../guardrails/run.js';
import { decidesTheSame } from '../model/lock.js';
import { parseLock } from '../model/lock-file.js';
import { resolveParsed } from '../model/resolve.js';
import type { SiteModel } from '../model/types.js';
import { userDataIssues } from '../software/user-data-issues.js';

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
  const models = names.flatMap((site) => {
    const file = join(directory, 'locks', `${site}.yaml`);
    const read = existsSync(file) ? parseLock(readFileSync(file, 'utf8'), site, file) : null;
    if (read !== null && read.lock === null) {
      issues.push(...read.issues);
      return [];
    }
    const resolution = resolveParsed(parsed, { site, lock: read?.lock ?? null });
    issues.push(
      ...resolution.issues.filter((issue) => !parsed.issues.includes(issue)),
      ...runGuardrails(resolution),
      ...(resolution.model === null ? [] : userDataIssues(resolution.model)),
    );
    const isCurrent =
      read?.lock != null && resolution.lock !== null && decidesTheSame(read.lock, resolution.lock);
    if (!isCurrent && resolution.lock !== null) issues.push(notCurrent(site, read !== null));
    return resolution.model === null ? [] : [resolution.model];
  });
  const located = issues.map((issue) => withPosition(issue, definition));
  if (hasErrors(located)) throw new DefinitionError(located);
  return models;
}

function notCurrent(site: string, isThere: boolean): Issue {
  return {
    code: isThere ? 'lock/stale' : 'LOCK_MISSING',
    severity: 'error',
    message: isThere
      ? `the lock of site ${JSON.stringify(site)} does not fit the definition any more`
      : `nothing is decided yet at site ${JSON.stringify(site)}: there is no locks/${site}.yaml`,
    at: { document: `lock/${site}`, path: [] },
    hint: 'run rackform lock, and commit what it writes',
  };
}

function withPosition(issue: Issue, definition: Definition): Issue {
  const position = issue.position ?? definition.locate?.(issue.at);
  return position === undefined ? issue : { ...issue, position };
}
