import { importReferenceApi as readInventory } from '../../inventory/reference-api.js';
import type { ExitCode } from '../exit-codes.js';
import { type ImportArgs, runImport } from '../import-run.js';
import type { Io } from '../io.js';

/** Turns documents of the reference API into a site. */
export async function importReferenceApi(io: Io, args: ImportArgs): Promise<ExitCode> {
  return runImport(io, args, (files, options) =>
    readInventory(
      files.map(({ name, text }) => ({ name, json: text })),
      options,
    ),
  );
}
