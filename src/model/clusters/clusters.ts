import { z } from 'zod';
import { type Cluster, ClusterBody, type Pool } from '../../definition/cluster.js';
import type { Project } from '../../definition/project.js';
import { parseShape } from '../../definition/shape-issues.js';
import type { DocumentPath, Issue } from '../../errors.js';
import { presets } from '../../presets/presets.js';
import { candidates, type Layer, mergeLayers, originOf } from '../layers.js';
import { byName, entries } from '../order.js';
import { unknownName } from '../references.js';
import { nameClashes, namedTwice } from './cluster-clashes.js';

type ParsedCluster = z.output<typeof Cluster>;
type ParsedProject = z.output<typeof Project>;
export type ParsedPool = z.output<typeof Pool>;

/** A cluster as it is deployed at one site: preset written out, overrides applied. */
export interface ClusterPlan {
  readonly name: string;
  readonly tenant: string;
  readonly mode: 'dedicated' | 'shared';
  readonly preset: string | null;
  readonly scheduler: 'none' | 'slurm' | 'kubernetes';
  readonly software: NonNullable<z.output<typeof ClusterBody>['software']>;
  readonly pools: readonly PoolPlan[];
  readonly workloadTenants: NonNullable<z.output<typeof ClusterBody>['workloadTenants']>;
  readonly layers: readonly Layer[];
  /** Where a field of the cluster’s body was written. */
  readonly at: (...path: (string | number)[]) => DocumentPath;
}

export interface PoolPlan {
  readonly cluster: string;
  readonly tenant: string;
  readonly name: string;
  readonly pool: ParsedPool;
  readonly count: number;
  /** Where a field of this pool was written. */
  readonly at: (...path: (string | number)[]) => DocumentPath;
}

/** Layers of a cluster’s options at a site, the strongest first: deployment, cluster. An option is taken whole from the first. */
export function optionLayers(
  project: ParsedProject,
  name: string,
  cluster: ParsedCluster,
  site: string,
): readonly Layer[] {
  const index = deploymentIndex(project, name, site);
  return [
    {
      name: `deployment at ${site}`,
      at: { document: 'project', path: ['deployments', index, 'options'] },
      data: project.deployments[index]?.options,
    },
    { name: 'cluster', at: { document: `cluster/${name}`, path: ['options'] }, data: cluster.options },
  ];
}

function deploymentIndex(project: ParsedProject, cluster: string, site: string): number {
  return project.deployments.findIndex(
    (deployment) => deployment.cluster === cluster && deployment.site === site,
  );
}

/** Layers of a cluster at a site, the strongest first: deployment, overrides, cluster, preset. */
export function clusterLayers(
  project: ParsedProject,
  name: string,
  cluster: ParsedCluster,
  site: string,
): { readonly layers: readonly Layer[]; readonly issues: readonly Issue[] } {
  const document = `cluster/${name}`;
  const index = deploymentIndex(project, name, site);
  const own = {
    mode: cluster.mode,
    pools: cluster.pools,
    release: cluster.release,
    workloadTenants: cluster.workloadTenants,
    software: cluster.software,
  };
  const layers: Layer[] = [
    {
      name: `deployment at ${site}`,
      at: { document: 'project', path: ['deployments', index, 'overrides'] },
      data: project.deployments[index]?.overrides,
    },
    { name: 'cluster overrides', at: { document, path: ['overrides'] }, data: cluster.overrides },
    { name: 'cluster', at: { document, path: [] }, data: withoutUndefined(own) },
  ];
  if (cluster.preset === undefined) return { layers, issues: [] };
  const optionsFrom = optionLayers(project, name, cluster, site);
  const options = Object.assign({}, ...optionsFrom.map(({ data }) => data).reverse());
  const expanded = expandPreset(
    cluster.preset,
    options,
    document,
    (key) => candidates(optionsFrom, [key])[0]?.at ?? { document, path: ['options', key] },
  );
  const at = { document, path: cluster.options === undefined ? ['preset'] : ['options'] };
  layers.push({ name: `preset ${cluster.preset}`, at, data: expanded.body, isGenerated: true });
  return { layers, issues: expanded.issues };
}

function withoutUndefined(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function expandPreset(
  name: string,
  options: Readonly<Record<string, unknown>>,
  document: string,
  place: (key: string) => DocumentPath,
): { readonly body: unknown; readonly issues: readonly Issue[] } {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset === undefined) {
    return {
      body: undefined,
      issues: [
        unknownName('REF_UNKNOWN_PRESET', 'preset', name, Object.keys(presets), {
          document,
          path: ['preset'],
        }),
      ],
    };
  }
  const parsed = preset.options.safeParse(options, { reportInput: true });
  if (parsed.success) return { body: preset.expand(parsed.data as never), issues: [] };
  return {
    body: undefined,
    issues: parsed.error.issues.flatMap((issue) => presetIssue(name, issue, document, place)),
  };
}

