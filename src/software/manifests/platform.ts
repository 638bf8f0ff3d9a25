import { ApiObject, type Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-34';
import { stringify } from 'yaml';
import { nodeLabels, pinnedKubernetes, VXLAN_OVERHEAD } from '../../facts/kubernetes.js';
import type { KubernetesModel } from '../../model/software-types.js';
import type { ClusterModel, SiteModel } from '../../model/types.js';
import { migPartedConfig } from '../day2/gpu/mig-parted.js';
import { serverTaint } from '../day2/kubernetes/rke2.js';

const operatorNamespace = 'gpu-operator';
const migConfigMap = 'rackform-mig-parted';
const clientsConfigMap = 'rackform-gpu-clients';

/**
 * Units on the machine that hold GPUs, which are stopped while those are cut. The chart’s own list is for machines without
 * nvidia-persistenced, which comes with a driver on the machine and has the driver refuse the reset.
 *
 * Source: NVIDIA GPU operator, GPU operator with MIG: preinstalled drivers (read).
 */
const gpuClients = [
  'nv_peer_mem.service',
  'nvidia-dcgm.service',
  'dcgm.service',
  'dcgm-exporter.service',
  'nvidia-persistenced.service',
];

const onServers = {
  nodeSelector: { 'node-role.kubernetes.io/control-plane': 'true' },
  tolerations: [{ key: serverTaint.key, operator: 'Exists', effect: serverTaint.effect }],
};

/** What is on every machine of a cluster stays on those that a tenant has to itself. */
const everywhere = [{ key: nodeLabels.tenant, operator: 'Exists', effect: 'NoSchedule' }];

/** What all workload tenants stand on: settings of the network and of ingress, and the GPU operator. */
export function platformObjects(chart: Chart, model: SiteModel, cluster: ClusterModel): void {
  const { kubernetes } = cluster.software;
  if (kubernetes === null) return;
  const { gpuOperator, ingressAddress, nodes } = kubernetes;
  chartConfig(chart, 'rke2-canal', {
    calico: { vethuMTU: Math.min(...nodes.map(({ mtu }) => mtu)) - VXLAN_OVERHEAD },
  });
  chartConfig(chart, 'rke2-ingress-nginx', {
    controller: {
      ...onServers,
      ...(ingressAddress === null
        ? {}
        : {
            publishService: { enabled: true },
            service: {
              enabled: true,
              type: 'LoadBalancer',
              annotations: { 'kube-vip.io/loadbalancerIPs': ingressAddress },
            },
          }),
    },
  });
  if (
    nodes.some(({ labels }) => labels.some(({ key, value }) => key === nodeLabels.gpu && value === 'amd'))
  ) {
    amdDevicePlugin(chart);
  }
  if (gpuOperator === null) return;
  new k8s.KubeNamespace(chart, 'gpu-operator-namespace', {
    metadata: {
      name: operatorNamespace,
      // Its containers load modules and reset GPUs.
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
    },
  });
  new k8s.KubeConfigMap(chart, 'mig-parted', {
    metadata: { name: migConfigMap, namespace: operatorNamespace },
    data: { 'config.yaml': migPartedConfig({ ...model, clusters: [cluster] }) },
  });
  new k8s.KubeConfigMap(chart, 'gpu-clients', {
    metadata: { name: clientsConfigMap, namespace: operatorNamespace },
    data: { 'clients.yaml': stringify({ version: 'v1', 'systemd-services': gpuClients }) },
  });
  new ApiObject(chart, 'gpu-operator', {
    apiVersion: 'helm.cattle.io/v1',
    kind: 'HelmChart',
    metadata: { name: 'gpu-operator', namespace: 'kube-system' },
    spec: {
      ...(model.site.software.charts === null ? {} : { repo: model.site.software.charts }),
      chart: 'gpu-operator',
      version: gpuOperator,
      targetNamespace: operatorNamespace,
      // What installs it runs on a server, also where every other machine is some tenant's alone.
      bootstrap: true,
      valuesContent: stringify(operatorValues(cluster, kubernetes), {
        lineWidth: 0,
        aliasDuplicateObjects: false,
      }),
    },
  });
}

/**
 * Offers GPUs of AMD to pods; machines have the driver already.
 *
 * Source: ROCm/k8s-device-plugin, template of its DaemonSet (read).
 */
function amdDevicePlugin(chart: Chart): void {
  const labels = { 'app.kubernetes.io/name': 'amd-device-plugin' };
  const folders = { plugins: '/var/lib/kubelet/device-plugins', sys: '/sys' };
  new k8s.KubeDaemonSet(chart, 'amd-device-plugin', {
    metadata: { name: 'amd-device-plugin', namespace: 'kube-system', labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { [nodeLabels.gpu]: 'amd' },
          priorityClassName: 'system-node-critical',
          tolerations: everywhere,
          containers: [
            {
              name: 'plugin',
              image: `docker.io/rocm/k8s-device-plugin:${pinnedKubernetes.amdDevicePlugin.version}`,
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              volumeMounts: Object.entries(folders).map(([name, mountPath]) => ({ name, mountPath })),
            },
          ],
          volumes: Object.entries(folders).map(([name, path]) => ({ name, hostPath: { path } })),
        },
      },
    },
  });
}

/** Settings of charts that come with RKE2. */
function chartConfig(chart: Chart, name: string, values: unknown): void {
  new ApiObject(chart, name, {
    apiVersion: 'helm.cattle.io/v1',
    kind: 'HelmChartConfig',
    metadata: { name, namespace: 'kube-system' },
    spec: { valuesContent: stringify(values, { lineWidth: 0, aliasDuplicateObjects: false }) },
  });
}

/**
 * Values of the GPU operator’s chart: machines have driver and container toolkit already.
 *
 * Source: NVIDIA GPU operator, getting started: chart options; GPU operator with MIG (read).
 */
function operatorValues({ software }: ClusterModel, { migStrategy }: KubernetesModel): unknown {
  const hasToolkit = software.drivers.every(
    (driver) => driver.vendor !== 'nvidia' || driver.containerToolkit !== null,
  );
  return {
    driver: { enabled: false },
    toolkit: hasToolkit
      ? { enabled: false }
      : {
          enabled: true,
          env: [{ name: 'CONTAINERD_SOCKET', value: '/run/k3s/containerd/containerd.sock' }],
        },
    mig: { strategy: migStrategy },
    migManager: {
      enabled: migStrategy !== 'none',
      config: { name: migConfigMap, create: false, default: 'all-disabled' },
      gpuClientsConfig: { name: clientsConfigMap },
    },
    operator: { tolerations: onServers.tolerations },
    daemonsets: { tolerations: everywhere },
    'node-feature-discovery': {
      master: { tolerations: onServers.tolerations },
      gc: { tolerations: onServers.tolerations },
      worker: { tolerations: everywhere },
    },
  };
}
