import { adoptMaas as readMaas } from '../../inventory/adopt/maas.js';
import { type AdoptArgs, runAdoption } from '../adopt/adopt-run.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';

/** Turns what MAAS says of itself into a project whose first plan only imports. */
export async function adoptMaas(io: Io, args: AdoptArgs): Promise<ExitCode> {
  return runAdoption(io, args, readMaas);
}
