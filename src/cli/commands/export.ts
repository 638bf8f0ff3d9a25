import { nearest } from '../../definition/nearest.js';
import { type Export, type ExportName, exportNames, exports } from '../../software/export/export.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { endWith, siteModels } from '../site-models.js';

/** Arguments of `export`. */
export interface ExportArgs extends SiteArgs {
  readonly what: string;
  readonly json?: boolean | undefined;
}

function exportOf(what: string): ExportName {
  const found = exportNames.find((name) => name === what);
  if (found !== undefined) return found;
  const near = nearest(what, exportNames);
  throw new CliError(
    `${JSON.stringify(what)} cannot be exported; there are ${exportNames.join(', ')}`,
    near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
  );
}

/** Prints what another system is to know of the model, in its own format. */
export async function exportModel(io: Io, args: ExportArgs): Promise<ExitCode> {
  const view: Export = exports[exportOf(args.what)];
  const read = await siteModels(io, args);
  if (view.isOneSite === true && args.json !== true && read.models.length > 1) {
    throw new CliError(
      `${args.what} is one file for each site, and there are ${read.models.map(({ site }) => site.name).join(', ')}`,
      'say which by --site',
    );
  }
  if (args.json === true) {
    const sites = read.models.map((model) => ({ name: model.site.name, [args.what]: view.data(model) }));
    io.stdout.write(inertJson({ formatVersion: 1, sites }));
  } else
    io.stdout.write(
      read.models
        .map((model) => view.text(model))
        .join('')
        .split('\n')
        .map(inert)
        .join('\n'),
    );
  return endWith(io, read, args);
}
