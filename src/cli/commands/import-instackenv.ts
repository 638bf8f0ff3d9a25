import { importInstackenv as readInventory } from '../../inventory/instackenv.js';
import type { ExitCode } from '../exit-codes.js';
import { type ImportArgs, runImport } from '../import-run.js';
import type { Io } from '../io.js';

/** Turns an `instackenv.json` into a site. */
export async function importInstackenv(io: Io, args: ImportArgs): Promise<ExitCode> {
  return runImport(io, args, readInventory);
}
