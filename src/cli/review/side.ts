import type { Issue } from '../../errors.js';
import type { Lock } from '../../model/lock/lock-types.js';
import type { SiteModel } from '../../model/types.js';
import { atSite } from '../../review/model-changes/slots.js';
import type { Place } from '../../review/report.js';
import { contentDigest } from '../../software/first-boot/user-data.js';
import type { Io } from '../io.js';
import { openProject } from '../project.js';
import { issuesOfAll, runSite, withoutRepeats } from '../site-run.js';
import { synthesize } from '../synthesize.js';
import { placeIn, placesOf } from './places.js';

/** A problem of a definition, with its place in the project. */
export interface SideIssue {
  readonly issue: Issue;
  readonly place: Place | null;
}

/** One side of a review: what a project comes to, as plain data that goes from process to process. */
export interface Side {
  readonly models: readonly SiteModel[];
  readonly locks: readonly Lock[];
  /** Protected branch of the project. */
  readonly baseBranch: string;
  /** Sites that have no model: what they come to is not known. */
  readonly unresolved: readonly string[];
  /** Digest of what each slot will run, by site and name. */
  readonly contents: Readonly<Record<string, string>>;
  readonly issues: readonly SideIssue[];
  /**
   * Where things are written: `pool/<cluster>/<pool>`, `network/<site>/<name>`, `machine/<site>/<asset>`,
   * `lock/<site>/<slot or asset>`.
   */
  readonly places: Readonly<Record<string, Place>>;
  /** Why nothing was synthesized; null where it was, or was not asked for. */
  readonly notSynthesized: string | null;
}

/** Resolves and checks a project, and synthesizes it where a folder is given, also what guardrails refuse. */
export async function readSide(io: Io, dir: string, out: string | null): Promise<Side> {
  const quiet = { step: () => {}, done: () => {} };
  const project = await openProject(io, { project: dir }, quiet);
  const runs = project.sites.map((site) => runSite(project, site));
  const models = runs.flatMap(({ resolution }) => (resolution.model === null ? [] : [resolution.model]));
  const issues = withoutRepeats([...project.issues, ...issuesOfAll(project, runs)]);
  return {
    models,
    locks: runs.flatMap(({ lock }) => (lock === null ? [] : [lock])),
    baseBranch: project.parsed.project?.baseBranch ?? 'main',
    unresolved: project.sites.filter((name) => !models.some(({ site }) => site.name === name)),
    contents: Object.fromEntries(
      models.flatMap((model) =>
        model.clusters.flatMap(({ slots }) =>
          slots.map((slot) => [atSite(model.site.name, slot.name), contentDigest(slot, model)]),
        ),
      ),
    ),
    issues: issues.map((issue) => ({
      issue,
      place: placeIn(project, issue.position ?? project.locate?.(issue.at)),
    })),
    places: placesOf(project, runs),
    notSynthesized: out === null ? null : await written(),
  };

  async function written(): Promise<string | null> {
    try {
      await synthesize(io, { project: dir, out: out ?? undefined }, { project, models, issues: [] });
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
