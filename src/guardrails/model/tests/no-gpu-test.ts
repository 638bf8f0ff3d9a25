import { counted, quote } from '../../support/groups.js';
import { clusterAt } from '../../support/places.js';
import { machinesByAsset } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** GPUs that nobody tests before they are used. */
export const testsNoGpuTest: ModelRule = {
  tier: 'model',
  id: 'tests/no-gpu-test',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'GPUs are tested before a machine is put in service',
  rationale:
    'MAAS ships no GPU test, so a machine with a GPU that fell off the bus passes commissioning; upload a test script of your own (for_hardware: pci:...) and acknowledge this; the cleaning of Ironic has burnin_gpu, and does not run it unless told',
  source:
    'read in the MAAS source (built-in test scripts) and in that of the Ironic ramdisk (cleaning steps)',
  *check(model) {
    const { type } = model.site.provisioner;
    if (type === 'dry-run') return;
    const machines = machinesByAsset(model);
    for (const cluster of model.clusters) {
      const gpus = cluster.slots.filter(
        (slot) => slot.isDeclared && (machines.get(slot.asset)?.hardware.gpus ?? null) !== null,
      ).length;
      if (gpus === 0) continue;
      yield {
        subject: cluster.name,
        message: `no test of ${type === 'maas' ? 'MAAS' : 'Ironic'} looks at the GPUs of the ${counted(gpus, 'GPU machine')} of cluster ${quote(cluster.name)}`,
        at: clusterAt(cluster.name),
        hint: `${type === 'maas' ? 'upload a GPU test script to MAAS (rackform export maas-tests writes one)' : 'add the cleaning step burnin_gpu to the conductors (rackform export ironic-burnin)'}, then acknowledge this`,
      };
    }
  },
};
