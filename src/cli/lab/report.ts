import { readEvents } from '../../lab/event-file.js';
import { labReport } from '../../lab/report.js';
import { printReport } from '../../lab/report-text.js';
import { readLab } from '../../lab/show.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { stateFolder } from './lab-args.js';
import type { LabReadArgs } from './show.js';

/** Prints how long what was applied in the lab would have taken on the metal. */
export async function labReportCommand(io: Io, args: LabReadArgs): Promise<ExitCode> {
  const folder = stateFolder(io, args);
  // Says where there is none.
  readLab(folder);
  const report = labReport(readEvents(folder));
  io.stdout.write(
    args.json === true ? inertJson(report) : printReport(report).split('\n').map(inert).join('\n'),
  );
  return exitCodes.clean;
}
