import { item, named, range, subnet } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

/** Faults of networks, subnets and DHCP. */
export const networkCases: readonly Case[] = [
  {
    rule: 'network/duplicate-vlan',
    title: 'one VLAN twice',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'storage'), { fabric: 'hosts', vid: 100, vlanPool: null });
    },
    finds: [
      'storage | network "storage" is on VLAN 100 of fabric "hosts", as network "in-band" is | site/dc1:networks.storage.vlan',
    ],
  },
  {
    rule: 'network/bmc-on-tenant-vlan',
    title: 'the number of a tenant’s VLAN',
    change: ({ site }) => {
      named(site.networks, 'bmc').vid = 100;
    },
    finds: [
      'bmc | network "bmc" with purpose bmc has VLAN 100, as network "in-band" with purpose in-band has | site/dc1:networks.bmc.vlan',
    ],
  },
  {
    rule: 'network/tagged-without-number',
    title: 'tagged VLAN 0',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'storage'), { vid: 0, vlanPool: null });
    },
    finds: [
      'storage | network "storage" is tagged and has no VLAN number | site/dc1:networks.storage.tagged',
    ],
  },
  {
    rule: 'network/pxe-tagged',
    title: 'tagged PXE',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'pxe'), { tagged: true, vid: 7 });
    },
    finds: [
      'pxe | network "pxe" with purpose provisioning is tagged (VLAN 7 of fabric "hosts"), and PXE firmware sends no tag | site/dc1:networks.pxe.tagged',
    ],
  },
  {
    rule: 'network/nowhere-to-boot',
    title: 'DHCP by nobody',
    change: ({ site }) => {
      named(site.networks, 'pxe').dhcp = { by: 'nobody' };
    },
    finds: [
      'dc1 | no untagged network with purpose provisioning or in-band has DHCP, so it is not said where machines boot | site/dc1:networks',
    ],
  },
  {
    rule: 'network/untagged-settings',
    title: 'an MTU on VLAN 0',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'storage'), { vid: 0, tagged: false, vlanPool: null });
    },
    finds: [
      'storage | network "storage" sets mtu 9000 on an untagged VLAN that MAAS makes itself, where it cannot be set | site/dc1:networks.storage.mtu',
    ],
  },
  {
    rule: 'network/untagged-settings',
    title: 'a space on VLAN 0',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'storage'), {
        vid: 0,
        tagged: false,
        vlanPool: null,
        mtu: 1500,
        space: 'data',
      });
    },
    finds: [
      'storage | network "storage" sets space data on an untagged VLAN that MAAS makes itself, where it cannot be set | site/dc1:networks.storage.space',
    ],
  },
  {
    rule: 'network/tenant-on-operator-network',
    title: 'PXE for one tenant',
    change: ({ site }) => {
      named(site.networks, 'pxe').tenant = 'red';
    },
    finds: [
      'pxe | network "pxe" with purpose provisioning is given to tenant "red" | site/dc1:networks.pxe.tenant',
    ],
  },
  {
    rule: 'vlan-pool/inverted',
    title: 'backwards',
    change: ({ site }) => {
      Object.assign(item(site.vlanPools), { from: 2000, to: 1000 });
    },
    finds: ['tenants | VLAN pool "tenants" runs from 2000 down to 1000 | site/dc1:vlanPools.tenants.from'],
  },
  {
    rule: 'vlan-pool/inverted',
    title: 'from 0',
    change: ({ site }) => {
      item(site.vlanPools).from = 0;
    },
    finds: [
      'tenants | VLAN pool "tenants" begins with 0, the untagged VLAN | site/dc1:vlanPools.tenants.from',
    ],
  },
  {
    rule: 'vlan-pool/overlap',
    title: 'two pools',
    change: ({ site }) => {
      site.vlanPools.push({ name: 'more', from: 1999, to: 2500 });
    },
    finds: [
      'more | VLAN pools "tenants" (1000 to 1999) and "more" (1999 to 2500) overlap | site/dc1:vlanPools.more',
    ],
  },
  {
    rule: 'vlan-pool/overlap',
    title: 'a number by hand',
    change: ({ site }) => {
      named(site.networks, 'in-band').vid = 1500;
    },
    finds: [
      'in-band | VLAN 1500 of network "in-band" is also in VLAN pool "tenants" | site/dc1:networks.in-band.vlan',
    ],
  },
  {
    rule: 'dhcp/no-range',
    title: 'no dynamic range',
    change: ({ site }) => {
      item(named(site.networks, 'pxe').subnets).ranges = [];
    },
    finds: [
      'pxe | network "pxe" has DHCP by rack controller "rack-1" and no dynamic range | site/dc1:networks.pxe.dhcp',
    ],
  },
  {
    rule: 'dhcp/on-external-network',
    title: 'an external network',
    change: ({ site }) => {
      named(site.networks, 'pxe').mode = 'external';
    },
    finds: ['pxe | network "pxe" has mode external and DHCP by rack-controller | site/dc1:networks.pxe.dhcp'],
  },
  {
    rule: 'dhcp/managed-fabric',
    title: 'a managed fabric',
    change: ({ site }) => {
      named(site.networks, 'storage').dhcp = { by: 'rack-controller', primary: 'rack-1', secondary: null };
    },
    finds: [
      'storage | network "storage" has DHCP by rack controller "rack-1" on fabric "data", which rackform creates and no rack controller is on | site/dc1:networks.storage.dhcp',
    ],
  },
  {
    rule: 'dhcp/relay-target',
    title: 'a relay to itself',
    change: ({ site }) => {
      named(site.networks, 'in-band').dhcp = { by: 'relay', to: 'in-band' };
    },
    finds: ['in-band | network "in-band" relays DHCP to itself | site/dc1:networks.in-band.dhcp.to'],
  },
  {
    rule: 'dhcp/relay-target',
    title: 'a relay to a network without DHCP',
    change: ({ site }) => {
      named(site.networks, 'in-band').dhcp = { by: 'relay', to: 'storage' };
    },
    finds: [
      'in-band | network "in-band" relays DHCP to "storage", whose DHCP is by nobody | site/dc1:networks.in-band.dhcp.to',
    ],
  },
  {
    rule: 'dhcp/relay-target',
    title: 'a chain',
    change: ({ site }) => {
      named(site.networks, 'in-band').dhcp = { by: 'relay', to: 'storage' };
      named(site.networks, 'storage').dhcp = { by: 'relay', to: 'pxe' };
    },
    finds: [
      'in-band | network "in-band" relays DHCP to "storage", which is relayed too | site/dc1:networks.in-band.dhcp.to',
    ],
  },
  {
    rule: 'dhcp/two-servers',
    title: 'two on one VLAN',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'in-band'), { vid: 0, dhcp: { by: 'external' } });
    },
    finds: [
      'pxe | networks "in-band" and "pxe" both have DHCP on the untagged VLAN of fabric "hosts" | site/dc1:networks.pxe.dhcp',
    ],
  },
  {
    rule: 'dhcp/two-servers',
    title: 'one controller twice',
    change: ({ site }) => {
      named(site.networks, 'pxe').dhcp = { by: 'rack-controller', primary: 'rack-1', secondary: 'rack-1' };
    },
    finds: [
      'pxe | rack controller "rack-1" is both primary and secondary of network "pxe" | site/dc1:networks.pxe.dhcp.secondary',
    ],
  },
  {
    rule: 'dhcp/range-without-server',
    title: 'a dynamic range without DHCP',
    change: ({ site }) => {
      item(item(named(site.networks, 'in-band').subnets).ranges).type = 'dynamic';
    },
    finds: [
      'in-band | range "hosts" of network "in-band" is dynamic, and MAAS does not answer DHCP there (by nobody) | site/dc1:networks.in-band.subnets.main.ranges.hosts.type',
    ],
  },
  {
    rule: 'mtu/rail',
    title: 'a rail with 1500',
    change: ({ site }) => {
      named(site.networks, 'rail-0').mtu = 1500;
    },
    finds: [
      'rail-0 | rail network "rail-0" has MTU 1500, and RoCE wants at least 4200 | site/dc1:networks.rail-0.mtu',
    ],
  },
  {
    rule: 'mtu/above-switch',
    title: 'hosts above switches',
    change: ({ site }) => {
      named(site.networks, 'in-band').switchMtu = 1500;
    },
    finds: [
      'in-band | network "in-band" has MTU 9000 on hosts and 1500 on switches | site/dc1:networks.in-band.mtu',
    ],
  },
  {
    rule: 'mtu/below-ipv6',
    title: 'IPv6 with 1000',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'storage'), { mtu: 1000, subnets: [subnet('2001:db8::/64')] });
    },
    finds: [
      'storage | network "storage" has MTU 1000 and IPv6 prefix 2001:db8::/64, which needs 1280 | site/dc1:networks.storage.mtu',
    ],
  },
  {
    rule: 'subnet/invalid-address',
    title: 'octets, lengths and zeros',
    change: ({ site }) => {
      named(site.networks, 'storage').subnets = [
        subnet('10.40.0.0/33'),
        subnet('10.41.0.0/24', {
          gateway: '10.41.0.256',
          dns: ['010.0.0.1'],
          ranges: [range('x', 'static', '10.41.0.300', '10.41.0.9')],
        }),
      ];
      named(site.machines, 'cpu-1').bmc.address = '999.0.0.1';
    },
    finds: [
      'storage/main | "10.40.0.0/33" is no prefix | site/dc1:networks.storage.subnets.main.cidr',
      'storage/main | "10.41.0.256" is no IP address | site/dc1:networks.storage.subnets.main.gateway',
      'storage/main | "010.0.0.1" is no IP address | site/dc1:networks.storage.subnets.main.dns.0',
      'storage/main | "10.41.0.300" is no IP address | site/dc1:networks.storage.subnets.main.ranges.x.from',
      'cpu-1 | BMC address "999.0.0.1" of "cpu-1" is no IP address | site/dc1:machines.cpu-1.bmc.address',
    ],
  },
  {
    rule: 'subnet/host-bits',
    title: 'a host’s address',
    change: ({ site }) => {
      item(named(site.networks, 'storage').subnets).cidr = '10.40.0.7/24';
    },
    finds: [
      'storage/main | prefix 10.40.0.7/24 has host bits set | site/dc1:networks.storage.subnets.main.cidr',
    ],
  },
  {
    rule: 'subnet/overlap',
    title: 'equal prefixes',
    change: ({ site }) => {
      item(named(site.networks, 'storage').subnets).cidr = '10.0.0.0/24';
    },
    finds: [
      'storage/main | 10.0.0.0/24 of network "storage" overlaps 10.0.0.0/24 of network "pxe" | site/dc1:networks.storage.subnets.main.cidr',
    ],
  },
  {
    rule: 'subnet/overlap',
    title: 'a prefix in another',
    change: ({ site }) => {
      item(named(site.networks, 'storage').subnets).cidr = '10.0.0.128/25';
    },
    finds: [
      'storage/main | 10.0.0.128/25 of network "storage" overlaps 10.0.0.0/24 of network "pxe" | site/dc1:networks.storage.subnets.main.cidr',
    ],
  },
  {
    rule: 'subnet/overlap',
    title: 'one prefix over several, which is one problem',
    change: ({ site }) => {
      item(named(site.networks, 'storage').subnets).cidr = '203.0.113.0/24';
    },
    finds: [
      'storage/main | 203.0.113.0/24 of network "storage" overlaps 203.0.113.0/26 of network "rail-0" | site/dc1:networks.storage.subnets.main.cidr',
    ],
  },
  {
    rule: 'subnet/prefix-mismatch',
    title: 'a wrong prefix, which is one problem',
    change: ({ site }) => {
      item(named(site.networks, 'in-band').subnets).cidr = '198.51.101.0/24';
    },
    finds: [
      'in-band/main | prefix 198.51.101.0/24 of network "in-band" holds neither its gateway nor its ranges | site/dc1:networks.in-band.subnets.main.cidr',
    ],
  },
  {
    rule: 'subnet/gateway-outside',
    title: 'a gateway elsewhere',
    change: ({ site }) => {
      item(named(site.networks, 'in-band').subnets).gateway = '198.51.101.1';
    },
    finds: [
      'in-band/main | gateway 198.51.101.1 is outside of 198.51.100.0/24 | site/dc1:networks.in-band.subnets.main.gateway',
    ],
  },
  {
    rule: 'subnet/gateway-unusable',
    title: 'the network address',
    change: ({ site }) => {
      item(named(site.networks, 'in-band').subnets).gateway = '198.51.100.0';
    },
    finds: [
      'in-band/main | gateway 198.51.100.0 is the network address of 198.51.100.0/24 | site/dc1:networks.in-band.subnets.main.gateway',
    ],
  },
  {
    rule: 'subnet/gateway-unusable',
    title: 'the broadcast address',
    change: ({ site }) => {
      item(named(site.networks, 'in-band').subnets).gateway = '198.51.100.255';
    },
    finds: [
      'in-band/main | gateway 198.51.100.255 is the broadcast address of 198.51.100.0/24 | site/dc1:networks.in-band.subnets.main.gateway',
    ],
  },
  {
    rule: 'subnet/gateway-in-range',
    title: 'a gateway among slots',
    change: ({ site }) => {
      item(named(site.networks, 'in-band').subnets).gateway = '198.51.100.50';
    },
    finds: [
      'in-band/main | gateway 198.51.100.50 lies in static range "hosts" (198.51.100.10 to 198.51.100.99) | site/dc1:networks.in-band.subnets.main.ranges.hosts',
    ],
  },
  {
    rule: 'subnet/range-outside',
    title: 'a range past the end',
    change: ({ site }) => {
      item(item(named(site.networks, 'in-band').subnets).ranges).to = '198.51.101.9';
    },
    finds: [
      'in-band/main | range "hosts" (198.51.100.10 to 198.51.101.9) reaches outside of 198.51.100.0/24 | site/dc1:networks.in-band.subnets.main.ranges.hosts.to',
    ],
  },
  {
    rule: 'subnet/range-inverted',
    title: 'backwards',
    change: ({ site }) => {
      item(item(named(site.networks, 'in-band').subnets).ranges).to = '198.51.100.9';
    },
    finds: [
      'in-band/main | range "hosts" runs from 198.51.100.10 down to 198.51.100.9 | site/dc1:networks.in-band.subnets.main.ranges.hosts.to',
    ],
  },
  {
    rule: 'subnet/range-overlap',
    title: 'two ranges',
    change: ({ site }) => {
      item(item(named(site.networks, 'in-band').subnets).ranges).from = '198.51.100.9';
    },
    finds: [
      'in-band/main | ranges "kept" (198.51.100.2 to 198.51.100.9) and "hosts" (198.51.100.9 to 198.51.100.99) overlap | site/dc1:networks.in-band.subnets.main.ranges.hosts',
    ],
  },
  {
    rule: 'subnet/range-edge',
    title: 'a range up to the broadcast address',
    change: ({ site }) => {
      item(item(named(site.networks, 'in-band').subnets).ranges).to = '198.51.100.255';
    },
    finds: [
      'in-band/main | range "hosts" has 198.51.100.255, the network or broadcast address of 198.51.100.0/24 | site/dc1:networks.in-band.subnets.main.ranges.hosts',
    ],
  },
  {
    rule: 'subnet/family-mismatch',
    title: 'an IPv6 gateway',
    change: ({ site }) => {
      item(named(site.networks, 'in-band').subnets).gateway = '2001:db8::1';
    },
    finds: [
      'in-band/main | "2001:db8::1" is IPv6, and its prefix 198.51.100.0/24 is IPv4 | site/dc1:networks.in-band.subnets.main.gateway',
    ],
  },
  {
    rule: 'subnet/small-ipv6-range',
    title: '255 addresses',
    change: ({ site }) => {
      named(site.networks, 'pxe').subnets.push(
        subnet('2001:db8::/64', {
          name: 'six',
          ranges: [range('boot', 'dynamic', '2001:db8::1', '2001:db8::ff')],
        }),
      );
    },
    finds: [
      'pxe/six | dynamic range "boot" has 255 addresses, and MAAS wants at least 256 with IPv6 | site/dc1:networks.pxe.subnets.six.ranges.boot',
    ],
  },
  {
    rule: 'subnet/too-small-for-rail',
    title: 'a /30 for three machines',
    change: ({ site }) => {
      item(named(site.networks, 'rail-0').subnets).cidr = '203.0.113.0/30';
    },
    finds: [
      'rail-0 | rail network "rail-0" has room for 1 machine, and 3 have a NIC on rail 0 | site/dc1:networks.rail-0.subnets',
    ],
  },
  {
    rule: 'subnet/too-small-for-rail',
    title: 'pairs for two of three machines',
    change: ({ site }) => {
      Object.assign(named(site.networks, 'rail-1'), {
        addressing: 'point-to-point',
        subnets: [subnet('203.0.113.64/30')],
      });
    },
    finds: [
      'rail-1 | rail network "rail-1" has room for 2 machines, and 3 have a NIC on rail 1 | site/dc1:networks.rail-1.subnets',
    ],
  },
];
