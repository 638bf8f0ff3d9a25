import { amdGpuFacts, compareVersions } from '../../../facts/gpu-software.js';
import { amdDrivers, driverName } from '../../support/drivers.js';
import { quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** A ROCm that came before the GPUs. */
export const softwareRocmForGpu: ModelRule = {
  tier: 'model',
  id: 'software/rocm-for-gpu',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'ROCm is new enough for the GPUs',
  rationale: 'a ROCm that came before a GPU has no kernels for it',
  source: 'ROCm release notes, general knowledge: so it warns only',
  *check(model) {
    for (const of of amdDrivers(model)) {
      const { gpu, rocm } = of.driver;
      const first = amdGpuFacts(gpu)?.firstRocm;
      if (first === undefined || compareVersions(rocm, first) >= 0) continue;
      yield {
        subject: driverName(of),
        message: `ROCm ${quote(rocm)} of cluster ${quote(of.cluster.name)} came before ${gpu}, which needs ${first} or later`,
        at: clusterAt(of.cluster.name, 'software', 'amd', 'rocm'),
        hint: 'name a later version in software.amd.rocm',
      };
    }
  },
};
