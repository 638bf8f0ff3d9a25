import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-34';
import { nodeLabels } from '../../facts/kubernetes.js';
import { parsePrefix } from '../../model/ip.js';
import type { ClusterModel, SiteModel, WorkloadTenantModel } from '../../model/types.js';

import { type ClusterResources, quotaOf } from './resources.js';

/** A namespace of a workload tenant and all that keeps it apart from the others. */
export function tenantObjects(
  chart: Chart,
  model: SiteModel,
  cluster: ClusterModel,
  tenant: WorkloadTenantModel,
  resources: ClusterResources,
): void {
  const { namespace, groups } = tenant;
  new k8s.KubeNamespace(chart, 'namespace', {
    metadata: {
      name: namespace,
      labels: {
        'rackform/workload-tenant': tenant.name,
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
      annotations: placement(tenant),
    },
  });
  const quota = [...quotaOf(tenant, resources)];
  if (quota.length > 0) {
    new k8s.KubeResourceQuota(chart, 'quota', {
      metadata: { name: 'gpus', namespace },
      spec: {
        // Kubernetes counts what others than itself offer by requests only.
        hard: Object.fromEntries(
          quota.map(([resource, count]) => [`requests.${resource}`, k8s.Quantity.fromNumber(count)]),
        ),
      },
    });
  }
  const { share } = resources;
  if (share !== null) {
    const memory = k8s.Quantity.fromString(`${share.memoryMiB}Mi`);
    const cpu = k8s.Quantity.fromString(`${share.milliCores}m`);
    new k8s.KubeLimitRange(chart, 'limits', {
      metadata: { name: 'fair-share', namespace },
      spec: { limits: [{ type: 'Container', default: { memory }, defaultRequest: { cpu, memory } }] },
    });
  }
  if (groups.length > 0) {
    new k8s.KubeRoleBinding(chart, 'edit', {
      metadata: { name: 'edit', namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
    });
  }
  networkPolicies(chart, model, cluster, namespace);
}

/**
 * Where pods of a namespace may run: on machines that are its tenant’s alone, or on those that are nobody’s.
 *
 * Source: Kubernetes, admission controllers PodNodeSelector and PodTolerationRestriction (read).
 */
function placement({ name, pools }: WorkloadTenantModel): Readonly<Record<string, string>> {
  const own =
    pools.length === 0
      ? []
      : [{ key: nodeLabels.tenant, operator: 'Equal', value: name, effect: 'NoSchedule' }];
  // Kubernetes gives these to pods itself.
  const common = [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  ];
  const prefix = 'scheduler.alpha.kubernetes.io';
  return {
    ...(pools.length === 0
      ? {}
      : {
          [`${prefix}/node-selector`]: `${nodeLabels.tenant}=${name}`,
          [`${prefix}/defaultTolerations`]: JSON.stringify(own),
        }),
    [`${prefix}/tolerationsWhitelist`]: JSON.stringify([...common, ...own]),
  };
}

/** Nothing in or out, but for what serving needs. */
function networkPolicies(chart: Chart, model: SiteModel, cluster: ClusterModel, namespace: string): void {
  const policy = (name: string, spec: k8s.NetworkPolicySpec) =>
    new k8s.KubeNetworkPolicy(chart, name, { metadata: { name, namespace }, spec });
  const all = {};
  const system = { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } };
  const port = (protocol: 'TCP' | 'UDP', number: number) => ({
    protocol,
    port: k8s.IntOrString.fromNumber(number),
  });
  policy('default-deny', { podSelector: all, policyTypes: ['Ingress', 'Egress'] });
  policy('allow-own-namespace', {
    podSelector: all,
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: all }] }],
    egress: [{ to: [{ podSelector: all }] }],
  });
  policy('allow-dns', {
    podSelector: all,
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: system, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
        ports: [port('UDP', 53), port('TCP', 53)],
      },
    ],
  });
  policy('allow-ingress-controller', {
    podSelector: all,
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          {
            namespaceSelector: system,
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'rke2-ingress-nginx' } },
          },
        ],
      },
    ],
  });
  const { site } = model;
  if (site.software.offline) return;
  // Models come from elsewhere; BMCs, machines and storage of this site do not serve them.
  policy('allow-https-outside', {
    podSelector: all,
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: outside(model, cluster) }], ports: [port('TCP', 443)] }],
  });
}

function outside({ site }: SiteModel, { software }: ClusterModel): k8s.IpBlock {
  const { podPrefix = '', servicePrefix = '' } = software.kubernetes ?? {};
  const family = parsePrefix(podPrefix)?.family ?? 4;
  const inside = [
    podPrefix,
    servicePrefix,
    ...site.networks.flatMap(({ subnets }) => subnets.map(({ cidr }) => cidr)),
  ];
  return {
    cidr: family === 4 ? '0.0.0.0/0' : '::/0',
    except: [...new Set(inside)].filter((cidr) => parsePrefix(cidr)?.family === family).sort(),
  };
}
