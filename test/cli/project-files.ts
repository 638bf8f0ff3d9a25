import { stringify } from 'yaml';
import type { Definition } from '../../src/definition/definition.js';
import { definitionOf, type SiteShape } from '../support/site-fixture.js';

/** The files of a definition, as a user would write them. */
export function filesOf(definition: Definition): Record<string, string> {
  const files: Record<string, string> = { 'rackform.yaml': stringify(definition.project) };
  for (const [name, site] of Object.entries(definition.sites))
    files[`sites/${name}/site.yaml`] = stringify(site);
  for (const [name, cluster] of Object.entries(definition.clusters)) {
    files[`clusters/${name}.yaml`] = stringify(cluster);
  }
  for (const [name, profile] of Object.entries(definition.hardware)) {
    files[`hardware/${name}.yaml`] = stringify(profile);
  }
  return files;
}

/** Files of the fixture’s project. */
export function projectFiles(shape: SiteShape = {}): Record<string, string> {
  return filesOf(definitionOf(shape));
}
