import { isDeepStrictEqual } from 'node:util';
import type { SiteModel } from '../../model/types.js';
import { migPaths } from './gpu/mig.js';
import type { NodeSoftware } from './node.js';
import { type SoftwareOfNode, softwareOfCluster } from './software.js';

/**
 * What a machine needs so that it is as the later model says.
 *
 * - `first`: it is deployed anew, and gets everything.
 * - `push`: `site.yaml`; no job is disturbed.
 * - `kubernetes`: `site.yaml`, then `kubernetes.yaml`, which restarts RKE2 under running pods.
 * - `mig`: `site.yaml`, then `mig.yaml`, which frees it of jobs and cuts its GPUs anew.
 * - `drivers`: `site.yaml`, then `drivers.yaml`, which frees it of jobs and restarts it.
 */
export type NodeNeed = 'first' | 'push' | 'drivers' | 'kubernetes' | 'mig';

export interface NodeDiff {
  readonly slot: string;
  readonly cluster: string;
  /** In the order in which playbooks are run; never empty. */
  readonly needs: readonly NodeNeed[];
  /** Paths of files that are new or other than before. */
  readonly files: readonly string[];
  /** Files that rackform does not write any more. They stay on the machine. */
  readonly leftFiles: readonly string[];
  readonly packages: readonly string[];
  readonly driverPackages: readonly string[];
  /** Units that a changed file makes restart. */
  readonly restarts: readonly string[];
}

/** Machines of the later model that need something, by cluster and slot. */
export function diffSoftware(before: SiteModel | undefined, after: SiteModel): readonly NodeDiff[] {
  const old = new Map((before === undefined ? [] : nodesOf(before)).map((one) => [one.node.slot.name, one]));
  return nodesOf(after).flatMap((now) => {
    const was = old.get(now.node.slot.name);
    const diff = diffNode(was, now);
    return diff === null ? [] : [diff];
  });
}

function nodesOf(model: SiteModel): readonly SoftwareOfNode[] {
  return model.clusters.flatMap((cluster) => softwareOfCluster(cluster, model));
}

function diffNode(was: SoftwareOfNode | undefined, now: SoftwareOfNode): NodeDiff | null {
  const { slot, cluster } = now.node;
  const isSame =
    was !== undefined && was.node.slot.asset === slot.asset && was.node.slot.generation === slot.generation;
  const before = isSame ? was.software : nothing;
  const files = changedFiles(before, now.software);
  const packages = missing(before.packages, now.software.packages);
  const driverPackages = missing(before.driverPackages, now.software.driverPackages);
  const paths = new Set(now.software.files.map(({ path }) => path));
  const leftFiles = before.files.map(({ path }) => path).filter((path) => !paths.has(path));
  const isKubernetesSame = isDeepStrictEqual(before.kubernetes, now.software.kubernetes);
  const changes = files.length + packages.length + driverPackages.length + leftFiles.length;
  if (isSame && changes === 0 && isKubernetesSame) return null;
  const units = new Set(now.software.units);
  return {
    slot: slot.name,
    cluster: cluster.name,
    needs: isSame ? needsOf(was.software, now.software, driverPackages) : ['first'],
    files: files.map(({ path }) => path),
    leftFiles,
    packages,
    driverPackages,
    restarts: [...new Set(files.flatMap(({ restarts }) => restarts))].filter((unit) => units.has(unit)),
  };
}

function needsOf(
  was: NodeSoftware,
  now: NodeSoftware,
  driverPackages: readonly string[],
): readonly NodeNeed[] {
  const { migConfig: oldCut = null, ...before } = was.kubernetes ?? {};
  const { migConfig: newCut = null, ...after } = now.kubernetes ?? {};
  return [
    'push',
    ...(driverPackages.length > 0 ? (['drivers'] as const) : []),
    ...(now.kubernetes === null || isDeepStrictEqual(before, after) ? [] : (['kubernetes'] as const)),
    ...(oldCut === newCut && planOf(was) === planOf(now) ? [] : (['mig'] as const)),
  ];
}

function planOf({ files }: NodeSoftware): string | undefined {
  return files.find(({ path }) => path === migPaths.plan)?.content;
}

const nothing: Pick<NodeSoftware, 'files' | 'packages' | 'driverPackages' | 'kubernetes'> = {
  files: [],
  packages: [],
  driverPackages: [],
  kubernetes: null,
};

function changedFiles(before: Pick<NodeSoftware, 'files'>, after: NodeSoftware): NodeSoftware['files'] {
  const old = new Map(before.files.map((file) => [file.path, file]));
  return after.files.filter(({ path, mode, content }) => {
    const was = old.get(path);
    return was === undefined || was.content !== content || was.mode !== mode;
  });
}

function missing(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((name) => !before.includes(name));
}
