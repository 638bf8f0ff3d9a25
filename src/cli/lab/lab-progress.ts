import { type LabEvent, printMoment, printWhat } from '../../lab/events.js';
import type { Io } from '../io.js';
import { inert } from '../render/inert.js';

/** Shows what happens to machines while a command runs. */
export interface LabProgress {
  readonly event: (event: LabEvent) => void;
  /** Takes the line away. */
  readonly done: () => void;
}

/** States say what happens to a machine; of the rest only what goes wrong is worth a line. */
function isWorthALine({ type, refused }: LabEvent): boolean {
  return type === 'status' || type === 'fault' || refused !== null;
}

function lineOf(event: LabEvent): string {
  const parts = [printMoment(event.at), event.subject.machine ?? '', printWhat(event)];
  return `lab ${inert(parts.filter((part) => part !== '').join('  '))}`;
}

/**
 * On a terminal that the command does not write to, one line that is written over; asked for, a line for each change.
 * Otherwise nothing: the terminal is the command's.
 *
 * @param wanted what `--progress` said
 */
export function labProgress(io: Io, wanted: boolean | undefined): LabProgress {
  const { stderr, stdout } = io;
  if (wanted === true) {
    return {
      event: (event) => {
        if (isWorthALine(event)) stderr.write(`${lineOf(event)}\n`);
      },
      done: () => {},
    };
  }
  if (!stderr.isTTY || stdout.isTTY || io.env['TERM'] === 'dumb') return { event: () => {}, done: () => {} };
  let isShown = false;
  return {
    event: (event) => {
      if (!isWorthALine(event)) return;
      isShown = true;
      stderr.write(`\r\u001b[K${lineOf(event).slice(0, Math.max(stderr.columns - 1, 10))}`);
    },
    done: () => {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
