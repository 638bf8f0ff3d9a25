import { nearest } from '../definition/nearest.js';
import { type ParsedDefinition, parseDefinition } from '../definition/parse.js';
import type { Issue, Locate } from '../errors.js';
import { configModuleOf, loadConfigModule } from '../inventory/config-module.js';
import { type LoadedProject, loadProject } from '../inventory/load.js';
import { concernsSite } from '../model/resolve.js';
import type { SiteArgs } from './args.js';
import { CliError } from './cli-error.js';
import type { Io } from './io.js';
import { projectFileOf, requireProject } from './project-dir.js';
import type { Progress } from './render/progress.js';

/** A project as read and parsed, nothing resolved yet. */
export interface OpenProject {
  readonly dir: string;
  readonly parsed: ParsedDefinition;
  readonly locate: Locate | undefined;
  /** Text of each lock by site. */
  readonly locks: LoadedProject['locks'];
  /** What reading and parsing found. */
  readonly issues: readonly Issue[];
  /** The sites asked for, by name. */
  readonly sites: readonly string[];
}

/** Path of a site's lock, relative to the project. */
export function lockPath(site: string): string {
  return `locks/${site}.yaml`;
}

function sitesAskedFor(known: readonly string[], wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return [...known].sort();
  if (known.includes(wanted)) return [wanted];
  const near = nearest(wanted, known);
  throw new CliError(
    `--site ${JSON.stringify(wanted)}: the project has no such site; ${known.length === 0 ? 'it has none' : `known: ${[...known].sort().join(', ')}`}`,
    near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
  );
}

/** A project without a site has nothing to check or decide, which is a mistake and not all clear. */
const noSite: Issue = {
  code: 'PROJECT_NO_SITE',
  severity: 'error',
  message: 'the project has no site',
  at: { document: 'project', path: [] },
  hint: 'a site is a file sites/NAME/site.yaml; rackform import and rackform init write one',
};

/** Locks that no site of the project reads: their servers would be orphaned without a word. */
function lostLocks(locks: LoadedProject['locks'], sites: readonly string[]): readonly Issue[] {
  return Object.entries(locks)
    .filter(([site]) => !sites.includes(site))
    .map(([site, { file }]) => ({
      code: 'LOCK_SITE_GONE',
      severity: 'error',
      message: `there is a lock of site ${JSON.stringify(site)}, and the project has no such site`,
      at: { document: `lock/${site}`, path: [] },
      position: { file, line: 1, column: 1 },
      hint: 'bring the site back and release what it holds; delete the lock only when its stacks are destroyed',
    }));
}

/** The definition of a project, from its files or from the module that stands in their place. */
async function readDefinition(dir: string): Promise<Omit<LoadedProject, 'files'>> {
  const files = loadProject(dir);
  const module = configModuleOf(dir);
  if (module === undefined) return files;
  if (projectFileOf(dir) !== module) {
    const twice: Issue = {
      code: 'PROJECT_TWICE',
      severity: 'error',
      message: `the project is described twice: by rackform.yaml and by ${module}`,
      at: { document: 'project', path: [] },
      position: { file: module, line: 1, column: 1 },
      hint: 'keep one of the two',
    };
    return { ...files, issues: [...files.issues, twice] };
  }
  const { definition, issues } = await loadConfigModule(dir, module);
  const ofLocks = files.issues.filter(({ at }) => at.document.startsWith('lock/'));
  return { definition, locks: files.locks, issues: [...issues, ...ofLocks] };
}

/** Reads and parses the project that the arguments mean. @throws {CliError} where there is none, or no such site */
export async function openProject(io: Io, args: SiteArgs, progress: Progress): Promise<OpenProject> {
  const dir = requireProject(io, args.project);
  progress.step('reading the project');
  const { definition, issues, locks } = await readDefinition(dir);
  const known = Object.keys(definition.sites);
  const sites = sitesAskedFor(known, args.site);
  progress.step('checking the definition');
  const parsed = parseDefinition(definition);
  // A site that is asked for by name is not held up by what is wrong at another.
  const concerns = (issue: Issue) => args.site === undefined || concernsSite(issue, parsed, args.site);
  return {
    dir,
    parsed,
    locate: definition.locate,
    locks,
    issues: [
      ...[...issues, ...parsed.issues].filter(concerns),
      ...lostLocks(locks, known),
      // Where files could not be read, sites may be among them.
      ...(known.length === 0 && issues.length === 0 ? [noSite] : []),
    ],
    sites,
  };
}
