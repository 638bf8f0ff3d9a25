import type { Io } from '../io.js';
import { inert } from './inert.js';

/** Says what a long command is doing, on stderr and only on a terminal. */
export interface Progress {
  readonly step: (what: string) => void;
  /** Takes the line away; call before printing anything else. */
  readonly done: () => void;
}

/** One line that is written over and taken away at the end. */
export function progressFor(io: Io): Progress {
  if (!io.stderr.isTTY || io.env['TERM'] === 'dumb') return { step: () => {}, done: () => {} };
  let isShown = false;
  return {
    step: (what) => {
      isShown = true;
      io.stderr.write(`\r\u001b[K${inert(`${what}...`).slice(0, Math.max(io.stderr.columns - 1, 10))}`);
    },
    done: () => {
      if (isShown) io.stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
