import { basename, dirname, resolve } from 'node:path';
import { hasErrors } from '../../errors.js';
import type { SiteModel } from '../../model/types.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import { columnsSvg } from '../graph/columns-svg.js';
import type { Diagram } from '../graph/diagram.js';
import { dotOf } from '../graph/dot.js';
import type { GraphFormat, GraphSubject } from '../graph/forms.js';
import { mermaidOf } from '../graph/mermaid.js';
import { networkDiagram } from '../graph/network-diagram.js';
import { rackDiagram } from '../graph/rack-diagram.js';
import { rackSvg } from '../graph/rack-svg.js';
import { tenantDiagram } from '../graph/tenant-diagram.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { openProject } from '../project.js';
import { progressFor } from '../render/progress.js';
import { issuesOf, runSite } from '../site-run.js';
import { printTrouble } from '../trouble.js';

/** Arguments of `graph`. */
export interface GraphArgs extends SiteArgs {
  readonly of: GraphSubject;
  readonly format: GraphFormat;
  readonly out?: string | undefined;
}

const diagrams: Readonly<Record<GraphSubject, (model: SiteModel) => Diagram>> = {
  rack: rackDiagram,
  network: networkDiagram,
  tenant: tenantDiagram,
};

function drawn(model: SiteModel, { of, format }: GraphArgs): string {
  if (format === 'dot') return dotOf(diagrams[of](model));
  if (format === 'mermaid') return mermaidOf(diagrams[of](model));
  return of === 'rack' ? rackSvg(model) : columnsSvg(diagrams[of](model));
}

/** Draws the definition of a site. Where it has no model, says why on stderr. */
export async function graph(io: Io, args: GraphArgs): Promise<ExitCode> {
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const [site, ...others] = project.sites;
  if (others.length > 0) {
    throw new CliError(
      `a diagram shows one site, and the project has ${project.sites.join(', ')}`,
      `--site ${site} draws the first`,
    );
  }
  progress.step('resolving the site');
  const run = site === undefined ? null : runSite(project, site);
  progress.done();
  const model = run?.resolution.model ?? null;
  if (model !== null) {
    const text = drawn(model, args);
    if (args.out === undefined) io.stdout.write(text);
    else {
      const file = resolve(io.cwd, args.out);
      writeAll(dirname(file), { [basename(file)]: text }, { force: true });
    }
  }
  const issues = [...project.issues, ...(model === null && run !== null ? issuesOf(run) : [])];
  printTrouble(io, project, issues, args.color);
  return hasErrors(issues) ? exitCodeFor(issues) : exitCodes.clean;
}
