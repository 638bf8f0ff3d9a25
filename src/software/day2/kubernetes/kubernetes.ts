import { rke2Architectures } from '../../../facts/kubernetes.js';
import { migParted } from '../gpu/mig-parted.js';
import type { NodeFile, NodeKubernetes, NodePart, SecretFile } from '../node.js';
import { kubeVipFiles } from './kube-vip.js';
import { configDigest, configFile, registriesFile, tokenFile } from './rke2.js';

const isFile = (file: NodeFile | SecretFile): file is NodeFile => 'content' in file;

/** Kubernetes: servers on control machines, agents on those that run workloads. */
export const kubernetes: NodePart = ({ slot, cluster, model }) => {
  const known = cluster.software.kubernetes;
  const node = known?.nodes.find((one) => one.slot === slot.name);
  if (known === null || node === undefined) return {};
  // Without slices in the cluster no MIG manager runs, which would never say that it is done.
  const isCut = known.gpuOperator !== null && known.migStrategy !== 'none';
  const migConfig = isCut ? (migParted(model).slots[slot.name] ?? null) : null;
  const config = [configFile(known, node, migConfig), ...registriesFile(model.site)];
  const vip = node.role === 'server' ? kubeVipFiles(slot, known) : [];
  return {
    groups: ['kubernetes', `kubernetes_${node.role}`],
    files: [...config.filter(isFile), ...vip],
    secrets: [tokenFile, ...config.filter((file) => !isFile(file)).map((file) => file as SecretFile)],
    kubernetes: {
      role: node.role,
      version: known.version,
      architecture: rke2Architectures[node.architecture] ?? node.architecture,
      source: model.site.software.rke2,
      // A label that is in force at joining only is nothing to start anew for.
      digest: configDigest([configFile(known, node, null), ...config.slice(1)]),
      labels: Object.fromEntries(node.labels.map(({ key, value }) => [key, value])),
      tenant: node.tenant,
      migConfig,
    } satisfies NodeKubernetes,
  };
};
