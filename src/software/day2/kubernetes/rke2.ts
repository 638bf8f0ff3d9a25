import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { imageRegistries, nodeLabels } from '../../../facts/kubernetes.js';
import type { KubernetesModel, KubernetesNodeModel } from '../../../model/software-types.js';
import type { SiteModel } from '../../../model/types.js';
import { type NodeFile, type NodeSoftware, type SecretFile, secretPlace } from '../node.js';

const folder = '/etc/rancher/rke2';
const print = (value: unknown) => `# Written by rackform.\n${stringify(value, { lineWidth: 0 })}`;

/** Where the playbook writes which server to join, which only is known when it runs. */
export const joinFile = `${folder}/config.yaml.d/20-join.yaml`;

/** Taint of servers: nothing but the cluster's own runs there. Source: RKE2, high availability (read). */
export const serverTaint = { key: 'CriticalAddonsOnly', value: 'true', effect: 'NoExecute' } as const;

/** Configuration of RKE2 on a machine, without the token and without whom it joins. */
export function configFile(
  kubernetes: KubernetesModel,
  node: KubernetesNodeModel,
  migConfig: string | null,
): NodeFile {
  const common = {
    'token-file': tokenFile.path,
    'node-name': node.slot,
    ...(node.address === null ? {} : { 'node-ip': node.address }),
    // In force when a machine joins, and nothing runs on it yet; playbooks change them later.
    'node-label': [
      ...node.labels.map(({ key, value }) => `${key}=${value}`),
      ...(migConfig === null ? [] : [`nvidia.com/mig.config=${migConfig}`]),
    ],
  };
  const { apiHost, domain, podPrefix, servicePrefix } = kubernetes;
  const server = {
    'node-taint': [`${serverTaint.key}=${serverTaint.value}:${serverTaint.effect}`],
    'tls-san': [...(apiHost === null ? [] : [apiHost]), `api.${domain}`],
    'cluster-cidr': podPrefix,
    'service-cidr': servicePrefix,
    // Stated, since manifests speak of them, and what RKE2 takes by itself changes with its releases.
    cni: 'canal',
    'ingress-controller': 'ingress-nginx',
    'write-kubeconfig-mode': '0600',
    // Nodes and tolerations of a namespace are what its annotations say, whatever its pods ask for.
    'kube-apiserver-arg': [
      'enable-admission-plugins=NodeRestriction,PodNodeSelector,PodTolerationRestriction',
    ],
  };
  const agent =
    node.tenant === null ? {} : { 'node-taint': [`${nodeLabels.tenant}=${node.tenant}:NoSchedule`] };
  return {
    path: `${folder}/config.yaml.d/10-rackform.yaml`,
    mode: '0644',
    content: print({ ...common, ...(node.role === 'server' ? server : agent) }),
    group: null,
    restarts: [],
  };
}

/** The token by which machines join. */
export const tokenFile: SecretFile = {
  path: `${folder}/token`,
  mode: '0400',
  owner: 'root',
  secret: 'kubernetes_token',
  template: null,
  restarts: [],
};

/** Registries as machines use them: all by way of the one of the site. */
export function registries({ software }: SiteModel['site']): Configuration {
  const { registry } = software;
  if (registry === null) return { files: [], secrets: [] };
  const mirrors = Object.fromEntries(imageRegistries.map((name) => [name, { endpoint: [registry.url] }]));
  const host = registry.url.replace(/^https?:\/\//, '');
  const path = `${folder}/registries.yaml`;
  if (registry.username === null) {
    const content = print({ mirrors });
    return { files: [{ path, mode: '0644', content, group: 'all', restarts: [] }], secrets: [] };
  }
  const auth = { username: registry.username, password: secretPlace };
  const template = print({ mirrors, configs: { [host]: { auth } } });
  return {
    files: [],
    secrets: [{ path, mode: '0400', owner: 'root', secret: 'registry_password', template, restarts: [] }],
  };
}

type Configuration = Pick<NodeSoftware, 'files' | 'secrets'>;

/** Changes where RKE2 must start anew. */
export function configDigest({ files, secrets }: Configuration): string {
  const text = [...files.map(({ content }) => content), ...secrets.map(({ template }) => template ?? '')];
  return createHash('sha256').update(text.join('\0')).digest('hex').slice(0, 16);
}
