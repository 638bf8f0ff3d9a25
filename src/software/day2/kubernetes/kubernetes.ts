import { rke2Architectures } from '../../../facts/kubernetes.js';
import { migParted } from '../gpu/mig-parted.js';
import type { NodeKubernetes, NodePart } from '../node.js';
import { kubeVipFiles } from './kube-vip.js';
import { configDigest, configFile, registries, tokenFile } from './rke2.js';

/** Kubernetes: servers on control machines, agents on those that run workloads. */
export const kubernetes: NodePart = ({ slot, cluster, model }) => {
  const known = cluster.software.kubernetes;
  const node = known?.nodes.find((one) => one.slot === slot.name);
  if (known === null || node === undefined) return {};
  // Without slices in the cluster no MIG manager runs, which would never say that it is done.
  const isCut = known.gpuOperator !== null && known.migStrategy !== 'none';
  const migConfig = isCut ? (migParted(model).slots[slot.name] ?? null) : null;
  const { files, secrets } = registries(model.site);
  const vip = node.role === 'server' ? kubeVipFiles(slot, known) : [];
  return {
    groups: ['kubernetes', `kubernetes_${node.role}`],
    files: [configFile(known, node, migConfig), ...files, ...vip],
    secrets: [tokenFile, ...secrets],
    kubernetes: {
      role: node.role,
      version: known.version,
      architecture: rke2Architectures[node.architecture] ?? node.architecture,
      source: model.site.software.rke2,
      // A label that is in force at joining only is nothing to start anew for.
      digest: configDigest({ files: [configFile(known, node, null), ...files], secrets }),
      labels: Object.fromEntries(node.labels.map(({ key, value }) => [key, value])),
      tenant: node.tenant,
      migConfig,
    } satisfies NodeKubernetes,
  };
};
