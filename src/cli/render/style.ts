import picocolors from 'picocolors';
import type { Io } from '../io.js';

/** Paints text, or leaves it as it is where colours are off. */
export type Paint = (text: string) => string;

/** The few colours that the command line uses, by meaning. */
export interface Style {
  readonly error: Paint;
  readonly warning: Paint;
  readonly good: Paint;
  readonly name: Paint;
  readonly title: Paint;
  readonly faint: Paint;
}

/** @param wanted what the flags said; undefined where they said nothing */
function isColoured(io: Io, stream: 'stdout' | 'stderr', wanted: boolean | undefined): boolean {
  if (wanted !== undefined) return wanted;
  // https://no-color.org: any value but the empty one turns colours off.
  if ((io.env['NO_COLOR'] ?? '') !== '') return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return io[stream].isTTY && io.env['TERM'] !== 'dumb';
}

/** Colours for one stream: flags, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
export function styleFor(io: Io, stream: 'stdout' | 'stderr', wanted?: boolean): Style {
  const colours = picocolors.createColors(isColoured(io, stream, wanted));
  return {
    error: (text) => colours.red(text),
    warning: (text) => colours.yellow(text),
    good: (text) => colours.green(text),
    name: (text) => colours.cyan(text),
    title: (text) => colours.bold(text),
    faint: (text) => colours.dim(text),
  };
}
