import type { KubernetesModel, KubernetesNodeModel } from '../../src/model/software-types.js';
import type { SiteModel } from '../../src/model/types.js';
import { item, type Mutable, named } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

/** Puts Kubernetes on the cluster: control machines are servers, by virtual addresses in a reserved range. */
function orchestrate(
  changes: Partial<KubernetesModel> = {},
  node: Partial<KubernetesNodeModel> = {},
): (model: Mutable<SiteModel>) => void {
  return (model) => {
    const cluster = item(model.clusters);
    cluster.scheduler = 'kubernetes';
    const kubernetes: KubernetesModel = {
      version: 'v1.35.7+rke2r1',
      apiAddress: '198.51.100.3',
      apiHost: '198.51.100.3',
      isVirtual: true,
      ingressAddress: '198.51.100.4',
      domain: 'train-a.dc1.example.net',
      podPrefix: '10.42.0.0/16',
      servicePrefix: '10.43.0.0/16',
      gpuOperator: null,
      migStrategy: 'none',
      nodes: cluster.slots.map(({ name, role, dnsAddress }) => ({
        slot: name,
        role: role === 'control' ? 'server' : 'agent',
        address: dnsAddress,
        architecture: 'amd64',
        labels: [],
        tenant: null,
        mtu: 1500,
        isLeaving: false,
        ...node,
      })),
      ...changes,
    };
    cluster.software.kubernetes = JSON.parse(JSON.stringify(kubernetes));
    Object.assign(model.site.software, {
      rke2: 'https://rke2.example.net',
      charts: 'https://charts.example.net',
    });
  };
}

const at = (field: string) => `cluster/train-a:software.kubernetes.${field}`;
const schedulerAt = 'cluster/train-a:software.scheduler';

/** Faults in Kubernetes. */
export const kubernetesCases: readonly Case[] = [
  {
    rule: 'kubernetes/no-server',
    title: 'agents alone',
    change: orchestrate({}, { role: 'agent' }),
    finds: [
      `train-a | cluster "train-a" has scheduler kubernetes and no machine of role control | ${schedulerAt}`,
    ],
  },
  {
    rule: 'kubernetes/gpu-in-server',
    title: 'GPUs on the control plane',
    change: orchestrate({}, { role: 'server' }),
    finds: [
      'train-a/gpu | pool "train-a/gpu" runs the control plane of Kubernetes on machines with 2 MI210 | cluster/train-a:pools.gpu.hardware',
    ],
  },
  {
    rule: 'kubernetes/no-virtual-address',
    title: 'the address of one of three',
    change: (model) => {
      const [first] = item(model.clusters).slots;
      orchestrate({ apiAddress: first?.dnsAddress ?? null, isVirtual: false })(model);
    },
    finds: [
      `train-a | the API of cluster "train-a" has the address of "train-a-control-001", one of 3 servers | ${at('apiAddress')}`,
    ],
  },
  {
    rule: 'kubernetes/address-not-free',
    title: 'an address that the lock may give to a slot',
    change: orchestrate({ apiAddress: '198.51.100.90' }),
    finds: [
      `train-a/198.51.100.90 | apiAddress 198.51.100.90 of cluster "train-a" lies in no reserved range of network "in-band" | ${at('apiAddress')}`,
    ],
  },
  {
    rule: 'kubernetes/address-not-free',
    title: 'one address for both',
    change: orchestrate({ ingressAddress: '198.51.100.3' }),
    finds: [
      `train-a/198.51.100.3 | ingressAddress 198.51.100.3 of cluster "train-a" is the apiAddress of cluster "train-a" too | ${at('ingressAddress')}`,
    ],
  },
  {
    rule: 'kubernetes/address-not-free',
    title: 'the address of a machine for requests',
    change: (model) => {
      const [first] = item(model.clusters).slots;
      orchestrate({ ingressAddress: first?.dnsAddress ?? null })(model);
    },
    finds: [
      `train-a/198.51.100.11 | ingressAddress 198.51.100.11 of cluster "train-a" lies in no reserved range of network "in-band" | ${at('ingressAddress')}`,
    ],
  },
  {
    rule: 'kubernetes/prefix-overlap',
    title: 'pods over the storage network',
    change: orchestrate({ podPrefix: '10.40.0.0/13' }),
    finds: [
      `train-a/podPrefix | podPrefix of cluster "train-a" (10.40.0.0/13) overlaps 10.40.0.0/24 of network "storage" | ${at('podPrefix')}`,
      `train-a/servicePrefix | servicePrefix of cluster "train-a" (10.43.0.0/16) overlaps its podPrefix (10.40.0.0/13) | ${at('servicePrefix')}`,
    ],
  },
  {
    rule: 'kubernetes/address-not-free',
    title: 'what is no address',
    change: orchestrate({ apiAddress: '999.1.1.1' }),
    finds: [
      `train-a/999.1.1.1 | apiAddress 999.1.1.1 of cluster "train-a" is no address | ${at('apiAddress')}`,
    ],
  },
  {
    rule: 'kubernetes/prefix-overlap',
    title: 'two families',
    change: orchestrate({ podPrefix: '2001:db8:42::/56' }),
    finds: [
      `train-a/servicePrefix | servicePrefix of cluster "train-a" (10.43.0.0/16) is of another family than its podPrefix (2001:db8:42::/56) | ${at('servicePrefix')}`,
    ],
  },
  {
    rule: 'kubernetes/prefix-overlap',
    title: 'what is no prefix',
    change: orchestrate({ podPrefix: '10.42.1.0/16', servicePrefix: '10.43.0.0/99' }),
    finds: [
      `train-a/podPrefix | podPrefix of cluster "train-a" is no prefix, "10.42.1.0/16" | ${at('podPrefix')}`,
      `train-a/servicePrefix | servicePrefix of cluster "train-a" is no prefix, "10.43.0.0/99" | ${at('servicePrefix')}`,
    ],
  },
  {
    rule: 'kubernetes/no-source',
    title: 'an offline site without mirrors',
    change: (model) => {
      orchestrate({ gpuOperator: 'v26.3.0' })(model);
      Object.assign(model.site.software, { offline: true, rke2: null, charts: null });
    },
    finds: [
      'dc1 | the offline site "dc1" does not say where Kubernetes of cluster "train-a" comes from: software has no rke2, registry, charts | site/dc1:software',
    ],
  },
  {
    rule: 'kubernetes/no-source',
    title: 'machines that RKE2 is not made for',
    change: orchestrate({}, { architecture: 'ppc64el' }),
    finds: [
      `train-a/ppc64el | cluster "train-a" has machines of ppc64el, such as "train-a-control-001", which RKE2 is not made for | ${schedulerAt}`,
    ],
  },
];

