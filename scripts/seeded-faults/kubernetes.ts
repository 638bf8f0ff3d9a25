import { drop, set } from './edit.js';
import { faultsOf } from './fault.js';

const project = 'rackform.yaml';
const site = 'sites/dc2/site.yaml';
const serve = 'clusters/serve.yaml';
/** The deployment of the shared cluster at dc2. */
const kubernetes = ['deployments', 1, 'overrides', 'software', 'kubernetes'] as const;
const tenants = ['options', 'workloadTenants'] as const;

/** Faults of Kubernetes and of those who share it. */
export const kubernetesFaults = faultsOf(
  'inference',
  [
    'kubernetes/address-not-free',
    'an API at an address that a machine may get',
    set(project, [...kubernetes, 'apiAddress'], '203.0.113.60'),
  ],
  [
    'kubernetes/address-not-free',
    'one address for the API and for requests',
    set(project, [...kubernetes, 'ingressAddress'], '203.0.113.100'),
  ],
  [
    'kubernetes/no-virtual-address',
    'an API that is lost with one of three servers',
    drop(project, [...kubernetes, 'apiAddress']),
  ],
  [
    'kubernetes/prefix-overlap',
    'pods on addresses of the BMCs',
    set(project, [...kubernetes, 'podPrefix'], '192.0.2.0/23'),
  ],
  [
    'kubernetes/no-server',
    'Kubernetes without a control plane',
    set(serve, ['software'], { scheduler: 'kubernetes' }),
    set(serve, ['overrides', 'pools', 'control', 'role'], 'login'),
  ],
  [
    'kubernetes/gpu-in-server',
    'a control plane on machines with GPUs',
    set(serve, ['overrides', 'pools', 'control', 'hardware'], { gpus: { vendor: 'nvidia', count: 4 } }),
    set(serve, ['overrides', 'pools', 'control', 'count'], 1),
    set(serve, ['options', 'spares'], 0),
  ],
  [
    'kubernetes/no-source',
    'an offline site that does not say where Kubernetes comes from',
    set(site, ['software'], { offline: true }),
  ],
  [
    'workload/unknown-pool',
    'a pool of a workload tenant, misspelt',
    set(serve, [...tenants, 'lab', 'pools'], ['gpus']),
  ],
  [
    'workload/pool-of-two',
    'one pool that two workload tenants have alone',
    set(serve, [...tenants, 'lab', 'pools'], ['gpu']),
    set(serve, [...tenants, 'chat', 'pools'], ['gpu']),
  ],
);
