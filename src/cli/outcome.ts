import type { Issue } from '../errors.js';
import { guardrails } from '../guardrails/all.js';
import { type ExitCode, exitCodes } from './exit-codes.js';

/** Rules on the lock file itself: a file to repair, and no refusal of what it says. */
const ofTheFile: ReadonlySet<string> = new Set(['lock/stale', 'lock/edited', 'lock/conflict', 'lock/newer']);

/** How a run with these issues ends: refused only where nothing but guardrails stands in its way. */
export function exitCodeFor(issues: readonly Issue[]): ExitCode {
  const errors = issues.filter((issue) => issue.severity === 'error' && issue.acknowledged === undefined);
  if (errors.length === 0) return exitCodes.clean;
  const rules = new Set(guardrails.map(({ id }) => id).filter((id) => !ofTheFile.has(id)));
  return errors.every(({ code }) => rules.has(code)) ? exitCodes.refused : exitCodes.failed;
}
