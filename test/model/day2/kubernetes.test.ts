import { describe, expect, test } from 'vitest';
import type { ClusterInput } from '../../../src/definition/cluster.js';
import { pinnedKubernetes } from '../../../src/facts/kubernetes.js';
import { type InferenceChange, inferenceModel, serveIn } from '../../software/inference.js';

/** Kubernetes of the example, changed; the deployment's own addresses are the example's. */
function kubernetes(change: InferenceChange = {}) {
  const found = serveIn(inferenceModel(change)).software.kubernetes;
  if (found === null) throw new Error('the example has Kubernetes');
  return found;
}
const withAddresses = (deployment: ClusterInput['software']) => kubernetes({ deployment });

describe('the address of the API', () => {
  test('is that of the first server where nothing is said, and then no virtual one', () => {
    const { apiAddress, isVirtual, ingressAddress, nodes } = withAddresses({});
    expect(nodes[0]).toMatchObject({ slot: 'serve-control-001', role: 'server', address: apiAddress });
    expect([isVirtual, ingressAddress]).toEqual([false, null]);
  });

  test.each([
    ['203.0.113.100', true],
    // In the subnet of other machines only, or of none.
    ['203.0.113.140', false],
    ['192.0.2.200', false],
  ])('%s is held by servers: %s', (apiAddress, isVirtual) => {
    expect(withAddresses({ kubernetes: { apiAddress } })).toMatchObject({ apiAddress, isVirtual });
  });

  test('is not known where machines get theirs from DHCP, and they meet by the name of the first server', () => {
    const found = kubernetes({
      deployment: {},
      pools: { control: { networks: { 'front-end': { addressing: 'dhcp' } } } },
    });
    expect(found).toMatchObject({
      apiAddress: null,
      apiHost: 'serve-control-001.dc2.example.net',
      isVirtual: false,
    });
  });

  test('of another server than the first is no virtual one', () => {
    const second = kubernetes().nodes.find(({ slot }) => slot === 'serve-control-002')?.address ?? '';
    expect(withAddresses({ kubernetes: { apiAddress: second } })).toMatchObject({
      apiAddress: second,
      isVirtual: false,
    });
  });
});

test('machines that run workloads are agents, control machines servers, and others no part of it', () => {
  const { nodes } = kubernetes();
  expect(nodes.map(({ slot, role }) => `${slot} ${role}`)).toEqual([
    'serve-control-001 server',
    'serve-control-002 server',
    'serve-control-003 server',
    'serve-gpu-001 agent',
    'serve-mig-001 agent',
    'serve-mig-002 agent',
    'serve-mig-003 agent',
  ]);
  expect(nodes.every(({ mtu, isLeaving, tenant }) => mtu === 1500 && !isLeaving && tenant === null)).toBe(
    true,
  );
});

test('what is said wins over what is usual', () => {
  const usual = kubernetes();
  expect(usual).toMatchObject({
    version: pinnedKubernetes.rke2.version,
    gpuOperator: pinnedKubernetes.gpuOperator.version,
    domain: 'serve.dc2.example.net',
    podPrefix: '10.42.0.0/16',
    servicePrefix: '10.43.0.0/16',
  });
  const said = {
    version: 'v1.34.1+rke2r1',
    gpuOperator: 'v25.10.0',
    domain: 'models.example.net',
    podPrefix: '10.100.0.0/16',
    servicePrefix: '10.101.0.0/16',
  };
  expect(kubernetes({ software: { kubernetes: said } })).toMatchObject(said);
});

describe('the GPU operator', () => {
  test('is not there where the definition wants none', () => {
    expect(kubernetes({ software: { kubernetes: { gpuOperator: 'none' } } }).gpuOperator).toBeNull();
  });

  test('is not there where no machine has GPUs of NVIDIA', () => {
    const none = { gpuNodes: 0, migNodes: 0, workloadTenants: {} };
    expect(kubernetes({ options: none }).gpuOperator).toBeNull();
  });

  test.each([
    ['mixed', { layout: [{ slices: { '1g': 2, '2g': 1 } }] }],
    ['single', { layout: [{ slices: { '1g': 7 } }] }],
    ['mixed', { strategy: 'mixed', layout: [{ slices: { '1g': 7 } }] }],
    ['none', { layout: [] }],
  ] as const)('offers slices by strategy %s', (strategy, mig) => {
    expect(kubernetes({ options: { mig, workloadTenants: {} } }).migStrategy).toBe(strategy);
  });
});