function presetIssue(
  preset: string,
  issue: z.core.$ZodIssue,
  document: string,
  place: (key: string) => DocumentPath,
): readonly Issue[] {
  const [first, ...rest] = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    const known = knownOptions(preset, issue.path);
    return issue.keys.map((key) =>
      unknownName(
        'PRESET_UNKNOWN_OPTION',
        `option of ${preset}`,
        key,
        known,
        first === undefined
          ? place(key)
          : { ...place(String(first)), path: [...place(String(first)).path, ...rest, key] },
      ),
    );
  }
  const isMissing = issue.input === undefined;
  const at =
    first === undefined
      ? { document, path: ['options'] }
      : { ...place(String(first)), path: [...place(String(first)).path, ...rest] };
  const found = ['string', 'number', 'boolean'].includes(typeof issue.input)
    ? `, got ${JSON.stringify(issue.input)}`
    : '';
  const option = issue.path.join('.');
  return [
    {
      code: isMissing ? 'PRESET_OPTION_MISSING' : 'PRESET_OPTION_INVALID',
      severity: 'error',
      message: isMissing
        ? `preset ${preset} needs option ${JSON.stringify(option)}`
        : `option ${JSON.stringify(option)} of preset ${preset}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}${found}`,
      at: isMissing ? { document, path: ['options'] } : at,
    },
  ];
}

/** Options of a preset, or what stands in one of them. */
function knownOptions(preset: string, path: readonly PropertyKey[]): readonly string[] {
  const options = presets[preset]?.options;
  let schema = options === undefined ? {} : (z.toJSONSchema(options, { io: 'input' }) as JsonSchema);
  for (const key of path)
    schema = (typeof key === 'number' ? schema.items : schema.properties?.[String(key)]) ?? {};
  return Object.keys(schema.properties ?? {});
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** Writes out every cluster deployed at the site; what cannot be written out is left aside with its issues. */
export function planClusters(
  project: ParsedProject,
  clusters: Readonly<Record<string, ParsedCluster>>,
  site: string,
  isSetAside: (document: string, path: readonly (string | number)[]) => boolean,
): {
  readonly plans: readonly ClusterPlan[];
  readonly issues: readonly Issue[];
  readonly incomplete: ReadonlySet<string>;
} {
  const plans: ClusterPlan[] = [];
  const issues: Issue[] = [];
  const incomplete = new Set<string>();
  const seen = new Set<string>();
  project.deployments.forEach((deployment, index) => {
    if (deployment.site !== site) return;
    const name = deployment.cluster;
    if (seen.has(name)) {
      issues.push({
        code: 'PROJECT_DUPLICATE_DEPLOYMENT',
        severity: 'error',
        message: `cluster ${JSON.stringify(name)} is deployed at ${JSON.stringify(site)} twice`,
        at: { document: 'project', path: ['deployments', index] },
        hint: 'a second cluster of the same kind needs a name of its own',
      });
      return;
    }
    seen.add(name);
    const cluster = Object.hasOwn(clusters, name) ? clusters[name] : undefined;
    if (cluster === undefined) {
      incomplete.add(name);
      if (!isSetAside(`cluster/${name}`, [])) {
        issues.push(
          unknownName('REF_UNKNOWN_CLUSTER', 'cluster', name, Object.keys(clusters), {
            document: 'project',
            path: ['deployments', index, 'cluster'],
          }),
        );
      }
      return;
    }
    const planned = planCluster(project, name, cluster, site);
    issues.push(...planned.issues);
    if (planned.plan === null) incomplete.add(name);
    else plans.push(planned.plan);
  });
  issues.push(...nameClashes(project, plans, site), ...namedTwice(plans));
  return { plans: plans.sort((a, b) => byName(a.name, b.name)), issues, incomplete };
}

function planCluster(
  project: ParsedProject,
  name: string,
  cluster: ParsedCluster,
  site: string,
): { readonly plan: ClusterPlan | null; readonly issues: readonly Issue[] } {
  const document = `cluster/${name}`;
  const issues: Issue[] = [];
  if (project.tenants[cluster.tenant] === undefined) {
    issues.push(
      unknownName('REF_UNKNOWN_TENANT', 'tenant', cluster.tenant, Object.keys(project.tenants), {
        document,
        path: ['tenant'],
      }),
    );
  }
  const layered = clusterLayers(project, name, cluster, site);
  issues.push(...layered.issues);
  if (layered.issues.length > 0) return { plan: null, issues };
  const merged = mergeLayers(layered.layers) as Readonly<Record<string, unknown>> | undefined;
  const parsed = parseShape(ClusterBody, merged ?? {}, { document, path: [] });
  if ('issues' in parsed) {
    issues.push(...parsed.issues.map((issue) => ({ ...issue, at: originOf(layered.layers, issue.at.path) })));
    return { plan: null, issues };
  }
  const body = parsed.value;
  const placeOf = (...path: (string | number)[]) => originOf(layered.layers, path);
  const pools = entries(body.pools).map(([poolName, pool]) => {
    const at = (...path: (string | number)[]) => placeOf('pools', poolName, ...path);
    if (pool.count === undefined && pool.machines === undefined) {
      issues.push({
        code: 'POOL_WITHOUT_SIZE',
        severity: 'error',
        message: `pool ${JSON.stringify(poolName)} has neither count nor machines`,
        at: at(),
      });
    }
    return {
      cluster: name,
      tenant: cluster.tenant,
      name: poolName,
      pool: { ...pool, release: { ...body.release, ...pool.release } },
      count: pool.count ?? pool.machines?.length ?? 0,
      at,
    };
  });
  return {
    plan: {
      name,
      tenant: cluster.tenant,
      mode: body.mode,
      preset: cluster.preset ?? null,
      scheduler: body.software?.scheduler ?? 'none',
      software: body.software ?? {},
      pools,
      workloadTenants: body.workloadTenants ?? {},
      layers: layered.layers,
      at: placeOf,
    },
    issues,
  };
}
