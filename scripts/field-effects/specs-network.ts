import { richDefinition, SITE } from './definition.js';
import { inSite, type Spec, to } from './spec.js';

const given = richDefinition.sites[SITE];

const idle = { networks: 'idle' };
const idleSubnet = { networks: 'idle', 'networks.*.subnets': 'idle-net' };
const noRanges = [{ place: inSite('networks', 'idle', 'subnets', 'idle-net', 'ranges'), value: undefined }];

/** Fabrics, VLANs, subnets and their ranges. */
export const networkSpecs: Readonly<Record<string, Spec>> = {
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
        also: [{ place: inSite('vlanPools', 'more'), value: { from: 300, to: 310 } }],
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
            place: inSite('networks', 'rail-1', 'subnets', 'rail-net-1'),
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
      { value: '203.0.113.70', says: 'to a lower address' },
      { value: '203.0.113.15', says: 'below addresses of slots' },
    ],
  },
  'networks.*.dhcp.by': {
    values: [
      {
        says: 'to external',
        also: [
          { place: inSite('networks', 'core', 'dhcp'), value: { by: 'external' } },
          { place: inSite('networks', 'edge', 'dhcp'), value: { by: 'external' } },
        ],
      },
      {
        says: 'to relay',
        also: [{ place: inSite('networks', 'core', 'dhcp'), value: { by: 'relay', to: 'provisioning' } }],
      },
    ],
  },
  'networks.*.dhcp.primary': to('maas-rack-3'),
  'networks.*.dhcp.secondary': to('maas-rack-3'),
  'networks.*.dhcp.to': { ...to('provisioning'), names: { networks: 'edge' } },
};
