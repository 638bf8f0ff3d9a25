import { cell, create, drop, replace, set } from './edit.js';
import { faultsOf } from './fault.js';

const project = 'rackform.yaml';
const site = 'sites/dc2/site.yaml';
const edge = 'sites/edge1/site.yaml';
const edgeMachines = 'sites/edge1/machines.csv';
const serve = 'clusters/serve.yaml';
const notebooks = 'clusters/notebooks.yaml';
const machines = 'sites/dc2/machines.csv';
const slices = ['options', 'mig', 'layout', 0, 'slices'] as const;
const tenants = ['options', 'workloadTenants'] as const;

/** A cluster that names the machine of another. */
const SECOND = `tenant: research
mode: dedicated
pools:
  gpu: { role: gpu, machines: [gpu-a03-n01], networks: { front-end: { gateway: true } } }
acknowledge: [{ rule: tests/no-gpu-test, reason: burnt in by the vendor }]
`;

/** Faults between tenants, sites, and those who share GPUs. */
export const sharingFaults = faultsOf(
  'inference',
  ['network/duplicate-vlan', 'an overlapping tenant VLAN', set(site, ['networks', 'notebooks', 'vlan'], 210)],
  ['tenancy/duplicate-id', 'one id for two tenants', set(project, ['tenants', 'research', 'id'], 10)],
  [
    'tenancy/number-disagrees',
    'a VLAN that is not the tenant’s',
    set(site, ['networks', 'front', 'vlan'], 215),
  ],
  [
    'tenancy/number-disagrees',
    'a VNI that is not the tenant’s',
    set(site, ['networks', 'front', 'vni'], 10099),
  ],
  [
    'tenancy/number-outside',
    'an id beyond the last VLAN',
    set(site, ['tenantNumbers', 'vlan', 'front-end'], 4090),
  ],
  ['tenancy/no-id', 'a tenant without an id', drop(project, ['tenants', 'research', 'id'])],
  [
    'tenancy/shared-service-owned',
    'a shared network that one tenant owns',
    set(project, ['sharedServices', 'operations', 'networks'], ['oob', 'provisioning', 'front']),
  ],
  [
    'network/tenant-on-operator-network',
    'a provisioning network of one tenant',
    set(site, ['networks', 'provisioning', 'tenant'], 'research'),
  ],
  [
    'tenancy/foreign-network',
    'a cluster on the network of another tenant',
    set(notebooks, ['pools', 'gpu', 'networks'], { front: { gateway: true } }),
  ],
  [
    'NETWORK_EXTERNAL',
    'a server on the BMC network',
    set(notebooks, ['pools', 'gpu', 'networks', 'oob'], { addressing: 'static', nics: ['eno2'] }),
  ],
  [
    'tenancy/on-provisioning-network',
    'a server that stays on the provisioning network',
    set(notebooks, ['pools', 'gpu', 'networks', 'provisioning'], { addressing: 'static', nics: ['eno1'] }),
    set(notebooks, ['pools', 'gpu', 'networks', 'front-end'], { gateway: true, nics: ['eno2'] }),
  ],
  [
    'tenancy/nvlink-domain',
    'one NVLink domain with two tenants',
    replace(machines, /^name,/, 'nvlinkDomain,name,'),
    replace(machines, /^(?=[gc]pu-)/gm, 'nvl-1,'),
  ],
  ['mig/does-not-fit', 'MIG instances that do not fit', set(serve, slices, { '4g': 1, '3g': 1, '2g': 1 })],
  ['mig/profile-maximum', 'more MIG instances than there are', set(serve, slices, { '3g': 3 })],
  ['mig/unknown-profile', 'a MIG profile that the GPU does not have', set(serve, slices, { '5g': 1 })],
  [
    'mig/no-table',
    'MIG on GPUs whose profiles nobody knows',
    set('hardware/gpu-h100nvl.yaml', ['gpus', 'model'], 'MI210'),
  ],
  [
    'mig/wrong-device',
    'a MIG layout for a GPU that is not there',
    set(serve, ['options', 'mig', 'layout', 0, 'devices'], [0, 7]),
  ],
  [
    'mig/single-strategy',
    'one strategy for several profiles',
    set(serve, ['options', 'mig', 'strategy'], 'single'),
  ],
  [
    'workload/quota-over-supply',
    'a quota above all that there is',
    set(serve, [...tenants, 'search', 'quota', 'slices', '2g'], 400),
  ],
  [
    'workload/unknown-slice',
    'a quota of slices that nobody makes',
    set(serve, [...tenants, 'search', 'quota', 'slices'], { '7g': 1 }),
  ],
  [
    'workload/overcommitted',
    'quotas that cannot all be used',
    set(serve, [...tenants, 'search', 'quota', 'slices'], { '3g': 12 }),
    set(serve, [...tenants, 'chat', 'quota', 'slices', '3g'], 12),
  ],
  [
    'workload/duplicate-namespace',
    'two workload tenants in one namespace',
    set(serve, [...tenants, 'lab', 'namespace'], 'search-prod'),
  ],
  [
    'workload/reserved-namespace',
    'a workload tenant in a namespace of the platform',
    set(serve, [...tenants, 'lab', 'namespace'], 'kube-system'),
  ],
  [
    'allocation/explicit-machine-unusable',
    'a named machine in repair',
    cell(machines, 'gpu-a03-n01', 'state', 'repair'),
  ],
  [
    'allocation/machine-claimed-twice',
    'one machine in two dedicated clusters',
    set(project, ['deployments', 3], { cluster: 'second', site: 'dc2' }),
    create('clusters/second.yaml', SECOND),
  ],
  [
    'allocation/machine-claimed-twice',
    'one machine in two pools',
    set(notebooks, ['pools', 'cpu'], {
      role: 'gpu',
      machines: ['gpu-a03-n01'],
      networks: { 'front-end': { gateway: true } },
    }),
  ],
  [
    'allocation/explicit-machine-unusable',
    'a machine that is not there',
    set(notebooks, ['pools', 'gpu', 'machines'], ['gpu-a03-n02']),
  ],
  ['erase/weak', 'a dropped erase beside other tenants', set(notebooks, ['release', 'erase'], 'none')],
  [
    'gateway/none',
    'servers without a default route',
    set(notebooks, ['pools', 'gpu', 'networks', 'front-end'], {}),
  ],
  [
    'sites/duplicate-mac',
    'a MAC address at two sites',
    cell(edgeMachines, 'gpu-e1-n01', 'nics.eno1.mac', '02:00:5e:20:01:00'),
  ],
  [
    'sites/duplicate-serial',
    'a serial number at two sites',
    cell(edgeMachines, 'gpu-e1-n01', 'serial', 'SV00001'),
  ],
  ['sites/duplicate-host-name', 'one domain at two sites', set(edge, ['domain'], 'dc2.example.net')],
  [
    'sites/overlapping-prefix',
    'one prefix at two sites that reach each other',
    set(site, ['routingDomain'], 'wan'),
    set(edge, ['routingDomain'], 'wan'),
    set(edge, ['networks', 'public', 'subnets', 'public'], {
      cidr: '203.0.113.64/26',
      gateway: '203.0.113.65',
    }),
  ],
);
