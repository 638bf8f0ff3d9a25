import { machinesOf } from '../../model/machines.js';
import type { ClusterModel, SiteModel, SlotModel } from '../../model/types.js';
import { check } from './check.js';
import { collectives } from './fabric/collectives.js';
import { rails } from './fabric/rails.js';
import { gpu } from './gpu/gpu.js';
import { mig } from './gpu/mig.js';
import { kubernetes } from './kubernetes/kubernetes.js';
import { mounts } from './mounts.js';
import { joinParts, type Node, type NodePart, type NodeSoftware } from './node.js';
import { repositories } from './repositories.js';
import { slurm } from './slurm/slurm.js';
import { time } from './time.js';

/**
 * What is put on machines after they are deployed, in order. The one place where more is added. Nothing of it may
 * change user data or anything else that a reimage applies.
 */
const parts: readonly NodePart[] = [
  time,
  mounts,
  repositories,
  gpu,
  mig,
  rails,
  collectives,
  slurm,
  kubernetes,
  check,
];

/** A machine with its software. */
export interface SoftwareOfNode {
  readonly node: Node;
  readonly software: NodeSoftware;
}

/** Software of all declared slots of a cluster, by name of the slot. */
export function softwareOfCluster(cluster: ClusterModel, model: SiteModel): readonly SoftwareOfNode[] {
  const machines = machinesOf(model.site);
  return cluster.slots.flatMap((slot: SlotModel) => {
    const machine = machines.get(slot.asset);
    if (machine === undefined || !slot.isDeclared) return [];
    const node = { slot, machine, cluster, model };
    return [{ node, software: joinParts(parts.map((part) => part(node))) }];
  });
}
