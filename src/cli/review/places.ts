import type { DocumentPath, Position } from '../../errors.js';
import type { SiteModel } from '../../model/types.js';
import { atSite } from '../../review/model-changes/slots.js';
import type { Place } from '../../review/report.js';
import { lockPath, type OpenProject } from '../project.js';
import { relativeFile } from '../render/located.js';
import type { SiteRun } from '../site-run.js';

/** Machines that are new here and looked up: of a whole new site, one file says it all. */
const mostMachines = 500;

/** Places of what a review names, in the files of the user: pools, networks, new machines, and lines of the lock. */
export function placesOf(project: OpenProject, runs: readonly SiteRun[]): Readonly<Record<string, Place>> {
  const places = new Map<string, Place>();
  const add = (key: string, ...candidates: readonly DocumentPath[]) => {
    for (const at of candidates) {
      const place = placeIn(project, project.locate?.(at));
      if (place === null) continue;
      places.set(key, place);
      return;
    }
  };
  for (const { lock, baseLock, resolution, site } of runs) {
    if (resolution.model !== null) addModel(resolution.model, add);
    const known = new Set((baseLock?.machines ?? []).map(({ asset }) => asset));
    const fresh = (lock?.machines ?? []).filter(({ asset }) => !known.has(asset));
    for (const { asset } of baseLock === null || baseLock === undefined ? [] : fresh.slice(0, mostMachines)) {
      add(`machine/${atSite(site, asset)}`, { document: `site/${site}`, path: ['machines', asset] });
    }
    addLock(project, site, places);
  }
  return Object.fromEntries(places);
}

function addModel(
  { clusters, site }: SiteModel,
  add: (key: string, ...at: readonly DocumentPath[]) => void,
): void {
  for (const { name } of site.networks) {
    add(`network/${atSite(site.name, name)}`, { document: `site/${site.name}`, path: ['networks', name] });
  }
  for (const { name: cluster, pools } of clusters) {
    const document = `cluster/${cluster}`;
    for (const { name } of pools) {
      const paths = [['overrides', 'pools', name], ['pools', name], ['options'], []];
      add(`pool/${cluster}/${name}`, ...paths.map((path) => ({ document, path })));
    }
  }
}

/** A lock has one line for each slot and machine. */
function addLock({ locks }: OpenProject, site: string, places: Map<string, Place>): void {
  for (const [index, text] of (locks[site]?.text ?? '').split('\n').entries()) {
    const name = /^\s+["']?([\w.-]+)["']?:/.exec(text)?.[1];
    const key = `lock/${atSite(site, name ?? '')}`;
    if (name !== undefined && !places.has(key)) {
      places.set(key, { file: lockPath(site), line: index + 1, column: 1 });
    }
  }
}

/** A position as a report has it: relative to the project. */
export function placeIn({ dir }: OpenProject, position: Position | undefined): Place | null {
  if (position === undefined) return null;
  const { file, line, column } = position;
  return { file: relativeFile(file, dir), line: Math.max(1, line), column: Math.max(1, column) };
}
