import { drop, replace, set } from './edit.js';
import { faultsOf } from './fault.js';

const site = 'sites/dc1/site.yaml';
const cluster = 'clusters/train-a.yaml';
const inBand = ['networks', 'in-band', 'subnets', 'in-band'] as const;
const pxe = ['networks', 'provisioning', 'subnets', 'provisioning'] as const;

/** Faults of VLANs, prefixes, addresses, MTU, DHCP and what slots are on. */
export const networkFaults = faultsOf(
  'training',
  [
    'subnet/gateway-outside',
    'a wrong gateway: of another network',
    set(site, [...inBand, 'gateway'], '203.0.114.1'),
  ],
  [
    'subnet/gateway-unusable',
    'a wrong gateway: the broadcast address',
    set(site, [...inBand, 'gateway'], '203.0.113.127'),
  ],
  [
    'subnet/gateway-in-range',
    'a wrong gateway: given to slots',
    set(site, [...inBand, 'gateway'], '203.0.113.10'),
  ],
  ['gateway/unknown', 'a gateway left out', drop(site, [...inBand, 'gateway'])],
  ['subnet/host-bits', 'a prefix with host bits', set(site, [...inBand, 'cidr'], '203.0.113.1/25')],
  ['subnet/invalid-address', 'an address that is none', set(site, [...inBand, 'cidr'], '203.0.300.0/25')],
  [
    'subnet/overlap',
    'overlapping prefixes',
    set(site, ['networks', 'storage', 'subnets', 'storage', 'cidr'], '203.0.113.0/24'),
  ],
  [
    'subnet/prefix-mismatch',
    'a prefix of another network',
    set(site, [...inBand, 'cidr'], '198.51.100.128/25'),
  ],
  [
    'subnet/range-outside',
    'a range beyond its prefix',
    set(site, [...inBand, 'ranges', 'slots', 'to'], '203.0.113.190'),
  ],
  [
    'subnet/range-inverted',
    'a range from high to low',
    set(site, [...inBand, 'ranges', 'slots', 'to'], '203.0.113.5'),
  ],
  [
    'subnet/range-overlap',
    'two ranges with common addresses',
    set(site, [...inBand, 'ranges', 'old'], { type: 'reserved', from: '203.0.113.100', to: '203.0.113.110' }),
  ],
  [
    'subnet/range-edge',
    'a range with the broadcast address',
    set(site, [...inBand, 'ranges', 'slots', 'to'], '203.0.113.127'),
  ],
  [
    'subnet/too-small-for-rail',
    'a rail network with too few addresses',
    set(site, ['networks', 'rail-0', 'subnets', 'rail-0', 'cidr'], '10.64.0.0/29'),
  ],
  [
    'subnet/family-mismatch',
    'a gateway of the other family',
    set(site, [...inBand, 'gateway'], '2001:db8::1'),
  ],
  [
    'allocation/addresses-exhausted',
    'fewer addresses than slots',
    set(site, [...inBand, 'ranges', 'slots', 'to'], '203.0.113.12'),
  ],
  ['network/duplicate-vlan', 'two networks on one VLAN', set(site, ['networks', 'storage', 'vlan'], 110)],
  ['network/pxe-tagged', 'PXE on a tagged VLAN', set(site, ['networks', 'provisioning', 'vlan'], 50)],
  ['network/nowhere-to-boot', 'nothing that answers DHCP', drop(site, ['networks', 'provisioning', 'dhcp'])],
  [
    'network/tenant-on-operator-network',
    'a BMC network of a tenant',
    set(site, ['networks', 'oob', 'tenant'], 'research'),
  ],
  [
    'network/existing-in-managed-fabric',
    'a network that exists in a fabric that does not',
    set(site, ['fabrics', 'dc1', 'mode'], 'managed'),
  ],
  [
    'network/untagged-settings',
    'a managed network on the untagged VLAN with an MTU',
    set(site, ['networks', 'storage', 'vlan'], 0),
  ],
  ['dhcp/no-range', 'DHCP without a dynamic range', drop(site, [...pxe, 'ranges'])],
  [
    'dhcp/range-without-server',
    'a dynamic range without DHCP',
    set(site, ['networks', 'provisioning', 'dhcp'], { by: 'external' }),
  ],
  [
    'dhcp/two-servers',
    'one rack controller twice',
    set(site, ['networks', 'provisioning', 'dhcp', 'secondary'], 'maas-rack-1'),
  ],
  [
    'dhcp/relay-target',
    'a DHCP relay to nowhere',
    set(site, ['networks', 'in-band', 'dhcp'], { by: 'relay', to: 'storage' }),
  ],
  [
    'dhcp/on-external-network',
    'DHCP on a network that MAAS never sees',
    set(site, ['networks', 'oob', 'dhcp'], { by: 'rack-controller', primary: 'maas-rack-1' }),
  ],
  [
    'mtu/above-switch',
    'an MTU that the switches do not carry',
    set(site, ['networks', 'in-band', 'switchMtu'], 1500),
  ],
  ['mtu/rail', 'rails with MTU 1500', drop(site, ['networks', 'rail-1', 'mtu'])],
  [
    'mtu/above-network',
    'an MTU mismatch: a pool above its network',
    set(cluster, ['overrides', 'pools', 'gpu', 'networks', 'storage'], { mtu: 9100, addressing: 'static' }),
  ],
  [
    'mtu/uneven',
    'an MTU mismatch: pools on one network',
    set(cluster, ['overrides', 'pools', 'gpu', 'networks', 'storage'], { mtu: 1500, addressing: 'static' }),
  ],
  [
    'mtu/below-ipv6',
    'IPv6 on too small an MTU',
    set(site, ['networks', 'storage', 'mtu'], 1000),
    set(site, ['networks', 'storage', 'subnets', 'v6'], { cidr: '2001:db8::/64' }),
  ],
  [
    'tenancy/foreign-network',
    'a cluster on the network of another tenant',
    set(site, ['networks', 'in-band', 'tenant'], 'platform'),
  ],
  [
    'gateway/two',
    'two default gateways',
    set(site, ['networks', 'storage', 'subnets', 'storage', 'gateway'], '203.0.113.129'),
    set(cluster, ['overrides', 'pools', 'gpu', 'networks'], { storage: { gateway: true } }),
  ],
  ['rails/no-address', 'a rail network without a prefix', drop(site, ['networks', 'rail-2', 'subnets'])],
  [
    'vlan-pool/inverted',
    'a VLAN pool from high to low',
    set(site, ['vlanPools'], { tenants: { from: 400, to: 300 } }),
  ],
  [
    'vlan-pool/overlap',
    'a VLAN pool with a number that is taken',
    set(site, ['vlanPools'], { tenants: { from: 100, to: 130 } }),
  ],
  ['YAML_DUPLICATE_KEY', 'a network twice', replace(site, '  storage:\n', '  in-band:\n')],
  [
    'site/reserved-name',
    'a fabric named as MAAS numbers its own',
    replace(site, /\bdc1: \{ mode: existing \}/, 'fabric-7: { mode: managed }'),
  ],
  [
    'site/default-zone-managed',
    'the zone that MAAS has made by itself',
    set(site, ['zones'], { default: { mode: 'managed' } }),
  ],
);
