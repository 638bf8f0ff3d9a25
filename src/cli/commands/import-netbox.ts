import { importNetbox as readInventory } from '../../inventory/netbox.js';
import type { ExitCode } from '../exit-codes.js';
import { type ImportArgs, runImport } from '../import-run.js';
import type { Io } from '../io.js';

/** Arguments of `import netbox`. */
export interface ImportNetboxArgs extends ImportArgs {
  readonly role?: readonly string[] | undefined;
  readonly netboxSite?: string | undefined;
}

/** Turns answers and exports of NetBox into a site. */
export async function importNetbox(io: Io, args: ImportNetboxArgs): Promise<ExitCode> {
  return runImport(io, args, (files, options) =>
    readInventory(files, { ...options, netboxSite: args.netboxSite ?? null, roles: args.role ?? [] }),
  );
}
