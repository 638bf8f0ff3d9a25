import { readEvents } from '../../lab/event-file.js';
import { printMoment, printWhat } from '../../lab/events.js';
import { requireLab } from '../../lab/state-folder.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { styleFor } from '../render/style.js';
import { table } from '../render/table.js';
import { stateFolder } from './lab-args.js';
import type { LabReadArgs } from './show.js';

/** Prints what happened in the lab, by virtual time. */
export async function labLog(io: Io, args: LabReadArgs): Promise<ExitCode> {
  const folder = stateFolder(io, args);
  requireLab(folder);
  const events = readEvents(folder);
  if (args.json === true) {
    io.stdout.write(inertJson({ formatVersion: 1, events }));
    return exitCodes.clean;
  }
  const style = styleFor(io, 'stdout', args.color);
  const rows = events.map((event) =>
    [printMoment(event.at), event.subject.machine ?? '-', printWhat(event)].map(inert),
  );
  const failed = new Set(
    events.filter(({ refused }) => refused !== null).map((one) => inert(printWhat(one))),
  );
  io.stdout.write(
    table(rows, (cell, column) => (column === 2 && failed.has(cell) ? style.error(cell) : cell)),
  );
  return exitCodes.clean;
}
