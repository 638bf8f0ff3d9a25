import { richDefinition, SITE } from './definition.js';
import type { Spec } from './specs.js';

const to = (...values: readonly unknown[]): Spec => ({ values: values.map((value) => ({ value })) });
const site = (...place: readonly string[]) => ['sites', SITE, ...place];
const given = richDefinition.sites[SITE];

const httpState = { type: 'http', address: 'https://states.example.net', locking: true };
const stateForm = (value: Readonly<Record<string, unknown>>) => [{ place: ['project', 'state'], value }];

const idle = { networks: 'idle' };
const idleSubnet = { networks: 'idle', 'networks.*.subnets': 'idle-net' };
const noRanges = [{ place: site('networks', 'idle', 'subnets', 'idle-net', 'ranges'), value: undefined }];

/** Project and site. */
export const siteSpecs: Readonly<Record<string, Spec>> = {
  organization: to('another'),
  'tenants.*': {
    others: [
      { value: undefined, says: 'left out, one without machines', names: { tenants: 'imaging' } },
      { value: {}, says: 'added', names: { tenants: 'guests' } },
    ],
  },
  'state.type': {
    values: [
      { says: 'to local', also: stateForm({ type: 'local' }) },
      { says: 'to http', also: stateForm(httpState) },
      { says: 'to pg', also: stateForm({ type: 'pg' }) },
    ],
  },
  'state.bucket': to('other-states'),
  'state.region': to('eu-2'),
  'state.prefix': to('other'),
  'state.endpoint': to('https://store.example.net'),
  'state.path': { ...to('../elsewhere'), before: stateForm({ type: 'local' }) },
  'state.address': { ...to('https://other.example.net'), before: stateForm(httpState) },
  'state.locking': { ...to(false), before: stateForm(httpState) },
  'state.schema': { ...to('other'), before: stateForm({ type: 'pg' }) },
  baseBranch: to('trunk'),
  'deployments.*.cluster': {
    values: [],
    reason: 'it says which deployment this is: another cluster is one deployment left out and one added',
  },
  'deployments.*.site': {
    values: [],
    reason: 'it says which deployment this is: another site is one deployment left out and one added',
  },
  'deployments.*.options': {
    names: { deployments: '1' },
    values: [{ value: { hugePages1GiB: 16 }, says: 'an option of the preset; as that option of the preset' }],
  },
  domain: to('dc2.example.net'),
  'provisioner.providerVersion': to('2.8.1'),
  'provisioner.serverVersion': to('3.6'),
  'provisioner.apiUrl': to('https://other.example.net/MAAS'),
  'provisioner.settings.*': {
    others: [
      { value: 'true', says: 'to another value' },
      { value: 'x', says: 'added', names: { 'provisioner.settings': 'kernel_opts' } },
    ],
  },
  ntp: to(['192.0.2.251']),
  'modules.*': { others: [{ value: {}, says: 'added', names: { modules: 'annex' } }] },
  'racks.*': {
    others: [{ value: { units: 42 }, says: 'added', names: { racks: 'r09' } }],
  },
  'racks.*.module': {
    values: [{ value: 'annex', says: 'to another', also: [{ place: site('modules', 'annex'), value: {} }] }],
  },
  'racks.*.zone': to('west'),
  'racks.*.derate': to(1),
  'racks.*.feeds.*': {
    others: [{ value: { capacityWatts: 22000 }, says: 'added', names: { 'racks.*.feeds': 'middle' } }],
  },
  'fabrics.*': { others: [{ value: {}, says: 'added', names: { fabrics: 'spare' } }] },
  'fabrics.*.mode': {
    others: [{ value: 'managed', names: { fabrics: 'plant' } }],
  },
  'vlanPools.*': { others: [{ value: { from: 300, to: 310 }, says: 'added', names: { vlanPools: 'more' } }] },
  'vlanPools.*.from': {
    values: [
      { value: 199, says: 'to a lower number' },
      { value: 201, says: 'above a number that is taken' },
    ],
  },
  'vlanPools.*.to': to(250),
  'networks.*': {
    others: [
      {
        says: 'added',
        value: { ...given?.networks?.['edge'], vlan: 130, subnets: {}, dhcp: { by: 'external' } },
        names: { networks: 'another' },
      },
      { value: undefined, says: 'left out, one without slots', names: idle },
    ],
  },
  'networks.*.mode': {
    others: [
      { value: 'existing', says: 'to existing, of one without slots', names: idle },
      { value: 'external', says: 'to external, of one without slots', names: idle },
    ],
  },
  'networks.*.purpose': {
    others: [{ value: 'storage', says: 'to storage, of one without slots', names: idle }],
  },
  'networks.*.rail': { ...to(5), names: { networks: 'rail-1' } },
  'networks.*.fabric': {
    values: [{ value: 'servers' }],
    others: [{ value: 'plant', says: 'to another, of one without slots', names: idle }],
  },
  'networks.*.vlan': {
    values: [{ value: 111 }],
    others: [
      { value: 151, says: 'to 151, of one without slots', names: idle },
      { value: 7, names: { networks: 'provisioning' }, says: 'to 7, of the network that machines boot from' },
    ],
  },
  'networks.*.vlan.pool': {
    names: { networks: 'disknet' },
    values: [
      {
        value: 'more',
        says: 'to another pool',
        also: [{ place: site('vlanPools', 'more'), value: { from: 300, to: 310 } }],
      },
    ],
  },
  'networks.*.mtu': {
    names: { networks: 'edge' },
    values: [{ value: 1400 }],
    others: [
      { value: 1500, names: {}, says: 'to less than its pools state' },
      { value: 9100, names: { networks: 'rail-0' }, says: 'to 9100, of a rail' },
      { value: 1400, names: { networks: 'provisioning' }, says: 'to 1400, of an existing network' },
    ],
  },
  'networks.*.switchMtu': to(9100),
  'networks.*.tenant': {
    names: { networks: 'disknet' },
    values: [
      { value: undefined, says: 'left out' },
      { value: 'imaging', says: 'to another tenant' },
    ],
  },
  'networks.*.space': to('outer'),
  'networks.*.addressing': {
    others: [
      { value: 'point-to-point', names: { networks: 'rail-0' }, says: 'to point-to-point, of a rail' },
    ],
  },
  'networks.*.subnets.*': {
    others: [
      {
        value: { cidr: '10.30.0.0/24' },
        says: 'added',
        names: { networks: 'edge', 'networks.*.subnets': 'second' },
      },
      { value: undefined, says: 'left out, one without slots', names: idleSubnet },
    ],
  },
  'networks.*.subnets.*.cidr': {
    names: { networks: 'disknet', 'networks.*.subnets': 'storage-net' },
    values: [
      { value: '10.20.0.0/23', says: 'to a wider prefix' },
      { value: '10.21.0.0/24', says: 'to another prefix' },
    ],
    others: [
      {
        value: '10.41.0.0/24',
        says: 'to another prefix, of one without slots',
        also: noRanges,
        names: idleSubnet,
      },
      {
        value: '10.64.0.0/23',
        also: [
          {
            place: site('networks', 'rail-1', 'subnets', 'rail-net-1'),
            value: { cidr: '10.64.2.0/24', gateway: '10.64.2.1' },
          },
        ],
        says: 'to a wider prefix, of a rail; the next rail moves with it',
        names: { networks: 'rail-0', 'networks.*.subnets': 'rail-net-0' },
      },
    ],
  },
  'networks.*.subnets.*.gateway': {
    values: [{ value: '203.0.113.2' }],
    others: [
      {
        value: '10.64.0.254',
        says: 'to 10.64.0.254, of a rail',
        names: { networks: 'rail-0', 'networks.*.subnets': 'rail-net-0' },
      },
    ],
  },
  'networks.*.subnets.*.dns': to(['192.0.2.54']),
  'networks.*.subnets.*.ranges.*': {
    others: [
      {
        value: { type: 'reserved', from: '203.0.113.2', to: '203.0.113.4' },
        says: 'added',
        names: { 'networks.*.subnets.*.ranges': 'kept' },
      },
      {
        value: undefined,
        says: 'left out, a dynamic one',
        names: { 'networks.*.subnets.*.ranges': 'leases' },
      },
    ],
  },
  'networks.*.subnets.*.ranges.*.type': {
    names: {
      networks: 'edge',
      'networks.*.subnets': 'edge-net',
      'networks.*.subnets.*.ranges': 'edge-leases',
    },
    others: [{ value: 'reserved', names: {}, says: 'to reserved, of a static range with slots' }],
  },
  'networks.*.subnets.*.ranges.*.from': {
    values: [
      { value: '203.0.113.5', says: 'to a lower address' },
      { value: '203.0.113.20', says: 'above addresses of slots' },
    ],
  },
  'networks.*.subnets.*.ranges.*.to': {
    values: [
      { value: '203.0.113.90', says: 'to a lower address' },
      { value: '203.0.113.15', says: 'below addresses of slots' },
    ],
  },
  'networks.*.dhcp.by': {
    values: [
      {
        says: 'to external',
        also: [
          { place: site('networks', 'core', 'dhcp'), value: { by: 'external' } },
          { place: site('networks', 'edge', 'dhcp'), value: { by: 'external' } },
        ],
      },
      {
        says: 'to relay',
        also: [{ place: site('networks', 'core', 'dhcp'), value: { by: 'relay', to: 'provisioning' } }],
      },
    ],
  },
  'networks.*.dhcp.primary': to('maas-rack-3'),
  'networks.*.dhcp.secondary': to('maas-rack-3'),
  'networks.*.dhcp.to': { ...to('provisioning'), names: { networks: 'edge' } },
  'zones.*': { others: [{ value: {}, says: 'added', names: { zones: 'north' } }] },
  'images.*': { others: [{ value: { series: 'custom/ai' }, says: 'added', names: { images: 'ai' } }] },
  'images.*.series': to('custom/ai'),
  'images.*.hweKernel': to('hwe-22.04'),
  'credentials.*': { others: [{ value: {}, says: 'added', names: { credentials: 'third' } }] },
  'defaults.image': to('jammy'),
  'defaults.credentials': to('gpu-bmc'),
  'defaults.profile': to('cpu-more'),
  'machines.*': {
    others: [
      { value: undefined, says: 'left out, one that is free', names: { machines: 'gpu-08' } },
      {
        value: {
          ...given?.machines?.['gpu-08'],
          serial: 'NEW',
          unit: 36,
          bmc: { address: '192.0.2.99', credentials: 'gpu-bmc' },
          nics: { eno1: { mac: '02:00:00:00:99:01' } },
        },
        says: 'added',
        names: { machines: 'gpu-99' },
      },
    ],
  },
  'machines.*.serial': to('OTHER'),
  'machines.*.rack': to('r03'),
  'machines.*.unit': to(38),
  'machines.*.profile': to('gpu-more'),
  'machines.*.state': {
    others: [
      { value: 'repair', names: { machines: 'gpu-08' }, says: 'to repair, of a free machine' },
      { value: 'spare', names: { machines: 'gpu-08' }, says: 'to spare, of a free machine' },
      { value: 'retired', names: { machines: 'gpu-08' }, says: 'to retired, of a free machine' },
      { value: 'adopted', names: { machines: 'gpu-08' }, says: 'to adopted, of a free machine' },
    ],
  },
  'machines.*.zone': to('west'),
  'machines.*.bmc.address': to('192.0.2.200'),
  'machines.*.bmc.credentials': to('cpu-bmc'),
  'machines.*.bmc.nodeId': to('System.Embedded.2'),
  'machines.*.bootNic': to('eno2'),
  'machines.*.nics.*': {
    others: [{ value: undefined, says: 'left out, of a rail', names: { 'machines.*.nics': 'ens2' } }],
  },
  'machines.*.nics.*.mac': {
    names: { 'machines.*.nics': 'eno1' },
    values: [{ value: '02:00:00:00:aa:01', says: 'to another, of the boot NIC' }],
    others: [
      {
        value: '02:00:00:00:aa:02',
        says: 'to another, of a NIC on a network',
        names: { 'machines.*.nics': 'eno2' },
      },
      { value: '02:00:00:00:aa:05', says: 'to another, of a rail', names: { 'machines.*.nics': 'ens1' } },
    ],
  },
  'machines.*.nics.*.switch': to('leaf-9'),
  'machines.*.nics.*.port': to('other-port'),
  'acknowledge.*': {
    values: [{ value: { rule: 'port/tagged-only', reason: 'tried with these switches' }, says: 'added' }],
  },
  ...Object.fromEntries(
    ['acknowledge.*.rule', 'acknowledge.*.subject', 'acknowledge.*.reason'].map((field) => [
      field,
      { values: [], reason: 'it decides what rackform check says, and nothing else: see acknowledge.*' },
    ]),
  ),
} as Readonly<Record<string, Spec>>;
