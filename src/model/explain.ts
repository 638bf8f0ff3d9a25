import { z } from 'zod';
import { ClusterBody } from '../definition/cluster.js';
import { HardwareProfile } from '../definition/hardware.js';
import type { ParsedDefinition } from '../definition/parse.js';
import { Site } from '../definition/site.js';
import { hardwareCatalog } from '../facts/hardware/catalog.js';
import { clusterLayers } from './clusters/clusters.js';
import { type Candidate, candidates, type Layer, mergeLayers, type Path } from './layers.js';
import { hardwareLayers } from './site/hardware.js';

/** Where a field’s value comes from. */
export interface Explanation {
  readonly field: string;
  /** Undefined where no layer has it. */
  readonly value: unknown;
  /** All layers that have it, the winner first. */
  readonly candidates: readonly Candidate[];
  /** What the schema says of it, its default among that. */
  readonly description: string | null;
}

/**
 * Explains a field of a resolved site.
 *
 * @param field `clusters.<name>.<path>`, `machines.<asset>.<path of hardware>` or any path of the site’s document,
 * e.g. `networks.in-band.mtu`
 * @returns null where the field names nothing that is there
 */
export function explainField(parsed: ParsedDefinition, site: string, field: string): Explanation | null {
  const path = field.split('.');
  const [kind, name, ...rest] = path;
  if (kind === 'clusters' && name !== undefined) return explainCluster(parsed, site, name, rest, field);
  if (kind === 'machines' && name !== undefined) {
    return explainHardware(parsed, site, name, rest, field) ?? explainSite(parsed, site, path, field);
  }
  return explainSite(parsed, site, path, field);
}

function explainCluster(
  parsed: ParsedDefinition,
  site: string,
  name: string,
  path: Path,
  field: string,
): Explanation | null {
  const cluster = Object.hasOwn(parsed.clusters, name) ? parsed.clusters[name] : undefined;
  if (cluster === undefined || parsed.project === null) return null;
  return explanation(clusterLayers(parsed.project, name, cluster, site).layers, path, ClusterBody, field);
}

function explainHardware(
  parsed: ParsedDefinition,
  site: string,
  asset: string,
  path: Path,
  field: string,
): Explanation | null {
  const document = parsed.sites[site];
  const machine = document?.machines?.[asset];
  const profileName = machine?.profile ?? document?.defaults?.profile;
  if (machine === undefined || profileName === undefined) return null;
  const profile = parsed.hardware[profileName] ?? hardwareCatalog[profileName];
  if (profile === undefined) return null;
  const layers = hardwareLayers(
    site,
    asset,
    machine,
    profileName,
    profile as Parameters<typeof hardwareLayers>[4],
  );
  const found = explanation(layers, path, HardwareProfile, field);
  return found === null || found.candidates.length === 0 ? null : found;
}

function explainSite(parsed: ParsedDefinition, site: string, path: Path, field: string): Explanation | null {
  const document = parsed.sites[site];
  if (document === undefined) return null;
  return explanation(
    [{ name: 'site', at: { document: `site/${site}`, path: [] }, data: document }],
    path,
    Site,
    field,
  );
}

/** Joins parts again that are one key, such as the sysctl `vm.swappiness`: where a layer has the longer key, it is meant. */
function withDottedKeys(data: unknown, path: Path): Path {
  let value = data;
  const keys: (string | number)[] = [];
  for (let at = 0; at < path.length; ) {
    const map =
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
    let taken = 1;
    for (let length = path.length - at; length > 1; length -= 1) {
      if (!Object.hasOwn(map, path.slice(at, at + length).join('.'))) continue;
      taken = length;
      break;
    }
    const key = path.slice(at, at + taken).join('.');
    keys.push(key);
    value = Object.hasOwn(map, key) ? map[key] : undefined;
    at += taken;
  }
  return keys;
}

function explanation(
  layers: readonly Layer[],
  written: Path,
  schema: z.ZodType,
  field: string,
): Explanation | null {
  const path = withDottedKeys(mergeLayers(layers), written);
  const found = candidates(layers, path);
  const description = descriptionAt(schema, path);
  if (found.length === 0 && description === null) return null;
  let value: unknown = mergeLayers(layers);
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return { field, value, candidates: found, description };
}

type JsonSchema = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
};

/** Descriptions live in the JSON Schema: zod drops `.meta()` from wrapped types at run time. */
function descriptionAt(schema: z.ZodType, path: Path): string | null {
  let node: JsonSchema | undefined = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  for (const key of path) {
    const rest: JsonSchema | boolean | undefined = node?.additionalProperties;
    node = node?.properties?.[key] ?? (typeof rest === 'object' ? rest : undefined);
    if (node === undefined) return null;
  }
  return node.description ?? null;
}
