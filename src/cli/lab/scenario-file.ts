import { basename, dirname, resolve } from 'node:path';
import { hasErrors } from '../../errors.js';
import { locateIn } from '../../inventory/positions.js';
import { startReading } from '../../inventory/reading.js';
import { parseScenario, type Scenario, scenarioDocument } from '../../lab/scenario/parse.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { countIssues, printCounts, renderIssues } from '../render/issues.js';
import { locateIssues } from '../render/located.js';
import { styleFor } from '../render/style.js';

/**
 * Reads a scenario file. All that is wrong with it is printed, with its places.
 *
 * @param file relative to where the command was given
 * @returns an exit code where it has errors
 */
export function readScenario(io: Io, file: string, color: boolean | undefined): Scenario | ExitCode {
  const path = resolve(io.cwd, file);
  const dir = dirname(path);
  const reading = startReading(dir);
  const raw = reading.yaml(basename(path), scenarioDocument);
  const { scenario, issues: found } = parseScenario(raw);
  const issues = [...reading.issues, ...found];
  if (scenario !== null && !hasErrors(issues)) return scenario;
  const located = locateIssues(issues, locateIn(reading.documents), dir);
  const text = renderIssues(located, { cwd: io.cwd, style: styleFor(io, 'stderr', color) });
  io.stderr.write(`${text}\n${printCounts(countIssues(issues))}\n`);
  return exitCodes.failed;
}
