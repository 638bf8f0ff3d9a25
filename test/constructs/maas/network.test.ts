import { describe, expect, test } from 'vitest';
import { InternalError } from '../../../src/errors.js';
import type { NetworkModel, SiteModel } from '../../../src/model/types.js';
import { exampleModel } from '../../support/model-fixture.js';
import { addressesOf, blockOf, type StackJson, stackOf, synth } from '../../support/synth.js';

function network(model: SiteModel = exampleModel()): StackJson {
  return stackOf(synth(model, { stacks: ['dc1-network'] }), 'dc1-network');
}

function withNetwork(name: string, changes: Partial<NetworkModel>): SiteModel {
  const model = exampleModel();
  const networks = model.site.networks.map((other) =>
    other.name === name ? { ...other, ...changes } : other,
  );
  return { ...model, site: { ...model.site, networks } };
}

describe('a network', () => {
  test('that exists is looked up with its fabric and subnets, and nothing of it is created', () => {
    const stack = network();
    expect(blockOf(stack, 'data.maas_vlan.pxe')).toEqual({ fabric: 'hosts', vlan: '0' });
    expect(blockOf(stack, 'data.maas_subnet.pxe_pxe')).toEqual({ cidr: '203.0.113.0/25' });
    expect(addressesOf(stack).filter((address) => /\.pxe(_|$)/.test(address))).toEqual([]);
  });

  test('that is external is not in MAAS at all', () => {
    expect(JSON.stringify(network())).not.toMatch(/rail-0|"bmc/);
  });

  test('on the untagged VLAN of a fabric gets subnets only: MAAS makes that VLAN with the fabric', () => {
    const stack = network();
    expect(addressesOf(stack)).not.toContain('maas_vlan.untagged');
    expect(blockOf(stack, 'maas_subnet.untagged_main')).toMatchObject({
      fabric: '${maas_fabric.data.id}',
      vlan: '0',
    });
  });

  test('of another number keeps its addresses', () => {
    expect(addressesOf(network(withNetwork('storage', { vid: 201 })))).toEqual(addressesOf(network()));
  });

  test('is in a fabric of the site', () => {
    expect(() => network(withNetwork('storage', { fabric: 'nowhere' }))).toThrow(InternalError);
    expect(() => network(withNetwork('storage', { fabric: null }))).toThrow(
      'network "storage" has no fabric',
    );
  });

  test('is put into a space of ours, or into one that an existing network is in already', () => {
    expect(blockOf(network(), 'maas_vlan.in-band')['space']).toBe('${maas_space.cluster.name}');
    const shared = network(withNetwork('pxe', { space: 'cluster' }));
    expect(blockOf(shared, 'maas_vlan.in-band')['space']).toBe('cluster');
    expect(addressesOf(shared)).not.toContain('maas_space.cluster');
  });
});

describe('ranges', () => {
  test('of slots are reserved in MAAS, so that it gives none of their addresses away', () => {
    expect(blockOf(network(), 'maas_subnet_ip_range.in-band_main_hosts')).toEqual({
      subnet: '${maas_subnet.in-band_main.id}',
      type: 'reserved',
      start_ip: '198.51.100.10',
      end_ip: '198.51.100.199',
    });
  });

  test('name their subnet by id, since an unknown one crashes the provider', () => {
    const ranges = Object.values(network().resource?.['maas_subnet_ip_range'] ?? {});
    expect(ranges).toHaveLength(3);
    for (const range of ranges) expect(range['subnet']).toMatch(/^\$\{maas_subnet\.[a-z0-9_-]+\.id\}$/);
  });
});

describe('DHCP', () => {
  test('by a rack controller comes after the ranges and names controllers by system id', () => {
    expect(blockOf(network(), 'maas_vlan_dhcp.pxe-west')).toEqual({
      fabric: '${data.maas_fabric.hosts.id}',
      vlan: '${maas_vlan.pxe-west.vid}',
      primary_rack_controller: '${local.rack_controller_ids["rack-1"]}',
      secondary_rack_controller: '${local.rack_controller_ids["rack-2"]}',
      depends_on: ['maas_subnet_ip_range.pxe-west_main_boot'],
    });
  });

  test('by relay names the other VLAN by id, looked up or created', () => {
    expect(blockOf(network(), 'maas_vlan_dhcp.pxe-far')['relay_vlan']).toBe('${data.maas_vlan.pxe.id}');
    const toOurs = network(withNetwork('pxe-far', { dhcp: { by: 'relay', to: 'pxe-west' } }));
    expect(blockOf(toOurs, 'maas_vlan_dhcp.pxe-far')['relay_vlan']).toBe('${maas_vlan.pxe-west.id}');
  });

  test('relayed to a network that MAAS does not have is a mistake of ours by now', () => {
    expect(() => network(withNetwork('pxe-far', { dhcp: { by: 'relay', to: 'bmc' } }))).toThrow(
      InternalError,
    );
  });

  test.each(['external', 'nobody'] as const)('by %s is none of MAAS', (by) => {
    expect(addressesOf(network(withNetwork('pxe-west', { dhcp: { by } })))).not.toContain(
      'maas_vlan_dhcp.pxe-west',
    );
  });
});

describe('a site', () => {
  test('sets its settings and time servers by key', () => {
    expect(blockOf(network(), 'maas_configuration.ntp_servers')).toEqual({
      key: 'ntp_servers',
      value: 'ntp-1.example.net ntp-2.example.net',
    });
    expect(blockOf(network(), 'maas_configuration.auto_vlan_creation')['value']).toBe('false');
  });

  test('has an authoritative domain, unless it is there', () => {
    expect(blockOf(network(), 'maas_dns_domain.dc1')).toEqual({
      name: 'dc1.example.net',
      authoritative: true,
    });
    const model = exampleModel();
    const existing = network({ ...model, site: { ...model.site, domainMode: 'existing' } });
    expect(addressesOf(existing)).not.toContain('maas_dns_domain.dc1');
  });

  test('creates its zones, and looks up those that exist', () => {
    expect(blockOf(network(), 'maas_zone.r01')).toEqual({ name: 'r01', description: 'rack 1' });
    expect(blockOf(network(), 'data.maas_zone.old')).toEqual({ name: 'old' });
  });
});
