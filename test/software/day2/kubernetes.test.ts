import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pinnedKubernetes } from '../../../src/facts/kubernetes.js';
import { ansibleProject } from '../../../src/software/day2/ansible/project.js';
import { diffSoftware } from '../../../src/software/day2/diff.js';
import { contentDigest } from '../../../src/software/first-boot/user-data.js';
import { synth } from '../../support/synth.js';
import { type InferenceChange, inferenceModel, serveIn } from '../inference.js';
import { fileOn, softwareOn } from './training.js';

const base = inferenceModel();
const server = 'serve-control-001';
const agent = 'serve-mig-001';
const configPath = '/etc/rancher/rke2/config.yaml.d/10-rackform.yaml';
const config = (change: InferenceChange, slot: string) =>
  parse(fileOn(inferenceModel(change), slot, configPath));
const vipPath = '/var/lib/rancher/rke2/agent/pod-manifests/rackform-kube-vip.yaml';

describe('RKE2', () => {
  test('on a server is told of the addresses and prefixes of the cluster, and keeps workloads off', () => {
    expect(config({}, server)).toMatchObject({
      'token-file': '/etc/rancher/rke2/token',
      'node-name': server,
      'node-ip': expect.stringMatching(/^203\.0\.113\./),
      'node-taint': ['CriticalAddonsOnly=true:NoExecute'],
      'tls-san': ['203.0.113.100', 'api.serve.dc2.example.net'],
      'cluster-cidr': '10.42.0.0/16',
      'service-cidr': '10.43.0.0/16',
      'kube-apiserver-arg': [expect.stringContaining('PodTolerationRestriction')],
    });
  });

  test('on an agent is told of nothing but itself, and how its GPUs are to be cut', () => {
    const found = config({}, agent);
    expect(Object.keys(found)).toEqual(['token-file', 'node-name', 'node-ip', 'node-label']);
    expect(found['node-label']).toEqual([
      'rackform/pool=mig',
      'rackform/gpu=nvidia',
      'topology.kubernetes.io/region=dc2',
      expect.stringMatching(/^topology\.kubernetes\.io\/zone=a0\d$/),
      expect.stringMatching(/^nvidia\.com\/mig\.config=serve-mig-a100-pcie-80gb-x4-[0-9a-f]{8}$/),
    ]);
  });

  test('names no cut where the cluster has no slices, since nothing would make it', () => {
    const whole = inferenceModel({ options: { migNodes: 0, workloadTenants: {} } });
    expect(softwareOn(whole, 'serve-gpu-001').kubernetes?.migConfig).toBeNull();
    expect(softwareOn(base, 'serve-gpu-001').kubernetes?.migConfig).toBe('all-disabled');
  });

  test('keeps a machine that a tenant has to itself for it', () => {
    const found = config({ options: { workloadTenants: { lab: { pools: ['gpu'] } } } }, 'serve-gpu-001');
    expect(found['node-taint']).toEqual(['rackform/tenant=lab:NoSchedule']);
    expect(found['node-label']).toContain('rackform/tenant=lab');
  });

  test('has no secret in a file, and reads the token from the user’s store', () => {
    const { secrets } = softwareOn(base, agent);
    expect(secrets).toMatchObject([
      { path: '/etc/rancher/rke2/token', secret: 'kubernetes_token', template: null, mode: '0400' },
    ]);
  });

  test('gets images by way of the registry of the site, whose password is not in the template', () => {
    const url = 'https://registry.dc2.example.net:5000';
    const open = inferenceModel({ site: { software: { registry: { url } } } });
    expect(parse(fileOn(open, agent, '/etc/rancher/rke2/registries.yaml')).mirrors['nvcr.io']).toEqual({
      endpoint: [url],
    });
    const closed = inferenceModel({ site: { software: { registry: { url, username: 'puller' } } } });
    const [, registries] = softwareOn(closed, agent).secrets;
    expect(registries?.secret).toBe('registry_password');
    expect(parse(registries?.template ?? '').configs).toEqual({
      'registry.dc2.example.net:5000': { auth: { username: 'puller', password: 'RACKFORM_SECRET' } },
    });
  });

  test('is of the pinned version, and of the definition’s where it names one', () => {
    expect(softwareOn(base, agent).kubernetes).toMatchObject({
      role: 'agent',
      version: pinnedKubernetes.rke2.version,
      architecture: 'amd64',
    });
    const model = inferenceModel({ software: { kubernetes: { version: 'v1.34.1+rke2r1' } } });
    expect(softwareOn(model, agent).kubernetes?.version).toBe('v1.34.1+rke2r1');
  });

  test('is on no machine of another cluster', () => {
    expect(softwareOn(base, 'notebooks-gpu-001').kubernetes).toBeNull();
  });
});

