import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-34';
import type { ClusterModel, WorkloadTenantModel } from '../../model/types.js';
import { type ClusterResources, quotaOf } from './resources.js';

/** An inference server with the interface of OpenAI, and a model that fits the smallest slice and needs no account. */
const server = {
  images: {
    'nvidia.com': 'docker.io/vllm/vllm-openai:v0.11.0',
    'amd.com': 'docker.io/rocm/vllm:rocm7.0.0_vllm_0.11.2_20251210',
  },
  model: 'Qwen/Qwen2.5-0.5B-Instruct',
  port: 8000,
} as const;

/** The resource that a tenant has most of: its smallest slices. */
function resourceFor(quota: ReadonlyMap<string, number>): string | null {
  const found = [...quota].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)[0];
  return found?.[0] ?? null;
}

/** Something to begin with: one model served on one GPU or slice. Nothing for a tenant that may use none. */
export function exampleObjects(
  chart: Chart,
  cluster: ClusterModel,
  tenant: WorkloadTenantModel,
  resources: ClusterResources,
): void {
  const resource = resourceFor(quotaOf(tenant, resources));
  const { share } = resources;
  if (resource === null || share === null) return;
  const { namespace } = tenant;
  const labels = { 'app.kubernetes.io/name': 'example' };
  const metadata = { name: 'example', namespace, labels };
  new k8s.KubeDeployment(chart, 'deployment', {
    metadata,
    spec: {
      replicas: 1,
      // The one that goes makes room for the one that comes, where the quota is used up.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podOf(resource, share.memoryMiB) },
    },
  });
  new k8s.KubeService(chart, 'service', {
    metadata,
    spec: { selector: labels, ports: [{ port: 80, targetPort: k8s.IntOrString.fromString('http') }] },
  });
  new k8s.KubeIngress(chart, 'ingress', {
    metadata,
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: `${namespace}.${cluster.software.kubernetes?.domain ?? ''}`,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'example', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  });
}

function podOf(resource: string, memoryMiB: number): k8s.PodSpec {
  const isAmd = resource.startsWith('amd.com/');
  const gpu = { [resource]: k8s.Quantity.fromNumber(1) };
  return {
    ...(isAmd ? {} : { runtimeClassName: 'nvidia' }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      fsGroup: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'server',
        image: server.images[isAmd ? 'amd.com' : 'nvidia.com'],
        // The image of AMD starts nothing by itself.
        ...(isAmd ? { command: ['python3', '-m', 'vllm.entrypoints.openai.api_server'] } : {}),
        args: ['--model', server.model, '--port', String(server.port)],
        env: [{ name: 'HOME', value: '/cache' }],
        ports: [{ name: 'http', containerPort: server.port }],
        readinessProbe: { httpGet: { path: '/health', port: k8s.IntOrString.fromString('http') } },
        resources: { limits: { ...gpu, memory: k8s.Quantity.fromString(`${memoryMiB}Mi`) } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'cache', mountPath: '/cache' },
          { name: 'shm', mountPath: '/dev/shm' },
        ],
      },
    ],
    volumes: [
      { name: 'cache', emptyDir: {} },
      { name: 'shm', emptyDir: { medium: 'Memory' } },
    ],
  };
}
