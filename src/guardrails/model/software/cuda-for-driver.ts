import { cudaDriverBranch, driverBranch } from '../../../facts/gpu-software.js';
import { driverName, nvidiaDrivers } from '../../support/drivers.js';
import { quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** A CUDA toolkit that the driver is too old for. */
export const softwareCudaForDriver: ModelRule = {
  tier: 'model',
  id: 'software/cuda-for-driver',
  severity: 'error',
  mayAcknowledge: true,
  title: 'the NVIDIA driver is new enough for the CUDA toolkit',
  rationale: 'programs of a CUDA major release run from a driver branch on, and on none before it',
  source: 'NVIDIA CUDA compatibility, minor version compatibility (read)',
  *check(model) {
    for (const of of nvidiaDrivers(model)) {
      const { cuda, version } = of.driver;
      const branch = cuda === null ? undefined : cudaDriverBranch(cuda);
      if (cuda === null || branch === undefined || driverBranch(version) >= branch) continue;
      yield {
        subject: driverName(of),
        message: `CUDA ${quote(cuda)} of cluster ${quote(of.cluster.name)} needs driver branch ${branch} or later, and the driver is ${quote(version)}`,
        at: clusterAt(of.cluster.name, 'software', 'nvidia', 'cuda'),
        hint: 'raise software.nvidia.driver, or take an older CUDA',
      };
    }
  },
};
