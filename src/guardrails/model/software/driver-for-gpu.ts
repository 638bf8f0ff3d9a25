import { driverBranch, nvidiaGpuFacts } from '../../../facts/gpu-software.js';
import { migTables } from '../../../facts/mig.js';
import type { NvidiaDriverModel } from '../../../model/software-types.js';
import { type DriverOf, driverName, nvidiaDrivers } from '../../support/drivers.js';
import { quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** A driver that does not know the GPUs, or not any more. */
export const softwareDriverForGpu: ModelRule = {
  tier: 'model',
  id: 'software/driver-for-gpu',
  severity: 'error',
  mayAcknowledge: true,
  title: 'the NVIDIA driver knows the GPUs, and MIG on them where they are cut',
  rationale:
    'a GPU that is newer than the driver is not there after it is installed; GPUs before Turing left the drivers after branch 580, and MIG of a GPU came with a branch of its own',
  source: 'NVIDIA MIG user guide and driver installation guide (read)',
  *check(model) {
    for (const of of nvidiaDrivers(model)) {
      const why = problem(of);
      if (why === undefined) continue;
      yield {
        subject: driverName(of),
        message: `driver ${quote(of.driver.version)} of cluster ${quote(of.cluster.name)} is not for ${of.driver.gpu}, which ${why}`,
        at: clusterAt(of.cluster.name, 'software', 'nvidia', 'driver'),
        hint: 'name another version in software.nvidia.driver',
      };
    }
  },
};

function problem({ cluster, driver }: DriverOf<NvidiaDriverModel>): string | undefined {
  const { firstBranch, lastBranch } = nvidiaGpuFacts(driver.gpu);
  const branch = driverBranch(driver.version);
  if (firstBranch !== null && branch < firstBranch) return `needs branch ${firstBranch} or later`;
  if (lastBranch !== null && branch > lastBranch) return `branch ${lastBranch} was the last one for`;
  const isCut = cluster.slots.some((slot) => slot.mig !== null && driver.slots.includes(slot.name));
  const forMig = isCut && Object.hasOwn(migTables, driver.gpu) ? migTables[driver.gpu]?.driver : null;
  return forMig != null && branch < forMig ? `needs branch ${forMig} or later for MIG` : undefined;
}
