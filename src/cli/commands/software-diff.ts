import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffSoftware, type NodeDiff, type NodeNeed } from '../../software/day2/diff.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { requireProject } from '../project-dir.js';
import { inert, inertJson } from '../render/inert.js';
import { progressFor } from '../render/progress.js';
import { type Style, styleFor } from '../render/style.js';
import { counted } from '../render/table.js';
import { sideOf } from '../review/children.js';
import { checkOutBase } from '../review/git-worktree.js';
import type { Side } from '../review/side.js';
import { endWith, siteModels } from '../site-models.js';

/** Arguments of `software diff`. */
export interface SoftwareDiffArgs extends SiteArgs {
  readonly base?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What a branch comes to, read in a process of its own. */
async function baseOf(io: Io, dir: string, ref: string): Promise<Side> {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'rackform-software-')));
  const progress = progressFor(io);
  try {
    progress.step(`reading ${ref}`);
    const tree = checkOutBase(dir, ref, join(work, 'tree'));
    try {
      return await sideOf(io, 'the base', tree.dir, work, null);
    } finally {
      tree.remove();
    }
  } finally {
    progress.done();
    rmSync(work, { recursive: true, force: true });
  }
}

const needs: Readonly<Record<NodeNeed, string>> = {
  first: 'is deployed anew: site.yaml, then drivers.yaml, and with Kubernetes kubernetes.yaml',
  push: 'site.yaml',
  drivers: 'drivers.yaml: freed of jobs and restarted',
  kubernetes: 'kubernetes.yaml: RKE2 starts anew, pods go on',
  mig: 'mig.yaml: freed of jobs, its GPUs cut anew',
};

function nodeText(diff: NodeDiff, style: Style): string {
  const head = `  ${style.name(inert(diff.slot))}  ${diff.needs.map((need) => needs[need]).join(', then ')}\n`;
  if (diff.needs.includes('first')) return head;
  const line = (title: string, values: readonly string[]) =>
    values.length === 0 ? '' : `    ${title.padEnd(14)}${inert(values.join(' '))}\n`;
  return [
    head,
    line('driver', diff.driverPackages),
    line('packages', diff.packages),
    line('files', diff.files),
    line('left there', diff.leftFiles),
    line('restarts', diff.restarts),
  ].join('');
}

/** Says which machines need what pushed, by comparing the project with a branch. */
export async function softwareDiff(io: Io, args: SoftwareDiffArgs): Promise<ExitCode> {
  if (args.base === undefined) {
    throw new CliError('software diff needs --base REF', 'rackform software diff --base main');
  }
  const dir = requireProject(io, args.project);
  const base = await baseOf(io, dir, args.base);
  if (base.unresolved.length > 0) {
    throw new CliError(`--base ${args.base}: site ${base.unresolved.join(', ')} cannot be resolved there`);
  }
  const read = await siteModels(io, args);
  const sites = read.models.map((model) => ({
    name: model.site.name,
    nodes: diffSoftware(
      base.models.find(({ site }) => site.name === model.site.name),
      model,
    ),
  }));
  if (args.json === true) io.stdout.write(inertJson({ formatVersion: 1, sites }));
  else {
    const style = styleFor(io, 'stdout', args.color);
    io.stdout.write(
      sites
        .map(
          ({ name, nodes }) =>
            `${style.title(`site ${inert(name)}`)}  ${nodes.length === 0 ? 'nothing to push' : `${counted(nodes.length, 'machine')} to push to`}\n${nodes.map((one) => nodeText(one, style)).join('')}`,
        )
        .join('\n'),
    );
  }
  return endWith(io, read, args);
}
