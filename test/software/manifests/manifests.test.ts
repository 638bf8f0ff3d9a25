import { readFileSync } from 'node:fs';
import { DaemonSet, Deployment } from 'kubernetes-models/apps/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { ConfigMap, LimitRange, Namespace, ResourceQuota, Service } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { kubernetesManifests } from '../../../src/software/manifests/manifests.js';
import { expectGolden } from '../../support/golden.js';
import { fromRoot } from '../../support/project-root.js';
import { type InferenceChange, inferenceModel } from '../inference.js';

type Document = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: documents of many kinds, each looked into by its own test
  readonly spec: any;
};

const filesOf = (change: InferenceChange = {}) => kubernetesManifests(inferenceModel(change));
const documents = (text: string) => parseAllDocuments(text).map((one) => one.toJS() as Document);
const inFile = (file: string, change: InferenceChange = {}) => documents(filesOf(change)[file] ?? '');
const tenant = (name: string, change: InferenceChange = {}) =>
  inFile(`kubernetes/serve/tenant-${name}.yaml`, change);
const one = (all: readonly Document[], kind: string, name?: string) => {
  const found = all.find((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
  if (found === undefined) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
};
const kindsOfRke2 = ['HelmChart', 'HelmChartConfig'];
const chartValues = (name: string, change: InferenceChange = {}) =>
  parse(
    inFile('kubernetes/serve/platform.yaml', change).find(
      ({ kind, metadata }) => kindsOfRke2.includes(kind) && metadata.name === name,
    )?.spec.valuesContent ?? '',
  );

/** Kinds with a published schema; those of RKE2’s own controller have none. */
const models = {
  DaemonSet,
  ConfigMap,
  Deployment,
  Ingress,
  LimitRange,
  Namespace,
  NetworkPolicy,
  ResourceQuota,
  RoleBinding,
  Service,
};

describe('every manifest', () => {
  const all = Object.values(
    filesOf({
      options: {
        workloadTenants: { lab: { pools: ['gpu'], groups: ['a'], quota: { gpus: 4, slices: { '1g': 2 } } } },
      },
    }),
  ).flatMap(documents);

  test('is valid by the JSON Schema of its kind', () => {
    const unknown = all.filter(({ kind }) => !(kind in models) && !kindsOfRke2.includes(kind));
    expect(unknown).toEqual([]);
    for (const document of all) {
      const Model = models[document.kind as keyof typeof models];
      if (Model !== undefined) expect(() => new Model(document as never).validate()).not.toThrow();
    }
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(
      Object.keys(models).length - 1 + kindsOfRke2.length,
    );
  });

  test('would be refused with a field of a wrong type', () => {
    const quota = one(all, 'ResourceQuota');
    const wrong = { ...quota, spec: { hard: { pods: ['one'] } } };
    expect(() => new ResourceQuota(wrong as never).validate()).toThrow(/hard/);
  });
});

/** The example on machines with GPUs of AMD. */
const amd: InferenceChange = {
  gpus: { vendor: 'amd', model: 'MI210', count: 4 },
  options: {
    gpuNodes: 2,
    migNodes: 0,
    gpu: { vendor: 'amd', count: 4 },
    workloadTenants: { chat: { quota: { gpus: 2 } } },
  },
};

describe('the platform', () => {
  test('has the GPU operator cut GPUs, and leaves driver and container toolkit to the machines', () => {
    const [config] = inFile('kubernetes/serve/platform.yaml').filter(({ kind }) => kind === 'ConfigMap');
    expect(chartValues('gpu-operator')).toMatchObject({
      driver: { enabled: false },
      toolkit: { enabled: false },
      mig: { strategy: 'mixed' },
      migManager: { enabled: true, config: { name: config?.metadata.name, create: false } },
      daemonsets: { tolerations: [{ key: 'rackform/tenant', operator: 'Exists', effect: 'NoSchedule' }] },
    });
  });

  test('has the MIG manager stop what holds GPUs on a machine with its driver', () => {
    const { migManager } = chartValues('gpu-operator');
    const map = one(inFile('kubernetes/serve/platform.yaml'), 'ConfigMap', migManager.gpuClientsConfig.name);
    const { 'clients.yaml': clients } = map['data'] as Record<string, string>;
    expect(parse(clients ?? '')).toMatchObject({
      version: 'v1',
      'systemd-services': expect.arrayContaining(['nvidia-persistenced.service', 'nvidia-dcgm.service']),
    });
  });

  test('tells its slices by GPUs where all are alike, and cuts none where there are none', () => {
    const mig = { layout: [{ slices: { '1g': 7 } }] };
    expect(chartValues('gpu-operator', { options: { mig, workloadTenants: {} } })).toMatchObject({
      mig: { strategy: 'single' },
    });
    expect(chartValues('gpu-operator', { options: { migNodes: 0, workloadTenants: {} } })).toMatchObject({
      mig: { strategy: 'none' },
      migManager: { enabled: false },
    });
  });

  test('brings the toolkit where machines have none', () => {
    const software = { nvidia: { containerToolkit: 'none' } } as const;
    expect(chartValues('gpu-operator', { software })).toMatchObject({ toolkit: { enabled: true } });
  });

  test('offers GPUs of AMD by their device plugin, on machines that have them', () => {
    const plugin = (change: InferenceChange) =>
      inFile('kubernetes/serve/platform.yaml', change).find(({ kind }) => kind === 'DaemonSet');
    expect(plugin({})).toBeUndefined();
    const found = plugin(amd);
    expect(() => new DaemonSet(found as never).validate()).not.toThrow();
    expect(found?.spec.template.spec).toMatchObject({
      nodeSelector: { 'rackform/gpu': 'amd' },
      tolerations: [{ key: 'rackform/tenant', operator: 'Exists', effect: 'NoSchedule' }],
    });
    expect(one(tenant('chat', amd), 'ResourceQuota').spec.hard).toEqual({ 'requests.amd.com/gpu': 2 });
    const [container] = one(inFile('kubernetes-examples/serve/chat.yaml', amd), 'Deployment').spec.template
      .spec.containers;
    expect(container.image).toMatch(/^docker\.io\/rocm\/vllm:/);
    expect(container.resources.limits['amd.com/gpu']).toBe(1);
  });

  test('has no GPU operator where the definition wants none', () => {
    const kinds = inFile('kubernetes/serve/platform.yaml', {
      software: { kubernetes: { gpuOperator: 'none' } },
    });
    expect(kinds.map(({ kind }) => kind)).toEqual(['HelmChartConfig', 'HelmChartConfig']);
  });

  test('says nothing of machines of other clusters', () => {
    expect(filesOf()['kubernetes/serve/platform.yaml']).not.toContain('notebooks');
  });

  test('lets requests in by the address of the definition, and fits pods into the MTU', () => {
    expect(chartValues('rke2-ingress-nginx')).toMatchObject({
      controller: { service: { annotations: { 'kube-vip.io/loadbalancerIPs': '203.0.113.101' } } },
    });
    expect(chartValues('rke2-canal')).toEqual({ calico: { vethuMTU: 1450 } });
  });
});

describe('a workload tenant', () => {
  test('may use what its quota says of each resource, and none of the others', () => {
    expect(one(tenant('chat'), 'ResourceQuota').spec.hard).toEqual({
      'requests.nvidia.com/gpu': 0,
      'requests.nvidia.com/mig-1g.10gb': 4,
      'requests.nvidia.com/mig-2g.20gb': 0,
      'requests.nvidia.com/mig-3g.40gb': 4,
    });
    expect(Object.values(one(tenant('lab'), 'ResourceQuota').spec.hard)).toEqual([0, 0, 0, 0]);
  });

  test('counts whole GPUs and slices as one where all slices are alike', () => {
    const options = {
      mig: { layout: [{ slices: { '1g': 7 } }] },
      workloadTenants: { chat: { quota: { gpus: 1, slices: { '1g': 3 } } } },
    };
    expect(one(tenant('chat', { options }), 'ResourceQuota').spec.hard).toEqual({
      'requests.nvidia.com/gpu': 4,
    });
  });

  test('reaches its own namespace, DNS and HTTPS outside, and nothing of the site', () => {
    const policies = tenant('chat').filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata }) => metadata.name)).toEqual([
      'default-deny',
      'allow-own-namespace',
      'allow-dns',
      'allow-ingress-controller',
      'allow-https-outside',
    ]);
    const [{ ipBlock }] = one(policies, 'NetworkPolicy', 'allow-https-outside').spec.egress[0].to;
    expect(ipBlock.except).toEqual(
      expect.arrayContaining(['10.42.0.0/16', '10.43.0.0/16', '192.0.2.0/25', '203.0.113.0/25']),
    );
    expect(ipBlock.cidr).toBe('0.0.0.0/0');
  });

  test('of an offline site reaches nothing outside', () => {
    const names = tenant('chat', { site: { software: { offline: true } } }).map(
      ({ metadata }) => metadata.name,
    );
    expect(names).not.toContain('allow-https-outside');
  });

  test('is edited by its groups, and by nobody where it has none', () => {
    expect(one(tenant('chat'), 'RoleBinding')['subjects']).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'chat-engineers' },
    ]);
    expect(tenant('lab').map(({ kind }) => kind)).not.toContain('RoleBinding');
  });

  test('with machines of its own runs there and nowhere else, and nobody else can say that it may', () => {
    const options = { workloadTenants: { lab: { pools: ['gpu'] }, chat: {} } };
    const annotations = (name: string) =>
      one(tenant(name, { options }), 'Namespace').metadata.annotations ?? {};
    const prefix = 'scheduler.alpha.kubernetes.io';
    const own = { key: 'rackform/tenant', operator: 'Equal', value: 'lab', effect: 'NoSchedule' };
    expect(annotations('lab')[`${prefix}/node-selector`]).toBe('rackform/tenant=lab');
    expect(JSON.parse(annotations('lab')[`${prefix}/defaultTolerations`] ?? '')).toEqual([own]);
    expect(JSON.parse(annotations('lab')[`${prefix}/tolerationsWhitelist`] ?? '')).toContainEqual(own);
    expect(Object.keys(annotations('chat'))).toEqual([`${prefix}/tolerationsWhitelist`]);
    expect(annotations('chat')[`${prefix}/tolerationsWhitelist`]).not.toContain('rackform/tenant');
  });

  test('has pods that are restricted', () => {
    expect(one(tenant('search'), 'Namespace').metadata).toMatchObject({
      name: 'search-prod',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });

  test('gets a share of cores and memory by which every slice of a machine can be used at once', () => {
    // 4 GPUs of 4 slices each on 128 threads and 1024 GiB, of which 80 % are for pods.
    expect(one(tenant('chat'), 'LimitRange').spec.limits).toEqual([
      {
        type: 'Container',
        default: { memory: `${51 * 1024}Mi` },
        defaultRequest: { cpu: '6400m', memory: `${51 * 1024}Mi` },
      },
    ]);
  });
});

