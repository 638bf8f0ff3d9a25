import { kernelOptions, pciSettings } from '../../support/kernel-options.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Linux told to move PCI BARs, and not to. */
export const kernelPciRealloc: ModelRule = {
  tier: 'model',
  id: 'kernel/pci-realloc',
  severity: 'error',
  mayAcknowledge: false,
  title: 'pci=realloc and pci=realloc=off do not stand together',
  rationale:
    'one asks Linux to move the memory windows of devices, the other forbids it (AMD asks for off on MI300X); the last one wins and the GPUs of half the fleet do not come up',
  source: 'AMD MI300X guide (read)',
  *check(model) {
    yield* poolFindings(
      model,
      ['kernel', 'options'],
      function* (slot) {
        const settings = pciSettings(kernelOptions(slot.kernel.options));
        const isOn = settings.includes('realloc') || settings.includes('realloc=on');
        if (isOn && settings.includes('realloc=off')) yield 'has both pci=realloc and pci=realloc=off';
      },
      'keep pci=realloc=off for AMD Instinct GPUs, pci=realloc for firmware that leaves windows unassigned',
    );
  },
};
