import { nearest } from '../../definition/nearest.js';
import { hasErrors } from '../../errors.js';
import { diffSites, type SitesDiff } from '../../model/sites-diff.js';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { type OpenProject, openProject } from '../project.js';
import { inert, inertJson } from '../render/inert.js';
import { progressFor } from '../render/progress.js';
import { type Style, styleFor } from '../render/style.js';
import { counted, table } from '../render/table.js';
import { issuesOf, runSite } from '../site-run.js';
import { printTrouble } from '../trouble.js';

/** Arguments of `sites diff`. */
export interface SitesDiffArgs extends CommonArgs {
  readonly cluster: string;
  /** Only these sites. */
  readonly sites?: readonly string[] | undefined;
  /** Fields that are the same, too. */
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** The sites to compare: those that the cluster is deployed at, or those of them that were named. */
function sitesOf({ parsed }: OpenProject, { cluster, sites }: SitesDiffArgs): readonly string[] {
  const deployments = parsed.project?.deployments ?? [];
  const deployed = deployments.filter((one) => one.cluster === cluster).map(({ site }) => site);
  if (deployed.length === 0) {
    const known = [...new Set(deployments.map((one) => one.cluster))].sort();
    const near = nearest(cluster, known);
    throw new CliError(
      `no cluster ${JSON.stringify(cluster)} is deployed; ${known.length === 0 ? 'there is none' : `deployed are ${known.join(', ')}`}`,
      near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
    );
  }
  for (const site of sites ?? []) {
    if (deployed.includes(site)) continue;
    const near = nearest(site, deployed);
    throw new CliError(
      `cluster ${JSON.stringify(cluster)} is not deployed at ${JSON.stringify(site)}, but at ${deployed.join(', ')}`,
      near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
    );
  }
  const chosen = [...new Set(sites ?? deployed)];
  if (chosen.length < 2) {
    throw new CliError(
      `cluster ${JSON.stringify(cluster)} is at one site only, ${chosen[0]}, and there is nothing to compare it with`,
      'rackform model prints what it comes to there',
    );
  }
  return chosen;
}

function text({ cluster, sites, fields }: SitesDiff, isAll: boolean, style: Style): string {
  const differing = fields.filter(({ differs }) => differs);
  const shown = isAll ? fields : differing;
  const rows = [
    ['  field', ...sites],
    ...shown.map(({ field, values }) => [`  ${field}`, ...values.map((value) => value ?? '-')]),
  ].map((row) => row.map(inert));
  const head = `${style.title(`cluster ${inert(cluster)}`)} at ${sites.map(inert).join(', ')}: ${counted(differing.length, 'field')} of ${fields.length} differ\n`;
  return shown.length === 0
    ? head
    : head + table(rows, (cell, column) => (column === 0 ? style.name(cell) : cell));
}

/** Shows how one cluster differs between the sites that it is deployed at. */
export async function sitesDiff(io: Io, args: SitesDiffArgs): Promise<ExitCode> {
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  let sites: readonly string[];
  try {
    sites = sitesOf(project, args);
  } catch (error) {
    progress.done();
    // Where the project itself could not be read, that is what is wrong.
    if (!hasErrors(project.issues)) throw error;
    printTrouble(io, project, project.issues, args.color);
    return exitCodeFor(project.issues);
  }
  const runs = sites.map((site) => {
    progress.step(`resolving site ${site}`);
    return runSite(project, site);
  });
  progress.done();
  const models = runs.flatMap(({ resolution: { model } }) => (model === null ? [] : [model]));
  const unresolved = runs.filter(({ resolution }) => resolution.model === null);
  const issues = [...project.issues, ...unresolved.flatMap(issuesOf)];
  if (models.length === runs.length) {
    const diff = diffSites(models, args.cluster);
    const fields = args.all === true ? diff.fields : diff.fields.filter(({ differs }) => differs);
    io.stdout.write(
      args.json === true
        ? inertJson({ formatVersion: 1, ...diff, fields })
        : text(diff, args.all === true, styleFor(io, 'stdout', args.color)),
    );
  }
  printTrouble(io, project, issues, args.color);
  return hasErrors(issues) ? exitCodeFor(issues) : exitCodes.clean;
}
