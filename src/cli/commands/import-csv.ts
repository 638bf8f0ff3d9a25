import { importCsv as readInventory } from '../../inventory/csv-import.js';
import type { ExitCode } from '../exit-codes.js';
import { readGiven } from '../files.js';
import { type ImportArgs, runImport } from '../import-run.js';
import type { Io } from '../io.js';

/** Arguments of `import csv`. */
export interface ImportCsvArgs extends ImportArgs {
  readonly map: string;
}

/** Turns CSV files into a site, by a map of their columns. */
export async function importCsv(io: Io, args: ImportCsvArgs): Promise<ExitCode> {
  const map = { name: args.map, text: await readGiven(io, args.map) };
  return runImport(io, args, (files, options) => readInventory(files, { ...options, map }));
}
