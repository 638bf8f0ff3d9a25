import { counted } from '../../support/groups.js';
import { hardwareFindings, presentMachines } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A machine with more or fewer rails than GPUs. */
export const railsCount: InventoryRule = {
  tier: 'inventory',
  id: 'rails/count',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a machine has as many compute rails as GPUs',
  rationale:
    'training designs give each GPU a NIC of its own; with fewer, GPUs share one and collective operations wait for the slowest',
  source: 'NVIDIA SuperPOD reference architectures (read); PCIe designs with 4 NICs for 8 GPUs exist',
  *check(site) {
    yield* hardwareFindings(site, presentMachines(site), ['nics'], ({ nics, hardware: { gpus } }) => {
      const rails = new Set(nics.filter((nic) => nic.roles.includes('rail')).map((nic) => nic.rail)).size;
      if (gpus === null || rails === 0 || rails === gpus.count) return null;
      return `has ${counted(rails, 'compute rail')} for ${counted(gpus.count, 'GPU')}`;
    });
  },
};
