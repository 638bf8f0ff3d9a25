import { join } from 'node:path';
import { guardrails } from '../../guardrails/all.js';
import type { SiteArgs } from '../args.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { openProject } from '../project.js';
import { projectFileOf, repositoryRoot } from '../project-dir.js';
import { inertJson } from '../render/inert.js';
import { countIssues, printCounts, renderIssues } from '../render/issues.js';
import { issuesJson } from '../render/json.js';
import { type LocatedIssue, locateIssues } from '../render/located.js';
import { progressFor } from '../render/progress.js';
import { sarifLog } from '../render/sarif.js';
import { styleFor } from '../render/style.js';
import { counted } from '../render/table.js';
import { ruleHelp } from '../rule-text.js';
import { issuesOfAll, runSite, type SiteRun, withoutRepeats } from '../site-run.js';
import { version } from '../version.js';

/** Arguments of `check`. */
export interface CheckArgs extends SiteArgs {
  readonly json?: boolean | undefined;
  readonly sarif?: boolean | undefined;
}

function siteLine({ site, lockState, resolution }: SiteRun): string {
  const machines = resolution.inventory?.machines.length ?? 0;
  const slots = resolution.model?.clusters.reduce((sum, cluster) => sum + cluster.slots.length, 0);
  const decided = slots === undefined ? 'not resolved' : counted(slots, 'slot');
  return `site ${site}: ${counted(machines, 'machine')}, ${decided}, lock ${lockState}\n`;
}

function json(runs: readonly SiteRun[], issues: readonly LocatedIssue[], dir: string): string {
  return inertJson({
    formatVersion: 1,
    rackform: version(),
    sites: runs.map(({ site, lockState, resolution }) => ({
      name: site,
      lock: lockState,
      machines: resolution.inventory?.machines.length ?? null,
      slots: resolution.model?.clusters.flatMap((cluster) => cluster.slots).length ?? null,
    })),
    ...issuesJson(issues, dir),
  });
}

/** Checks every site of a project and prints all problems in one run. */
export async function check(io: Io, args: CheckArgs): Promise<ExitCode> {
  const progress = progressFor(io);
  const project = await openProject(io, args, progress);
  const runs = project.sites.map((site) => {
    progress.step(`resolving and checking site ${site}`);
    return runSite(project, site);
  });
  const issues = withoutRepeats([...project.issues, ...issuesOfAll(project, runs)]);
  progress.step('finding places');
  const located = locateIssues(issues, project.locate, project.dir);
  progress.done();
  if (args.json === true) {
    io.stdout.write(json(runs, located, project.dir));
  } else if (args.sarif === true) {
    const fallback = join(project.dir, projectFileOf(project.dir) ?? '');
    const rules = guardrails.map((rule) => ({ ...rule, help: ruleHelp(rule) }));
    io.stdout.write(
      inertJson(
        sarifLog(located, { version: version(), root: repositoryRoot(project.dir), fallback, rules }),
      ),
    );
  } else {
    const style = styleFor(io, 'stdout', args.color);
    const text = renderIssues(located, { cwd: io.cwd, style });
    const counts = countIssues(issues);
    const paint = counts.errors > 0 ? style.error : counts.warnings > 0 ? style.warning : style.good;
    const sites = runs.map(siteLine).join('');
    io.stdout.write(`${text}${text === '' ? '' : '\n'}${sites}${paint(printCounts(counts))}\n`);
  }
  return issues.length === 0 ? exitCodes.clean : exitCodeFor(issues);
}
