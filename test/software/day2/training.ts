import type { ClusterInput } from '../../../src/definition/cluster.js';
import type { Definition } from '../../../src/definition/definition.js';
import type { SiteInput } from '../../../src/definition/site.js';
import { loadProject } from '../../../src/inventory/load.js';
import { resolve } from '../../../src/model/resolve.js';
import type { SiteModel } from '../../../src/model/types.js';
import { type SoftwareOfNode, softwareOfCluster } from '../../../src/software/day2/software.js';
import { fromRoot } from '../../support/project-root.js';

/** How the example with a training cluster is changed. */
export interface TrainingChange {
  readonly software?: ClusterInput['software'];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly site?: Partial<SiteInput>;
  /** GPUs of its machines. */
  readonly gpus?: { readonly vendor: 'amd' | 'nvidia'; readonly model: string; readonly count: number };
}

const example = loadProject(fromRoot('examples/training')).definition;

/** The example with a training cluster, changed. */
export function trainingDefinition(change: TrainingChange = {}): Definition {
  const definition = structuredClone({ ...example, locate: undefined }) as unknown as {
    clusters: Record<string, Record<string, unknown>>;
    sites: Record<string, Record<string, unknown>>;
    hardware: Record<string, Record<string, unknown>>;
  };
  const cluster = definition.clusters['train-a'] ?? {};
  const options = cluster['options'] as Record<string, unknown>;
  Object.assign(options, change.options);
  if (change.software !== undefined) cluster['software'] = change.software;
  if (change.gpus !== undefined) {
    const { vendor, model, count } = change.gpus;
    options['gpu'] = { vendor, model, count };
    const profile = definition.hardware['gpu-2u'];
    if (profile !== undefined) profile['gpus'] = { vendor, model, count, memoryGB: 64, watts: 300 };
  }
  Object.assign(definition.sites['dc1'] ?? {}, change.site);
  return definition as unknown as Definition;
}

/** What the changed example comes to. */
export function trainingModel(change: TrainingChange = {}): SiteModel {
  const { model, issues } = resolve(trainingDefinition(change), { site: 'dc1', lock: null });
  if (model === null) throw new Error(issues.map(({ message }) => message).join('; '));
  return model;
}

/** Software of all slots of a model by name. */
export function softwareBySlot(model: SiteModel): ReadonlyMap<string, SoftwareOfNode> {
  const all = model.clusters.flatMap((cluster) => softwareOfCluster(cluster, model));
  return new Map(all.map((one) => [one.node.slot.name, one]));
}

/** Software of one slot. */
export function softwareOn(model: SiteModel, slot: string): SoftwareOfNode['software'] {
  const found = softwareBySlot(model).get(slot);
  if (found === undefined) throw new Error(`there is no slot ${slot}`);
  return found.software;
}

/** Content of a file on a slot. */
export function fileOn(model: SiteModel, slot: string, path: string): string {
  const file = softwareOn(model, slot).files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${path} is not on ${slot}`);
  return file.content;
}
