import { readEvents } from '../../lab/event-file.js';
import { labReport } from '../../lab/report.js';
import { printReport } from '../../lab/report-text.js';
import { requireLab } from '../../lab/state-folder.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { stateFolder } from './lab-args.js';
import type { LabReadArgs } from './show.js';

/** Arguments of `lab report`. */
export interface LabReportArgs extends LabReadArgs {
  readonly parallelism?: number | undefined;
}

/** Tells how long what was applied in the lab would have taken on the metal. */
export async function labReportCommand(io: Io, args: LabReportArgs): Promise<ExitCode> {
  const folder = stateFolder(io, args);
  requireLab(folder);
  const report = labReport(readEvents(folder), args.parallelism);
  const text = args.json === true ? inertJson(report) : printReport(report).split('\n').map(inert).join('\n');
  io.stdout.write(text);
  return exitCodes.clean;
}
