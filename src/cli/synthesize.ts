import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasErrors, InternalError, type Issue } from '../errors.js';
import type { SiteModel } from '../model/types.js';
import type { SiteArgs } from './args.js';
import type { Io } from './io.js';
import { type OpenProject, openProject } from './project.js';
import type { Progress } from './render/progress.js';
import { issuesOfAll, runSite, withoutRepeats } from './site-run.js';

/** Which part to synthesize, and where to. */
export interface SynthArgs extends SiteArgs {
  readonly stack?: readonly string[] | undefined;
  readonly out?: string | undefined;
}

/** A project that may be synthesized, or what stands in the way. */
export interface Ready {
  readonly project: OpenProject;
  readonly models: readonly SiteModel[];
  /** All that was found; any error among it, and nothing may be synthesized. */
  readonly issues: readonly Issue[];
}

/** Resolves and checks as `check` does. A lock that is stale or not there is an error here. */
export async function prepare(io: Io, args: SynthArgs, progress: Progress): Promise<Ready> {
  const project = await openProject(io, args, progress);
  const runs = project.sites.map((site) => {
    progress.step(`resolving and checking site ${site}`);
    return runSite(project, site);
  });
  const issues = [...project.issues, ...issuesOfAll(project, runs)].map(
    (issue): Issue => (issue.code === 'LOCK_MISSING' ? { ...issue, severity: 'error' } : issue),
  );
  return {
    project,
    models: runs.flatMap(({ resolution }) => (resolution.model === null ? [] : [resolution.model])),
    issues: withoutRepeats(issues),
  };
}

/** Folder of the output: given, else what cdktf says, else in the project. */
function outdirOf(io: Io, args: SynthArgs, project: OpenProject): string {
  const { CDKTF_OUTDIR: told } = io.env;
  if (args.out !== undefined) return resolve(io.cwd, args.out);
  return told === undefined || told === '' ? join(project.dir, 'cdktf.out') : resolve(io.cwd, told);
}

interface StackEntry {
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, StackEntry>>;
}

function readManifest(outdir: string): Manifest | null {
  const path = join(outdir, 'manifest.json');
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (error) {
    // Half a manifest of a run that was killed is as good as none: this run writes it anew.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const order = { network: 0, enrolment: 1, claim: 2 } as const;

/** Stacks that come before another in any case: a part does not show which of them it really needs. */
function earlierStacks(models: readonly SiteModel[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    models.flatMap(({ stacks }) =>
      stacks.map((stack) => {
        const earlier = stacks.filter((other) => order[other.kind] < order[stack.kind]);
        return [stack.name, earlier.map(({ name }) => name)] as const;
      }),
    ),
  );
}

/**
 * Keeps what earlier runs wrote of other parts in the manifest, which CDKTF writes for the App at hand alone.
 * Without it `cdktf deploy` would take the other stacks for gone, and would know no order among parts.
 */
function keepOtherParts(
  outdir: string,
  before: Manifest | null,
  models: readonly SiteModel[],
  sites: readonly string[],
): void {
  const now = readManifest(outdir);
  if (now === null) return;
  const earlier = earlierStacks(models);
  // Of sites that this run did not look at nothing is known, so their stacks stay.
  const isOther = (name: string) => !models.some((model) => model.site.name === siteOf(name, sites));
  const isThere = ([name, entry]: readonly [string, StackEntry]) =>
    (earlier.has(name) || isOther(name)) && existsSync(join(outdir, entry.synthesizedStackPath));
  const kept = Object.entries(before?.stacks ?? {}).filter(isThere);
  const all = new Map([...kept, ...Object.entries(now.stacks)]);
  const stacks = [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => {
      const dependencies = (earlier.get(name) ?? entry.dependencies).filter((other) => all.has(other));
      return [name, { ...entry, dependencies }] as const;
    });
  const merged = { stacks: Object.fromEntries(stacks), version: now.version };
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify(merged, null, 2));
}

/** Site of a stack by its name: of the sites dc and dc-2, dc-2-network is one of dc-2. */
function siteOf(stack: string, sites: readonly string[]): string | undefined {
  const fitting = sites.filter((site) => stack.startsWith(`${site}-`));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** A stack as written. */
export interface WrittenStack {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** What a synthesis wrote. */
export interface Synthesized {
  readonly outdir: string;
  readonly stacks: readonly WrittenStack[];
}

/**
 * Writes the Terraform of models that are ready.
 *
 * @throws {DefinitionError} where a stack is asked for that no model has
 */
export async function synthesize(
  io: Io,
  args: SynthArgs,
  { project, models, issues }: Ready,
): Promise<Synthesized> {
  if (hasErrors(issues)) throw new InternalError('synthesize was called on what is not ready');
  // cdktf takes a quarter of a second to load, so it is loaded when all is well.
  const [{ addRackform }, { createApp }] = await Promise.all([
    import('../stacks/add-rackform.js'),
    import('../stacks/app.js'),
  ]);
  const outdir = outdirOf(io, args, project);
  mkdirSync(outdir, { recursive: true });
  const isPart = args.site !== undefined || args.stack !== undefined;
  const before = isPart ? readManifest(outdir) : null;
  const app = createApp(outdir);
  const added = addRackform(app, models, args.stack === undefined ? {} : { stacks: args.stack });
  app.synth();
  if (isPart) keepOtherParts(outdir, before, models, Object.keys(project.parsed.sites));
  return {
    outdir,
    stacks: added.map(({ node: { id } }) => {
      const path = join(outdir, 'stacks', id, 'cdk.tf.json');
      return { name: id, path, bytes: statSync(path).size };
    }),
  };
}
