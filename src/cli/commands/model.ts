import type { SiteArgs } from '../args.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inertJson } from '../render/inert.js';
import { renderModel } from '../render/model.js';
import { styleFor } from '../render/style.js';
import { endWith, siteModels } from '../site-models.js';

/** Arguments of `model`. */
export interface ModelArgs extends SiteArgs {
  readonly json?: boolean | undefined;
}

/** Prints the resolved model of each site. Where a site has none, says why on stderr. */
export async function model(io: Io, args: ModelArgs): Promise<ExitCode> {
  const found = await siteModels(io, args);
  const { models } = found;
  if (args.json === true) {
    io.stdout.write(inertJson({ formatVersion: 1, sites: models }));
  } else {
    const style = styleFor(io, 'stdout', args.color);
    io.stdout.write(models.map((resolved) => renderModel(resolved, style)).join('\n'));
  }
  // A model that guardrails would refuse is still the model: `check` is what refuses.
  return endWith(io, found, args);
}
