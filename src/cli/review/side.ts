import type { Issue, Position } from '../../errors.js';
import type { Lock } from '../../model/lock/lock-types.js';
import type { SiteModel } from '../../model/types.js';
import type { Place } from '../../review/report.js';
import { contentDigest } from '../../software/user-data.js';
import type { Io } from '../io.js';
import { lockPath, openProject } from '../project.js';
import { relativeFile } from '../render/located.js';
import { issuesOfAll, runSite, withoutRepeats } from '../site-run.js';
import { synthesize } from '../synthesize.js';

/** A problem of a definition, with its place in the project. */
export interface SideIssue {
  readonly issue: Issue;
  readonly place: Place | null;
}

/** One side of a review: what a project comes to, as plain data that goes from process to process. */
export interface Side {
  readonly models: readonly SiteModel[];
  readonly locks: readonly Lock[];
  /** Sites that have no model: what they come to is not known. */
  readonly unresolved: readonly string[];
  /** Digest of what each slot will run, by name. */
  readonly contents: Readonly<Record<string, string>>;
  readonly issues: readonly SideIssue[];
  /** Where pools and slots are written: `pool/<cluster>/<pool>`, `lock/<slot>`. */
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
  const placed = (position: Position | undefined): Place | null =>
    position === undefined
      ? null
      : {
          file: relativeFile(position.file, project.dir),
          line: Math.max(1, position.line),
          column: Math.max(1, position.column),
        };
  const places: Record<string, Place> = {};
  for (const { clusters, site } of models) {
    for (const { name } of site.networks) {
      const place = placed(project.locate?.({ document: `site/${site.name}`, path: ['networks', name] }));
      if (place !== null) places[`network/${name}`] = place;
    }
    for (const cluster of clusters) {
      for (const pool of cluster.pools) {
        const document = `cluster/${cluster.name}`;
        const found = [['overrides', 'pools', pool.name], ['pools', pool.name], ['options'], []]
          .map((path) => project.locate?.({ document, path }))
          .find((position) => position !== undefined);
        const place = placed(found);
        if (place !== null) places[`pool/${cluster.name}/${pool.name}`] = place;
      }
    }
  }
  for (const site of project.sites) {
    const read = project.locks[site];
    read?.text.split('\n').forEach((text, index) => {
      const name = /^\s+["']?([\w.-]+)["']?:/.exec(text)?.[1];
      if (name !== undefined) places[`lock/${name}`] ??= { file: lockPath(site), line: index + 1, column: 1 };
    });
  }
  return {
    models,
    locks: runs.flatMap(({ lock }) => (lock === null ? [] : [lock])),
    unresolved: project.sites.filter((name) => !models.some(({ site }) => site.name === name)),
    contents: Object.fromEntries(
      models.flatMap((model) =>
        model.clusters.flatMap(({ slots }) => slots.map((slot) => [slot.name, contentDigest(slot, model)])),
      ),
    ),
    issues: issues.map((issue) => ({
      issue,
      place: placed(issue.position ?? project.locate?.(issue.at)),
    })),
    places,
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
