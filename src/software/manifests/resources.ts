import { gpuResources, sliceResource } from '../../facts/kubernetes.js';
import { machinesOf } from '../../model/machines.js';
import { demandOf, sumOf, supplyOf, supplyOfSlot } from '../../model/tenancy/supply.js';
import type { ClusterModel, SiteModel, WorkloadTenantModel } from '../../model/types.js';

/** What a cluster has for its workload tenants, as Kubernetes counts it. */
export interface ClusterResources {
  /** By the words of the model: `gpu`, `1g.10gb`. */
  readonly names: ReadonlyMap<string, string>;
  /** Null where no machine offers anything. */
  readonly share: FairShare | null;
}

/** The same for all workload tenants of a cluster. */
export function resourcesOf(model: SiteModel, cluster: ClusterModel): ClusterResources {
  return { names: resourceNames(model, cluster), share: fairShare(model, cluster) };
}

/** Names by which Kubernetes counts what a cluster has of GPUs, by the words of the model: `gpu`, `1g.10gb`. */
function resourceNames(model: SiteModel, cluster: ClusterModel): ReadonlyMap<string, string> {
  const strategy = cluster.software.kubernetes?.migStrategy === 'single' ? 'single' : 'mixed';
  const machines = machinesOf(model.site);
  const whole = cluster.slots.flatMap(({ asset }) => {
    const vendor = machines.get(asset)?.hardware.gpus?.vendor;
    return vendor === undefined ? [] : [gpuResources[vendor]];
  });
  const gpu = whole.find((name) => name !== null);
  return new Map(
    [...supplyOf(model, cluster).keys()].flatMap((what): readonly (readonly [string, string])[] => {
      if (what !== 'gpu') return [[what, sliceResource(strategy, what)]];
      return gpu === undefined ? [] : [['gpu', gpu]];
    }),
  );
}

/** What a tenant may use at most of each resource that its cluster has; 0 of what it was not promised. */
export function quotaOf(
  tenant: WorkloadTenantModel,
  { names }: ClusterResources,
): ReadonlyMap<string, number> {
  const demand = demandOf(tenant);
  // With strategy single whole GPUs and slices are one resource.
  return sumOf([...names].map(([what, resource]) => [resource, demand.get(what) ?? 0] as const));
}

/** What a container gets that asks for nothing. */
interface FairShare {
  readonly milliCores: number;
  readonly memoryMiB: number;
}

/** Of a machine some is the system’s and the platform’s. */
const usable = 0.8;

/**
 * Cores and memory of a machine for each of the GPUs and slices that it offers, of the machine that has least for each:
 * with so much every GPU and slice of the cluster can be in use at once.
 */
function fairShare(model: SiteModel, cluster: ClusterModel): FairShare | null {
  const machines = machinesOf(model.site);
  const shares = cluster.slots.flatMap((slot) => {
    const machine = machines.get(slot.asset);
    if (machine === undefined || !slot.isDeclared || slot.role !== 'gpu') return [];
    const { cpu, memoryGiB } = machine.hardware;
    const units = supplyOfSlot(slot, machine).reduce((total, [, count]) => total + count, 0);
    if (units === 0) return [];
    const threads = cpu.sockets * cpu.coresPerSocket * cpu.threadsPerCore;
    return [{ threads: threads / units, memoryGiB: memoryGiB / units }];
  });
  if (shares.length === 0) return null;
  const least = (pick: (share: (typeof shares)[number]) => number) => Math.min(...shares.map(pick)) * usable;
  return {
    milliCores: Math.floor(least(({ threads }) => threads) * 10) * 100,
    memoryMiB: Math.floor(least(({ memoryGiB }) => memoryGiB)) * 1024,
  };
}
