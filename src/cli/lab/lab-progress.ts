import type { LabEvent } from '../../lab/events.js';
import type { Io } from '../io.js';
import { inert } from '../render/inert.js';
import { printVirtual } from './virtual-time.js';

/** Shows what happens to machines while a command runs. */
export interface LabProgress {
  readonly event: (event: LabEvent) => void;
  /** Takes the line away. */
  readonly done: () => void;
}

function describe({ at, request, subject, refused }: LabEvent): string {
  const machine = subject.machine === undefined ? '' : ` ${subject.machine}`;
  return inert(`${printVirtual(at)} ${request}${machine}${refused === null ? '' : `: ${refused}`}`);
}

/**
 * On a terminal that the command does not write to, one line that is written over; asked for, a line for each event.
 * Otherwise nothing: the terminal is the command's.
 *
 * @param wanted what `--progress` said
 */
export function labProgress(io: Io, wanted: boolean | undefined): LabProgress {
  const { stderr, stdout } = io;
  if (wanted === true) {
    return { event: (event) => stderr.write(`lab ${describe(event)}\n`), done: () => {} };
  }
  if (!stderr.isTTY || stdout.isTTY || io.env['TERM'] === 'dumb') return { event: () => {}, done: () => {} };
  let isShown = false;
  return {
    event: (event) => {
      if (event.subject.machine === undefined) return;
      isShown = true;
      stderr.write(`\r\u001b[K${`lab ${describe(event)}`.slice(0, Math.max(stderr.columns - 1, 10))}`);
    },
    done: () => {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
