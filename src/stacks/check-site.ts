import type { Issue } from '../errors.js';
import { runGuardrails } from '../guardrails/run.js';
import type { Resolution } from '../model/resolve.js';
import { userDataIssues } from '../software/first-boot/user-data-issues.js';

/** All that resolving, the guardrails and the first-boot data of a site find. */
export function findingsOf(resolution: Resolution): readonly Issue[] {
  return [
    ...resolution.issues,
    ...runGuardrails(resolution),
    ...(resolution.model === null ? [] : userDataIssues(resolution.model)),
  ];
}

const runLock = 'run rackform lock, and commit what it writes';

/** The lock decides something else than the definition asks for now. */
export function staleLock(site: string): Issue {
  return {
    code: 'lock/stale',
    severity: 'error',
    message: `the lock of site ${JSON.stringify(site)} does not fit the definition any more`,
    at: { document: `lock/${site}`, path: [] },
    hint: runLock,
  };
}

/** There is no lock. A warning while a definition is being written; nothing is synthesized without one. */
export function missingLock(site: string, severity: Issue['severity']): Issue {
  return {
    code: 'LOCK_MISSING',
    severity,
    message: `nothing is decided yet at site ${JSON.stringify(site)}: there is no locks/${site}.yaml`,
    at: { document: `lock/${site}`, path: [] },
    hint: runLock,
  };
}