describe('kube-vip', () => {
  const env = (change: InferenceChange) =>
    Object.fromEntries(
      parse(fileOn(inferenceModel(change), server, vipPath)).spec.containers[0].env.map(
        ({ name, value = 'the node' }: { name: string; value?: string }) => [name, value],
      ),
    );

  test('holds the address of the API and those of services, on servers, by the interface that reaches them', () => {
    expect(env({})).toEqual({
      vip_arp: 'true',
      vip_leaderelection: 'true',
      vip_interface: 'bond-front.210',
      vip_subnet: '32',
      vip_nodename: 'the node',
      cp_enable: 'true',
      cp_namespace: 'kube-system',
      address: '203.0.113.100',
      port: '6443',
      svc_enable: 'true',
      svc_election: 'true',
    });
    const paths = softwareOn(base, agent).files.map(({ path }) => path);
    expect(paths).not.toContain(vipPath);
  });

  test('is not there where a load balancer elsewhere has the address', () => {
    const { kubernetes } = serveIn(base).software;
    expect(kubernetes?.isVirtual).toBe(true);
    const elsewhere = { apiAddress: '192.0.2.250' };
    const model = { ...base, clusters: [{ ...serveIn(base), software: { ...serveIn(base).software } }] };
    Object.assign(model.clusters[0]?.software ?? {}, {
      kubernetes: { ...kubernetes, ...elsewhere, isVirtual: false, ingressAddress: null },
    });
    expect(softwareOn(model, server).files.map(({ path }) => path)).not.toContain(vipPath);
  });
});

describe('what Ansible is told', () => {
  const project = ansibleProject(base);
  const vars = parse(project['group_vars/cluster_serve/rackform.yaml'] ?? '');

  test('names the first server, and the address by which the others join', () => {
    expect(vars).toMatchObject({
      rackform_cluster_name: 'serve',
      rackform_kubernetes_api: '203.0.113.100',
      rackform_kubernetes_first: server,
      rackform_kubernetes_servers: ['serve-control-001', 'serve-control-002', 'serve-control-003'],
      rackform_secret_values: { kubernetes_token: '{{ vault_serve_kubernetes_token }}' },
    });
  });

  test('has machines in groups by what they are, and says how they are cut', () => {
    const { children } = parse(project['inventory.yaml'] ?? '').all.children.rackform;
    expect(Object.keys(children.kubernetes_server_of_serve.hosts)).toHaveLength(3);
    expect(Object.keys(children.kubernetes_agent_of_serve.hosts)).toHaveLength(4);
    expect(parse(project[`host_vars/${agent}/rackform.yaml`] ?? '')).toMatchObject({
      rackform_has_mig_plan: false,
      rackform_kubernetes: {
        role: 'agent',
        migConfig: expect.stringMatching(/^serve-mig-a100/),
        tenant: null,
      },
    });
  });

  test('lists machines that are given back', () => {
    const leaving = structuredClone(base) as typeof base;
    const slot = serveIn(leaving).slots.find(({ name }) => name === agent);
    Object.assign(slot ?? {}, { phase: 'releasing' });
    const { children } = parse(ansibleProject(leaving)['inventory.yaml'] ?? '').all.children.rackform;
    expect(children.leaving_of_serve).toEqual({ hosts: { [agent]: {} } });
  });
});

describe('a change', () => {
  const needs = (change: InferenceChange, slot: string) =>
    diffSoftware(base, inferenceModel(change)).find((one) => one.slot === slot)?.needs;

  test('of the version restarts RKE2 and nothing else', () => {
    const software = { kubernetes: { version: 'v1.36.1+rke2r1' } };
    expect(needs({ software }, agent)).toEqual(['push', 'kubernetes']);
    expect(needs({ software }, server)).toEqual(['push', 'kubernetes']);
  });

  test('of how GPUs are cut needs the machine free', () => {
    const mig = { layout: [{ slices: { '7g': 1 } }] };
    expect(needs({ options: { mig, workloadTenants: {} } }, agent)).toEqual(['push', 'mig']);
    const own = (options: InferenceChange['options']) =>
      inferenceModel({
        software: { kubernetes: { gpuOperator: 'none' } },
        ...(options === undefined ? {} : { options }),
      });
    const diff = diffSoftware(own(undefined), own({ mig, workloadTenants: {} }));
    expect(diff.find((one) => one.slot === agent)?.needs).toEqual(['push', 'mig']);
  });

  test.each<[string, InferenceChange]>([
    ['another version', { software: { kubernetes: { version: 'v1.36.1+rke2r1', gpuOperator: 'v27.1.0' } } }],
    ['another address', { software: { kubernetes: { ingressAddress: '203.0.113.110' } } }],
    ['another scheduler', { software: { scheduler: 'none' } }],
    ['other tenants', { options: { workloadTenants: { lab: { pools: ['gpu'], groups: ['all'] } } } }],
    ['other slices', { options: { mig: { layout: [{ slices: { '1g': 7 } }] }, workloadTenants: {} } }],
    ['another driver', { software: { nvidia: { driver: '580.105.08' } } }],
    ['another store of secrets', { software: { secretStore: { type: 'sops' } } }],
    ['a registry', { site: { software: { registry: { url: 'https://registry.example.net' } } } }],
  ])('to %s is in no deployment of a machine that stays', (_, change) => {
    const after = inferenceModel(change);
    const digests = (model: typeof base) =>
      new Map(serveIn(model).slots.map((slot) => [slot.name, contentDigest(slot, model)]));
    const [old, now] = [digests(base), digests(after)];
    for (const [name, digest] of now)
      if (old.has(name)) expect([name, digest]).toEqual([name, old.get(name)]);
    expect([...now.keys()].filter((name) => old.has(name)).length).toBeGreaterThan(5);
  });

  test('of what comes after the deployment leaves Terraform as it was', { timeout: 60_000 }, () => {
    const software = { kubernetes: { version: 'v1.36.1+rke2r1' } };
    expect(JSON.stringify(synth(inferenceModel({ software })).stacks)).toBe(
      JSON.stringify(synth(base).stacks),
    );
  });
});
