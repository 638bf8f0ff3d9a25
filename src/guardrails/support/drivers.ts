import type { AmdDriverModel, DriverModel, NvidiaDriverModel } from '../../model/software-types.js';
import type { ClusterModel, SiteModel } from '../../model/types.js';

/** Software of GPUs with the cluster that it is of. */
export interface DriverOf<T extends DriverModel> {
  readonly cluster: ClusterModel;
  readonly driver: T;
}

/** Drivers of NVIDIA, of all clusters. */
export function nvidiaDrivers(model: SiteModel): readonly DriverOf<NvidiaDriverModel>[] {
  return model.clusters.flatMap((cluster) =>
    cluster.software.drivers.flatMap((driver) => (driver.vendor === 'nvidia' ? [{ cluster, driver }] : [])),
  );
}

/** ROCm, of all clusters. */
export function amdDrivers(model: SiteModel): readonly DriverOf<AmdDriverModel>[] {
  return model.clusters.flatMap((cluster) =>
    cluster.software.drivers.flatMap((driver) => (driver.vendor === 'amd' ? [{ cluster, driver }] : [])),
  );
}

/** `train-a/amd-4x-mi210`: as acknowledgements name it. */
export function driverName({ cluster, driver }: DriverOf<DriverModel>): string {
  return `${cluster.name}/${driver.name}`;
}
