import { hasErrors } from '../../errors.js';
import type { SiteArgs } from '../args.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { openProject } from '../project.js';
import { inertJson } from '../render/inert.js';
import { renderModel } from '../render/model.js';
import { progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { issuesOf, runSite } from '../site-run.js';
import { printTrouble } from '../trouble.js';

/** Arguments of `model`. */
export interface ModelArgs extends SiteArgs {
  readonly json?: boolean | undefined;
}

/** Prints the resolved model of each site. Where a site has none, says why on stderr. */
export async function model(io: Io, args: ModelArgs): Promise<ExitCode> {
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const runs = project.sites.map((site) => {
    progress.step(`resolving site ${site}`);
    return runSite(project, site);
  });
  progress.done();
  const models = runs.flatMap(({ resolution }) => (resolution.model === null ? [] : [resolution.model]));
  if (args.json === true) {
    io.stdout.write(inertJson({ formatVersion: 1, sites: models }));
  } else {
    const style = styleFor(io, 'stdout', args.color);
    io.stdout.write(models.map((resolved) => renderModel(resolved, style)).join('\n'));
  }
  const unresolved = runs.filter(({ resolution }) => resolution.model === null);
  const issues = [...project.issues, ...unresolved.flatMap(issuesOf)];
  printTrouble(io, project, issues, args.color);
  // A model that guardrails would refuse is still the model: `check` is what refuses.
  return hasErrors(issues) ? exitCodeFor(issues) : exitCodes.clean;
}
