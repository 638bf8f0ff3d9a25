import { afterEach, describe, expect, test } from 'vitest';
import { closeBenches, data, link, mac, machine, network, nic, openBench, resource } from './bench.js';

afterEach(closeBenches);

/** A machine with two NICs on VLAN 20. */
async function twoNics() {
  const bench = await openBench();
  bench.rack({
    asset: 'n1',
    bootMac: mac(1),
    nics: [
      { name: 'eth0', mac: mac(1) },
      { name: 'eth1', mac: mac(2) },
    ],
  });
  return {
    ...bench,
    base: [network, machine('n1', 1), nic('a', 'n1', 1), nic('b', 'n1', 2)],
  };
}

const bond = (parents: string) =>
  resource('maas_network_interface_bond.b', {
    machine: '=maas_machine.n1.id',
    name: 'bond0',
    parents: `=[${parents}]`,
    vlan: '=maas_vlan.servers.id',
    bond_mode: '802.3ad',
    bond_lacp_rate: 'fast',
  });

describe('names or ids', () => {
  test('machine takes hostname, FQDN or system id; the FQDN breaks when the domain changes: the plan fails', async () => {
    const bench = await openBench();
    const domain = resource('maas_dns_domain.d', { name: 'dc1.example' });
    const one = (name: string, domainName: string) => [
      network,
      domain,
      resource('maas_dns_domain.e', { name: 'dc2.example' }),
      machine('n1', 1, { domain: `=maas_dns_domain.${domainName}.name` }),
      resource('maas_network_interface_physical.a', {
        machine: name,
        mac_address: mac(1),
        depends_on: '=[maas_machine.n1]',
      }),
    ];
    await bench.make(...one('n1', 'd'));
    expect(await bench.plan()).toEqual({});
    await bench.make(...one('n1.dc1.example', 'd'));
    expect(await bench.plan()).toEqual({});
    await bench.run('apply', '-auto-approve', '-no-color', '-target=maas_machine.n1');
    bench.write(one('n1.dc1.example', 'e').join('\n'));
    await bench.ok('apply', '-auto-approve', '-no-color', '-target=maas_machine.n1');
    const { code, text } = await bench.run('plan', '-no-color');
    expect(code).toBe(1);
    expect(text).toContain('machine (n1.dc1.example) not found');
  });

  test('vlan of a VLAN NIC: the number works at create, the database id is read back, every plan replaces it and its link', async () => {
    const { base, make, plan } = await twoNics();
    const vlanNic = (vlan: string) => [
      resource('maas_vlan.tagged', { fabric: '=maas_fabric.main.id', vid: 30 }),
      resource('maas_subnet.tagged', {
        cidr: '203.0.113.0/24',
        fabric: 'main',
        vlan: '=maas_vlan.tagged.vid',
        depends_on: '=[maas_fabric.main]',
      }),
      resource('maas_network_interface_vlan.v', {
        machine: '=maas_machine.n1.id',
        parent: '=maas_network_interface_physical.a.name',
        fabric: 'main',
        vlan,
      }),
      resource('maas_network_interface_link.v', {
        machine: '=maas_machine.n1.id',
        network_interface: '=maas_network_interface_vlan.v.id',
        subnet: '=maas_subnet.tagged.id',
        mode: 'STATIC',
        ip_address: '203.0.113.10',
      }),
    ];
    await make(...base, ...vlanNic('=maas_vlan.tagged.vid'));
    expect(await plan()).toEqual({
      'maas_network_interface_vlan.v': 'delete create',
      'maas_network_interface_link.v': 'delete create',
    });
    await make(...base, ...vlanNic('=maas_vlan.tagged.id'));
    expect(await plan()).toEqual({});
  });

  test('bond parents are NIC names: ids are read back as names, every plan replaces the bond', async () => {
    const { base, make, plan } = await twoNics();
    const refer = (attribute: string) =>
      ['a', 'b'].map((name) => `maas_network_interface_physical.${name}.${attribute}`).join(', ');
    await make(...base, bond(refer('id')));
    expect(await plan()).toEqual({ 'maas_network_interface_bond.b': 'delete create' });
    await make(...base, bond(refer('name')));
    expect(await plan()).toEqual({});
  });

  test('parent of bridge and VLAN NIC is a NIC name: an id plans an update forever', async () => {
    const { base, make, plan } = await twoNics();
    const above = (attribute: string) => [
      resource('maas_network_interface_bridge.br', {
        machine: '=maas_machine.n1.id',
        name: 'br0',
        parent: `=maas_network_interface_physical.a.${attribute}`,
      }),
      resource('maas_vlan.tagged', { fabric: '=maas_fabric.main.id', vid: 30 }),
      resource('maas_network_interface_vlan.v', {
        machine: '=maas_machine.n1.id',
        parent: `=maas_network_interface_physical.b.${attribute}`,
        fabric: 'main',
        vlan: '=maas_vlan.tagged.id',
      }),
    ];
    await make(...base, ...above('id'));
    const forever = {
      'maas_network_interface_bridge.br': 'update',
      'maas_network_interface_vlan.v': 'update',
    };
    expect(await plan()).toEqual(forever);
    await make(...base, ...above('name'));
    expect(await plan()).toEqual({});
  });

  test('link network_interface is a name or an id: the id survives a rename, a new name replaces the link', async () => {
    const { base, make, plan, write } = await twoNics();
    const named = (name: string) => [network, machine('n1', 1), nic('a', 'n1', 1, { name }), base[3] ?? ''];
    const links = [
      link('a', 'n1', { ip_address: '198.51.100.10' }),
      link('b', 'n1', {
        ip_address: '198.51.100.11',
        network_interface: '=maas_network_interface_physical.b.name',
      }),
    ];
    await make(...named('eth0'), ...links);
    expect(await plan()).toEqual({});
    write(
      [
        network,
        machine('n1', 1),
        nic('a', 'n1', 1, { name: 'mgmt0' }),
        nic('b', 'n1', 2, { name: 'mgmt1' }),
        ...links,
      ].join('\n'),
    );
    expect(await plan()).toEqual({
      'maas_network_interface_physical.a': 'update',
      'maas_network_interface_physical.b': 'update',
      'maas_network_interface_link.b': 'delete create',
    });
  });

  test('link subnet is a CIDR or an id; of a name: "subnet (s20) was not found"', async () => {
    const { base, make, fails, plan } = await twoNics();
    expect(await fails(...base, link('a', 'n1', { subnet: 's20' }))).toContain('subnet (s20) was not found');
    await make(...base, link('a', 'n1', { subnet: '=maas_subnet.servers.id', ip_address: '198.51.100.9' }));
    expect(await plan()).toEqual({});
  });

  test('maas_static_route takes subnet names; a CIDR is accepted, read back as name, and plans an update forever', async () => {
    const bench = await openBench();
    const other = resource('maas_subnet.other', { name: 'far', cidr: '203.0.113.0/24' });
    const route = (source: string) =>
      resource('maas_static_route.r', {
        source,
        destination: '=maas_subnet.other.name',
        gateway_ip: '198.51.100.1',
      });
    await bench.make(network, other, route('=maas_subnet.servers.cidr'));
    expect(await bench.plan()).toEqual({ 'maas_static_route.r': 'update' });
    await bench.make(network, other, route('=maas_subnet.servers.name'));
    expect(await bench.plan()).toEqual({});
  });

  test('maas_vlan_dhcp takes a system id: a host name is accepted and plans an update forever', async () => {
    const bench = await openBench();
    bench.behind(({ store, by }) => {
      const [rack] = by.racksByHost.get('maas');
      if (rack !== undefined) store.put('rackControllers', rack.systemId, { ...rack, stands: ['main/20'] });
    });
    const dhcp = (rack: string) => [
      network,
      data('maas_rack_controllers.all', {}),
      resource('maas_subnet_ip_range.pxe', {
        subnet: '=maas_subnet.servers.id',
        type: 'dynamic',
        start_ip: '198.51.100.200',
        end_ip: '198.51.100.250',
      }),
      resource('maas_vlan_dhcp.d', {
        fabric: '=maas_fabric.main.id',
        vlan: '=maas_vlan.servers.vid',
        primary_rack_controller: rack,
        depends_on: '=[maas_subnet_ip_range.pxe]',
      }),
    ];
    await bench.make(...dhcp('maas'));
    expect(await bench.plan()).toEqual({ 'maas_vlan_dhcp.d': 'update' });
    await bench.make(...dhcp('=data.maas_rack_controllers.all.controllers[0].id'));
    expect(await bench.plan()).toEqual({});
    await bench.ok('destroy', '-auto-approve', '-no-color');
  });

  test('linking does not move the NIC to the subnet\'s VLAN: "None found with id=", "This field is required."', async () => {
    const bench = await openBench();
    const untouched = resource('maas_network_interface_physical.a', {
      machine: '=maas_machine.n1.id',
      mac_address: mac(1),
    });
    const text = await bench.fails(network, machine('n1', 1), untouched, link('a', 'n1', { mode: 'AUTO' }));
    expect(text).toMatch(
      /400 Bad Request \(\{"subnet":\["None found with id=\d+\.","This field is required\."\]\}\)/,
    );
  });

  test.each([
    ['maas_machine', { hostname: 'notyet' }, 'machine (notyet) not found'],
    ['maas_fabric', { name: 'nofab' }, 'fabric (nofab) was not found'],
    ['maas_vlan', { fabric: 'fabric-0', vlan: '555' }, 'vlan (555) was not found'],
    ['maas_subnet', { cidr: '10.0.0.0/8' }, 'subnet (10.0.0.0/8) was not found'],
    ['maas_resource_pool', { name: 'nopool' }, 'resource pool (nopool) was not found'],
  ])('plan before the things exist: data source %s fails the plan', async (type, config, expected) => {
    const bench = await openBench();
    bench.write(data(`${type}.x`, config));
    const { code, text } = await bench.run('plan', '-no-color');
    expect(code).toBe(1);
    expect(text).toContain(expected);
  });
});
