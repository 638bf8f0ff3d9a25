import { kubernetesClusters } from '../../support/kubernetes.js';
import { machinesByAsset, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** GPUs where no pod gets to. */
export const kubernetesGpuInServer: ModelRule = {
  tier: 'model',
  id: 'kubernetes/gpu-in-server',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the servers of Kubernetes have no GPU',
  rationale:
    'what people run is kept off the control plane, since it could starve etcd; GPUs there are used by nobody',
  source: 'RKE2, high availability: taint of servers (read)',
  *check(model) {
    const machines = machinesByAsset(model);
    const servers = new Set(
      kubernetesClusters(model).flatMap(({ kubernetes }) =>
        kubernetes.nodes.filter(({ role }) => role === 'server').map(({ slot }) => slot),
      ),
    );
    yield* poolFindings(
      model,
      ['hardware'],
      (slot) => {
        const gpus = machines.get(slot.asset)?.hardware.gpus ?? null;
        if (gpus === null || !servers.has(slot.name)) return [];
        return [`runs the control plane of Kubernetes on machines with ${gpus.count} ${gpus.model}`];
      },
      'ask for hardware without GPUs, gpus: { count: 0 }',
    );
  },
};
