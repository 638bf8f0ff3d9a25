import { join, resolve } from 'node:path';
import { hasErrors } from '../../errors.js';
import type { LabModel } from '../../lab/worlds.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { openProject } from '../project.js';
import { findProject, requireProject } from '../project-dir.js';
import { progressFor } from '../render/progress.js';
import { issuesOf, runSite, withoutRepeats } from '../site-run.js';
import { printTrouble } from '../trouble.js';

/** Options of every command about a lab. */
export interface LabArgs extends SiteArgs {
  /** Folder given by `--state`. */
  readonly state?: string | undefined;
}

/** The project of a lab: given, or around; a lab can do without. */
export function labProject(io: Io, args: LabArgs): string | undefined {
  return args.project === undefined ? findProject(io) : requireProject(io, args.project);
}

/** Folder of a lab's state: given, else in the project, else here. */
export function stateFolder(io: Io, args: LabArgs): string {
  if (args.state !== undefined) return resolve(io.cwd, args.state);
  return join(labProject(io, args) ?? io.cwd, '.rackform', 'lab');
}

/**
 * The sites of the project, or as much of them as is known before anything is allocated; none where there is no
 * project. Errors are printed as `check` does.
 *
 * @returns an exit code where the project has errors
 */
export async function labSites(io: Io, args: LabArgs): Promise<readonly LabModel[] | ExitCode> {
  if (labProject(io, args) === undefined) {
    if (args.site === undefined) return [];
    throw new CliError(`--site ${args.site}: there is no project here`, 'name one by --project DIR');
  }
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const runs = project.sites.map((site) => {
    progress.step(`resolving and checking site ${site}`);
    return runSite(project, site);
  });
  progress.done();
  const issues = withoutRepeats([...project.issues, ...runs.flatMap(issuesOf)]);
  if (hasErrors(issues)) {
    printTrouble(io, project, issues, args.color);
    return exitCodeFor(issues);
  }
  return runs.flatMap(
    ({ resolution: { model, inventory } }) => model ?? (inventory === null ? [] : { site: inventory }),
  );
}
