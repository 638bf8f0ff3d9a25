import { z } from 'zod';
import type { ParsedDefinition } from '../../definition/parse.js';
import { optionLayers } from '../../model/clusters/clusters.js';
import type { Explanation } from '../../model/explain.js';
import { candidates, type Path } from '../../model/layers.js';
import { presets } from '../../presets/presets.js';
import { descriptionAt, type JsonSchema } from './document.js';

/**
 * Explains an option of a preset as it holds at a site.
 *
 * @param field `clusters.<name>.options.<path>`
 * @returns null where the field is no option that the cluster’s preset has
 */
export function explainOption(parsed: ParsedDefinition, site: string, field: string): Explanation | null {
  const [, name = '', written = ''] = /^clusters\.([^.]+)\.options\.(.+)$/.exec(field) ?? [];
  const cluster = Object.hasOwn(parsed.clusters, name) ? parsed.clusters[name] : undefined;
  if (cluster?.preset === undefined || !Object.hasOwn(presets, cluster.preset) || parsed.project === null) {
    return null;
  }
  const path = written.split('.');
  const layers = optionLayers(parsed.project, name, cluster, site);
  const taken = layers.findIndex((layer) => candidates([layer], path.slice(0, 1)).length > 0);
  const [whole, ...rest] = taken < 0 ? [] : layers.slice(taken);
  const winner = whole === undefined ? [] : candidates([whole], path);
  const found = winner.length === 0 ? [] : [...winner, ...candidates(rest, path)];
  const description = optionText(cluster.preset, path);
  if (found.length === 0 && description === null) return null;
  return { field, value: found[0]?.value, candidates: found, description };
}

/** What a preset says of its option. */
function optionText(preset: string, path: Path): string | null {
  const options = presets[preset]?.options;
  return options === undefined
    ? null
    : descriptionAt(z.toJSONSchema(options, { io: 'input' }) as JsonSchema, path);
}