describe('an example to begin with', () => {
  test('asks for one of what its tenant has most of, and keeps to the restricted level', () => {
    const deployment = one(inFile('kubernetes-examples/serve/search.yaml'), 'Deployment');
    const { containers, securityContext, runtimeClassName } = deployment.spec.template.spec;
    expect(runtimeClassName).toBe('nvidia');
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].resources.limits).toEqual({ 'nvidia.com/mig-2g.20gb': 1, memory: `${51 * 1024}Mi` });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('is reached by a name below the domain of the cluster', () => {
    const ingress = one(inFile('kubernetes-examples/serve/search.yaml'), 'Ingress');
    expect(ingress.spec.rules[0].host).toBe('search-prod.serve.dc2.example.net');
  });

  test('is not written for a tenant without GPUs', () => {
    expect(Object.keys(filesOf()).filter((file) => file.startsWith('kubernetes-examples/'))).toEqual([
      'kubernetes-examples/serve/chat.yaml',
      'kubernetes-examples/serve/search.yaml',
    ]);
  });
});

test.each([
  'kubernetes/serve/platform.yaml',
  'kubernetes/serve/tenant-chat.yaml',
  'kubernetes-examples/serve/chat.yaml',
])('golden: %s', (file) => {
  expectGolden(
    `inference/${file.replaceAll('/', '-').replace('.yaml', '')}`,
    documents(filesOf()[file] ?? ''),
  );
});

test('the library of types is the one that other commands do not load', () => {
  const source = readFileSync(fromRoot('src/cli/commands/software.ts'), 'utf8');
  expect(source).not.toMatch(/^import .*manifests\/manifests/m);
});
