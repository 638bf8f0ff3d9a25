import { hasErrors } from '../../errors.js';
import { type Isolation, isolationOf } from '../../model/tenancy/isolation.js';
import type { SiteArgs } from '../args.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { openProject } from '../project.js';
import { inertJson } from '../render/inert.js';
import { renderIsolation } from '../render/isolation.js';
import { progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { issuesOf, runSite } from '../site-run.js';
import { printTrouble } from '../trouble.js';

/** Arguments of `isolation`. */
export interface IsolationArgs extends SiteArgs {
  readonly json?: boolean | undefined;
}

/** Proves for each two tenants of each site that they share nothing but what is declared. */
export async function isolation(io: Io, args: IsolationArgs): Promise<ExitCode> {
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const runs = project.sites.map((site) => {
    progress.step(`resolving site ${site}`);
    return runSite(project, site);
  });
  const proofs = runs.flatMap(({ resolution: { model } }): readonly Isolation[] => {
    progress.step('comparing tenants');
    return model === null ? [] : [isolationOf(model)];
  });
  progress.done();
  if (args.json === true) {
    io.stdout.write(inertJson({ formatVersion: 1, sites: proofs }));
  } else {
    io.stdout.write(
      proofs.map((proof) => renderIsolation(proof, styleFor(io, 'stdout', args.color))).join('\n'),
    );
  }
  // Of a site without a model nothing is proven, so that is said; what guardrails think is for `check`.
  const unproven = runs.filter(({ resolution }) => resolution.model === null);
  const issues = [...project.issues, ...unproven.flatMap(issuesOf)];
  printTrouble(io, project, issues, args.color);
  if (hasErrors(issues)) return exitCodeFor(issues);
  const isShared = proofs.some(({ pairs }) => pairs.some(({ verdict }) => verdict === 'shared'));
  return isShared ? exitCodes.refused : exitCodes.clean;
}
