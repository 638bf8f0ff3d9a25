import type { Issue } from '../errors.js';
import type { Io } from './io.js';
import type { OpenProject } from './project.js';
import { countIssues, printCounts, renderIssues } from './render/issues.js';
import { locateIssues } from './render/located.js';
import { styleFor } from './render/style.js';
import { withoutRepeats } from './site-run.js';

/**
 * Prints the errors that stand in the way of a command, on stderr; its answer, if any, is on stdout. Warnings stand
 * in no way: they are counted, and `check` lists them.
 */
export function printTrouble(
  io: Io,
  project: OpenProject,
  issues: readonly Issue[],
  color: boolean | undefined,
): void {
  const once = withoutRepeats(issues);
  const errors = once.filter(
    ({ severity, acknowledged }) => severity === 'error' && acknowledged === undefined,
  );
  if (errors.length === 0) return;
  const style = styleFor(io, 'stderr', color);
  const located = locateIssues(errors, project.locate, project.dir);
  const text = renderIssues(located, { cwd: io.cwd, style });
  const rest = once.length > errors.length ? '; rackform check lists all' : '';
  io.stderr.write(`${text}\n${printCounts(countIssues(once))}${rest}\n`);
}