/** Kubernetes that looks like a fault and is none. */
export const soundKubernetesCases: readonly Case[] = [
  ...[
    'kubernetes/no-server',
    'kubernetes/gpu-in-server',
    'kubernetes/no-virtual-address',
    'kubernetes/address-not-free',
    'kubernetes/prefix-overlap',
    'kubernetes/no-source',
  ].map((rule) => ({ rule, title: 'a sound cluster', change: orchestrate(), finds: [] })),
  {
    rule: 'kubernetes/no-virtual-address',
    title: 'a single server',
    change: (model) => {
      const cluster = item(model.clusters);
      cluster.slots = cluster.slots.filter(({ name }) => !/control-00[23]/.test(name));
      orchestrate({ apiAddress: cluster.slots[0]?.dnsAddress ?? null })(model);
    },
    finds: [],
  },
  {
    rule: 'kubernetes/address-not-free',
    title: 'the address of a load balancer elsewhere, and that of the first server',
    change: (model) => {
      const [first] = item(model.clusters).slots;
      orchestrate({ apiAddress: first?.dnsAddress ?? null, ingressAddress: '203.0.114.1' })(model);
    },
    finds: [],
  },
  {
    rule: 'kubernetes/no-source',
    title: 'an offline site with mirrors',
    change: (model) => {
      orchestrate({ gpuOperator: 'v26.3.0' })(model);
      Object.assign(model.site.software, {
        offline: true,
        registry: { url: 'https://registry.example.net', username: null },
      });
    },
    finds: [],
  },
  {
    rule: 'kubernetes/no-server',
    title: 'a cluster of no machines',
    change: orchestrate({ nodes: [] }),
    finds: [],
  },
  {
    rule: 'kubernetes/prefix-overlap',
    title: 'prefixes of another family',
    change: (model) => {
      orchestrate({ podPrefix: '2001:db8:42::/56', servicePrefix: '2001:db8:43::/112' })(model);
      named(model.site.networks, 'storage');
    },
    finds: [],
  },
];
