import { type ParsedDefinition, type ParsedProject, standIns } from '../../definition/parse.js';
import type { Issue } from '../../errors.js';
import { unknownName } from '../references.js';

/** Deployments at sites that are not there: no site would ever miss them. */
export function unknownSites(
  { sites, isSetAside }: ParsedDefinition,
  project: ParsedProject,
): readonly Issue[] {
  return project.deployments.flatMap(({ site }, index) =>
    site === standIns.deployment.site || Object.hasOwn(sites, site) || isSetAside(`site/${site}`, [])
      ? []
      : [
          unknownName('REF_UNKNOWN_SITE', 'site', site, Object.keys(sites), {
            document: 'project',
            path: ['deployments', index, 'site'],
          }),
        ],
  );
}
