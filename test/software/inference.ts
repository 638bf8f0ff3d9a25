import type { ClusterInput } from '../../src/definition/cluster.js';
import type { Definition } from '../../src/definition/definition.js';
import type { SiteInput } from '../../src/definition/site.js';
import { loadProject } from '../../src/inventory/load.js';
import { resolve } from '../../src/model/resolve.js';
import type { SiteModel } from '../../src/model/types.js';
import { fromRoot } from '../support/project-root.js';

/** How the example with a shared cluster is changed. */
export interface InferenceChange {
  readonly software?: ClusterInput['software'];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly site?: Partial<SiteInput>;
  /** GPUs of its machines. */
  readonly gpus?: { readonly vendor: 'amd' | 'nvidia'; readonly model: string; readonly count: number };
  /** Over what the preset says of pools. */
  readonly pools?: NonNullable<ClusterInput['overrides']>['pools'];
  /** In place of what the deployment at dc2 says of software. */
  readonly deployment?: ClusterInput['software'];
}

const example = loadProject(fromRoot('examples/inference')).definition;

/** The example with a shared cluster at its site dc2, changed. */
export function inferenceModel(change: InferenceChange = {}): SiteModel {
  const definition = structuredClone({ ...example, locate: undefined }) as unknown as {
    clusters: Record<string, Record<string, unknown>>;
    sites: Record<string, Record<string, unknown>>;
    hardware: Record<string, Record<string, unknown>>;
    project: { deployments: { cluster: string; site: string; overrides?: unknown }[] };
  };
  const cluster = definition.clusters['serve'] ?? {};
  Object.assign(cluster['options'] as object, change.options);
  if (change.software !== undefined) cluster['software'] = change.software;
  Object.assign(definition.sites['dc2'] ?? {}, change.site);
  if (change.pools !== undefined) cluster['overrides'] = { pools: change.pools };
  if (change.gpus !== undefined) {
    Object.assign(definition.hardware['gpu-a100'] ?? {}, {
      gpus: { ...change.gpus, memoryGB: 64, watts: 300 },
    });
  }
  if (change.deployment !== undefined) {
    const found = definition.project.deployments.find((one) => one.cluster === 'serve' && one.site === 'dc2');
    Object.assign(found ?? {}, { overrides: { software: change.deployment } });
  }
  const { model, issues } = resolve(definition as unknown as Definition, { site: 'dc2', lock: null });
  if (model === null) throw new Error(issues.map(({ message }) => message).join('; '));
  return model;
}

/** Its shared cluster. */
export function serveIn(model: SiteModel): SiteModel['clusters'][number] {
  const found = model.clusters.find(({ name }) => name === 'serve');
  if (found === undefined) throw new Error('the example has no cluster serve');
  return found;
}
