import type { ClusterModel, MachineModel, SiteModel, SlotModel } from '../../model/types.js';
import { machinesByAsset } from './slots.js';

/** The control slots of a cluster with their machines. */
export interface ControlPlane {
  readonly cluster: ClusterModel;
  /** Pool of the first of them, where a finding is placed. */
  readonly pool: string;
  readonly members: readonly { readonly slot: SlotModel; readonly machine: MachineModel }[];
}

/** The control plane of every cluster that has one. */
export function controlPlanes(model: SiteModel): readonly ControlPlane[] {
  const machines = machinesByAsset(model);
  return model.clusters.flatMap((cluster) => {
    const members = cluster.slots.flatMap((slot) => {
      const machine = machines.get(slot.asset);
      return slot.isDeclared && slot.role === 'control' && machine !== undefined ? [{ slot, machine }] : [];
    });
    const [first] = members;
    return first === undefined ? [] : [{ cluster, pool: first.slot.pool, members }];
  });
}

/** The one rack that a control plane stands in; null where it is spread, or a rack is not known. */
export function onlyRack({ members }: ControlPlane): string | null {
  const racks = new Set(members.map(({ machine }) => machine.rack));
  const [rack] = racks;
  return members.length > 1 && racks.size === 1 ? (rack ?? null) : null;
}
