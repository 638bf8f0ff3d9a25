import { hasErrors, type Issue } from '../errors.js';
import type { SiteModel } from '../model/types.js';
import type { SiteArgs } from './args.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { exitCodeFor } from './outcome.js';
import { type OpenProject, openProject } from './project.js';
import { progressFor } from './render/progress.js';
import { issuesOf, runSite, type SiteRun } from './site-run.js';
import { printTrouble } from './trouble.js';

/** The models of the sites asked for, and what stands in the way of the others. */
export interface SiteModels {
  readonly project: OpenProject;
  readonly runs: readonly SiteRun[];
  readonly models: readonly SiteModel[];
  readonly issues: readonly Issue[];
}

/** Resolves the sites asked for, with their locks: what guardrails think of them is for `check`. */
export async function siteModels(io: Io, args: SiteArgs): Promise<SiteModels> {
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const runs = project.sites.map((site) => {
    progress.step(`resolving site ${site}`);
    return runSite(project, site);
  });
  progress.done();
  const unresolved = runs.filter(({ resolution }) => resolution.model === null);
  return {
    project,
    runs,
    models: runs.flatMap(({ resolution }) => (resolution.model === null ? [] : [resolution.model])),
    issues: [...project.issues, ...unresolved.flatMap(issuesOf)],
  };
}

/** Says what is wrong with sites that have no model, and how the command ends. */
export function endWith(io: Io, { project, issues }: SiteModels, args: SiteArgs): ExitCode {
  printTrouble(io, project, issues, args.color);
  return hasErrors(issues) ? exitCodeFor(issues) : exitCodes.clean;
}
