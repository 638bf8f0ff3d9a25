import { machinesByAsset, poolFindings, poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** GPU training without IOMMU pass-through. */
export const kernelIommuMissing: ModelRule = {
  tier: 'model',
  id: 'kernel/iommu-missing',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'GPU machines for bare-metal work boot with iommu=pt',
  rationale:
    'without it the DMA of the host’s own GPUs and NICs is translated page by page, which costs bandwidth and breaks peer-to-peer transfers on some platforms',
  source: 'AMD MI300X guide; package nv-iommu-pt of DGX OS (both read)',
  *check(model) {
    const machines = machinesByAsset(model);
    const metal = new Set(
      poolsOf(model).flatMap(({ cluster, pool }) =>
        pool.role === 'gpu' && pool.runs === 'metal' ? [`${cluster.name}/${pool.name}`] : [],
      ),
    );
    yield* poolFindings(
      model,
      ['kernel', 'options'],
      function* (slot) {
        const hasGpus = (machines.get(slot.asset)?.hardware.gpus ?? null) !== null;
        if (!hasGpus || !metal.has(`${slot.cluster}/${slot.pool}`)) return;
        const isPassed = slot.kernel.options.some((option) =>
          /^(?:iommu=(?:.*,)?pt(?:,|$)|iommu\.passthrough=1$)/.test(option),
        );
        if (!isPassed) yield 'has GPUs and no kernel option iommu=pt';
      },
      'add iommu=pt, and intel_iommu=on for Intel CPUs',
    );
  },
};
