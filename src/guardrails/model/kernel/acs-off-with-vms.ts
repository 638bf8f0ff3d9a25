import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** PCIe isolation switched off under virtual machines. */
export const kernelAcsOffWithVms: ModelRule = {
  tier: 'model',
  id: 'kernel/acs-off-with-vms',
  severity: 'error',
  mayAcknowledge: false,
  title: 'machines that run VMs keep PCIe access control on',
  rationale:
    'without ACS a device given to one VM reaches the memory of another past the IOMMU; off is for GPUDirect on bare metal only',
  source: 'NCCL user guide; NVIDIA cloud-native documentation (both read)',
  *check(model) {
    for (const { cluster, pool, slots } of poolsOf(model)) {
      if (pool.runs !== 'vm' || !slots.some((slot) => slot.kernel.acs === 'off')) continue;
      yield {
        subject: `${cluster.name}/${pool.name}`,
        message: `pool ${quote(`${cluster.name}/${pool.name}`)} runs VMs with ACS off`,
        at: poolAt({ cluster: cluster.name, pool: pool.name }, 'kernel', 'acs'),
        hint: 'set kernel.acs to on',
      };
    }
  },
};
