import type { Command } from 'commander';
import type { CommonArgs } from './args.js';
import type { Io } from './io.js';

/** One command: sees the process through `io` only, and returns its exit code, or that of what it ran. */
export type RunCommand<Args> = (io: Io, args: Args) => Promise<number>;

/**
 * The action of a command. Its code is loaded when it runs, so that `rackform --help` loads none.
 *
 * @param toArgs from the command's arguments and options to what it takes; no change by default
 */
export function action<Args extends CommonArgs>(
  io: Io,
  finish: (code: number) => void,
  load: () => Promise<RunCommand<Args>>,
  positional: readonly (keyof Args & string)[] = [],
): (this: Command) => Promise<void> {
  return async function run(this: Command) {
    const named = Object.fromEntries(positional.map((name, index) => [name, this.processedArgs[index]]));
    const args = { ...this.optsWithGlobals(), ...named } as Args;
    const command = await load();
    finish(await command(io, args));
  };
}
