import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearest } from '../definition/nearest.js';
import { PROVISIONER_TYPES, type ProvisionerType } from '../facts/provisioner-types.js';
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

/** `--provisioner`, of the commands that write a site. @param usual what it is where nothing is said */
export function provisionerOption(usual: ProvisionerType): Option {
  const known = PROVISIONER_TYPES.join(', ');
  return new Option('--provisioner <type>', `what installs the servers: ${known} (default: ${usual})`)
    .choices(PROVISIONER_TYPES)
    .argParser((given) => {
      if (PROVISIONER_TYPES.some((type) => type === given)) return given;
      const near = nearest(given, PROVISIONER_TYPES);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      throw new InvalidArgumentError(`Allowed choices are ${known}.${hint}`);
    });
}
