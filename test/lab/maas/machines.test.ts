import { afterEach, describe, expect, test } from 'vitest';
import {
  closeBenches,
  data,
  disk,
  instance,
  link,
  mac,
  machine,
  network,
  nic,
  openBench,
  resource,
} from './bench.js';

afterEach(closeBenches);

const power = (parameters: string, type = 'redfish', more: Readonly<Record<string, unknown>> = {}) =>
  resource('maas_machine.n1', {
    hostname: 'n1',
    power_type: type,
    power_parameters: `=jsonencode({ ${parameters} })`,
    pxe_mac_address: mac(1),
    ...more,
  });
const redfish = 'power_address = "203.0.113.11", power_user = "u", power_pass = "p"';
const ipmi = 'power_address = "203.0.113.11", power_user = "u", power_driver = "LAN_2_0"';

/** n1 with a link, deployed. */
const deployed = [
  network,
  nic('n1', 'n1', 1),
  link('n1', 'n1', { ip_address: '198.51.100.10' }),
  instance('n1', ['maas_network_interface_link.n1']),
];

describe('machines', () => {
  test('redfish keys power_address, power_user, power_pass are required by MAAS', async () => {
    const { fails } = await openBench();
    const text = await fails(power('power_address = "203.0.113.11", power_user = "u"'));
    expect(text).toContain('power_pass: This field is required.');
  });

  test('power_address must be bare: a URL gets 500 "IPAddress() does not support netmasks or subnet prefixes"', async () => {
    const { fails, world } = await openBench();
    const text = await fails(
      power('power_address = "https://203.0.113.11", power_user = "u", power_pass = "p"'),
    );
    expect(text).toContain(
      '500 Internal Server Error (IPAddress() does not support netmasks or subnet prefixes',
    );
    expect(world.store.all('machines')).toEqual([]);
  });

  test('wrong key or value: "Unknown parameter(s)", "is not a valid power_driver", at apply only', async () => {
    const { write, ok, refused } = await openBench();
    write(power(`${redfish}, password = "x"`));
    await ok('plan', '-no-color');
    expect(await refused()).toContain('400 Bad Request (Unknown parameter(s): password.)');
    write(power('power_address = "203.0.113.11", power_driver = "LAN_9"', 'ipmi'));
    await ok('plan', '-no-color');
    expect(await refused()).toContain(
      "Power driver: 'LAN_9' is not a valid power_driver. It should be one of: 'LAN', 'LAN_2_0'.",
    );
  });

  test('password: second plan empty, a change is pushed; the order of the keys is no change', async () => {
    const { make, plan, write, apply } = await openBench();
    await make(power(redfish));
    expect(await plan()).toEqual({});
    write(power('power_pass = "p", power_user = "u", power_address = "203.0.113.11"'));
    expect(await plan()).toEqual({});
    write(power(redfish.replace('"p"', '"other"')));
    expect(await plan()).toEqual({ 'maas_machine.n1': 'update' });
    await apply();
    expect(await plan()).toEqual({});
  });

  test('one BMC address, two machines: redfish is fine, ipmi with the same address and user is 409 "Conflict error"', async () => {
    const bench = await openBench();
    const two = (parameters: string, type: string) => [
      power(parameters, type),
      power(parameters.replace('}', ''), type, { hostname: 'n2', pxe_mac_address: mac(2) }).replace(
        'maas_machine" "n1"',
        'maas_machine" "n2"',
      ),
    ];
    await bench.make(...two(redfish, 'redfish'));
    const other = await openBench();
    expect(await other.fails(...two(`${ipmi}, power_pass = "p"`, 'ipmi'))).toContain(
      '409 Conflict (Conflict error. Try your request again',
    );
    expect(await other.refused()).toContain('Conflict error');
  });

  test('change of hostname, domain, pool, zone, power parameters, pxe_mac_address: in place, no recommission; pool, zone, power also while Deployed', async () => {
    const bench = await openBench();
    const places = [
      resource('maas_resource_pool.p', { name: 'red' }),
      resource('maas_zone.z', { name: 'east' }),
      resource('maas_dns_domain.d', { name: 'dc1.example' }),
    ];
    await bench.make(...places, ...deployed, machine('n1', 1));
    const before = bench.machine('n1');
    await bench.make(
      ...places,
      ...deployed,
      machine('n1', 1, {
        hostname: 'node1',
        pool: '=maas_resource_pool.p.name',
        zone: '=maas_zone.z.name',
        domain: '=maas_dns_domain.d.name',
        power_parameters: `=jsonencode({ ${redfish.replace('.11"', '.12"')} })`,
      }),
    );
    expect(bench.machine('node1')).toMatchObject({
      systemId: before.systemId,
      status: 'Deployed',
      pool: 'red',
      zone: 'east',
      domain: 'dc1.example',
      powerAddress: '203.0.113.12',
      interfaces: before.interfaces,
    });
    expect(await bench.plan()).toEqual({});
  });

  test('change of script lists recommissions: links are gone, NIC names reset, MAC, vlan and MTU stay; the next plan fails', async () => {
    const bench = await openBench();
    const parts = (scripts: readonly string[]) => [
      network,
      machine('n1', 1, { testing_scripts: scripts }),
      nic('n1', 'n1', 1, { name: 'mgmt9', mtu: 9000 }),
      link('n1', 'n1', {
        ip_address: '198.51.100.10',
        network_interface: '=maas_network_interface_physical.n1.name',
      }),
    ];
    await bench.make(...parts(['none']));
    const [{ vlan } = expect.fail('no NIC')] = bench.machine('n1').interfaces;
    bench.write(parts(['memtester']).join('\n'));
    await bench.ok('apply', '-auto-approve', '-no-color', '-target=maas_machine.n1');
    expect(bench.machine('n1').interfaces).toMatchObject([
      { name: 'eth0', mac: mac(1), vlan, mtu: 9000, links: [] },
    ]);
    const { code, text } = await bench.run('plan', '-no-color');
    expect(code).toBe(1);
    expect(text).toMatch(/network interface \(mgmt9\) was not found on machine \(m\w{5}\)/);
  });

  test('change of script lists while Deployed: 400 "Commission is not available...", once, and recorded all the same', async () => {
    const bench = await openBench();
    const scripts = (names: readonly string[]) => machine('n1', 1, { testing_scripts: names });
    await bench.make(...deployed, scripts(['none']));
    expect(await bench.fails(...deployed, scripts(['memtester']))).toContain(
      '400 Bad Request (Commission is not available because of the current state of the node.)',
    );
    expect(await bench.plan()).toEqual({});
    expect(bench.machine('n1').status).toBe('Deployed');
  });

  test('duplicates: hostname, MAC address; unknown pool and zone "Select a valid choice", domain "Unable to find domain", arch with no image', async () => {
    const bench = await openBench();
    await bench.make(machine('n1', 1));
    const second = async (attributes: Readonly<Record<string, unknown>>) =>
      bench.fails(machine('n1', 1), machine('n2', 2, attributes));
    expect(await second({ hostname: 'n1' })).toContain('Node with this Hostname already exists.');
    expect(await second({ pxe_mac_address: mac(1) })).toContain(
      `MAC address ${mac(1)} already in use on n1.`,
    );
    expect(await second({ pool: 'nopool' })).toContain('Select a valid choice. nopool');
    expect(await second({ zone: 'nozone' })).toContain('Select a valid choice. nozone');
    expect(await second({ domain: 'nodomain' })).toContain('Unable to find domain nodomain');
    expect(await second({ architecture: 'arm64/generic' })).toContain(
      "'arm64/generic' is not a valid architecture. It should be one of: 'amd64/generic'.",
    );
    expect(bench.world.store.all('machines')).toHaveLength(1);
  });

  test('non-ipmi without MAC: "pxe_mac_address is required when power_type is not \'ipmi\'", at apply', async () => {
    const { write, ok, refused, make } = await openBench();
    write(power(redfish, 'redfish', { pxe_mac_address: '=null' }));
    await ok('plan', '-no-color');
    expect(await refused()).toContain("pxe_mac_address is required when power_type is not 'ipmi'");
    await make(power(`${ipmi}, power_pass = "p"`, 'ipmi', { pxe_mac_address: '=null' }));
  });

  test('destroy while Deployed: MAAS deletes it, no protest; the instance fails every plan with 404', async () => {
    const bench = await openBench();
    await bench.make(...deployed, machine('n1', 1));
    const { systemId } = bench.machine('n1');
    bench.behind((world) => world.store.remove('machines', systemId));
    const { code, text } = await bench.run('plan', '-no-color');
    expect(code).toBe(1);
    expect(text).toContain('No Machine matches the given query.');
  });

  test('destroy while Deployed: the machine of another state is deleted without a look at its status', async () => {
    const bench = await openBench();
    await bench.make(...deployed, machine('n1', 1));
    await bench.ok(
      'state',
      'rm',
      'maas_instance.n1',
      'maas_network_interface_link.n1',
      'maas_network_interface_physical.n1',
    );
    await bench.ok('destroy', '-auto-approve', '-no-color', '-target=maas_machine.n1');
    expect(bench.world.store.all('machines')).toEqual([]);
  });
});

describe('deploy and release', () => {
  test('allocate a machine that is Deployed or unknown: 409 "No available machine matches constraints"', async () => {
    const bench = await openBench();
    const byName = (name: string) =>
      resource(
        'maas_instance.second',
        { depends_on: '=[maas_instance.n1]' },
        `allocate_params {\n hostname = "${name}"\n}`,
      );
    expect(await bench.fails(...deployed, machine('n1', 1), byName('n1'))).toContain(
      "409 Conflict (No available machine matches constraints: [('name', ['n1'])])",
    );
    expect(await bench.fails(...deployed, machine('n1', 1), byName('n3'))).toContain("[('name', ['n3'])]");
  });

  test('no NIC on a subnet: "Node must be configured to use a network"; stays Allocated, tainted, the next apply deploys', async () => {
    const bench = await openBench();
    const text = await bench.fails(network, machine('n1', 1), nic('n1', 'n1', 1), instance('n1', []));
    expect(text).toContain('400 Bad Request ({"network": ["Node must be configured to use a network"]})');
    expect(bench.machine('n1').status).toBe('Allocated');
    bench.write([...deployed, machine('n1', 1)].join('\n'));
    expect(await bench.plan()).toEqual({
      'maas_instance.n1': 'delete create',
      'maas_network_interface_link.n1': 'create',
    });
    await bench.apply();
    expect(bench.machine('n1').status).toBe('Deployed');
  });

  test('blank storage: "Mount the root \'/\' filesystem to be able to deploy this node."', async () => {
    const bench = await openBench();
    const text = await bench.fails(
      resource('maas_configuration.c', { key: 'default_storage_layout', value: 'blank' }),
      machine('n1', 1, { depends_on: '=[maas_configuration.c]' }),
      ...deployed,
    );
    expect(text).toContain("Mount the root '/' filesystem to be able to deploy this node.");
  });

  test('an image that is not imported is refused at apply, the machine stays Allocated', async () => {
    const bench = await openBench();
    const text = await bench.fails(
      network,
      machine('n1', 1),
      nic('n1', 'n1', 1),
      link('n1', 'n1'),
      instance('n1', ['maas_network_interface_link.n1']).replace('ubuntu/noble', 'custom/none'),
    );
    expect(text).toContain("'custom/none' is not a valid distro_series.");
    expect(bench.machine('n1').status).toBe('Allocated');
  });

  test('user_data: change replaces = wipes; release_params in place', async () => {
    const bench = await openBench();
    const one = (userData: string, comment: string) =>
      instance(
        'n1',
        ['maas_network_interface_link.n1'],
        `release_params {\n comment = "${comment}"\n}`,
      ).replace(
        'distro_series = "ubuntu/noble"',
        `distro_series = "ubuntu/noble"\n user_data = "${userData}"`,
      );
    const rest = [network, machine('n1', 1), nic('n1', 'n1', 1), link('n1', 'n1')];
    await bench.make(...rest, one('a', 'x'));
    bench.write([...rest, one('a', 'y')].join('\n'));
    expect(await bench.plan()).toEqual({ 'maas_instance.n1': 'update' });
    bench.write([...rest, one('b', 'x')].join('\n'));
    expect(await bench.plan()).toEqual({ 'maas_instance.n1': 'delete create' });
  });

  test('released by hand: plan shows no changes; destroy then passes', async () => {
    const bench = await openBench();
    await bench.make(...deployed, machine('n1', 1));
    const { systemId } = bench.machine('n1');
    bench.behind((world) => world.updateMachine(systemId, { status: 'Ready', deployment: null }));
    expect(await bench.plan()).toEqual({});
    await bench.ok('destroy', '-auto-approve', '-no-color');
    expect(bench.world.store.all('machines')).toEqual([]);
  });

  test('AUTO gets its address at deploy, outside of ranges and of what is taken; the plan stays empty', async () => {
    const bench = await openBench();
    await bench.make(
      network,
      machine('n1', 1),
      nic('n1', 'n1', 1),
      resource('maas_subnet_ip_range.low', {
        subnet: '=maas_subnet.servers.id',
        type: 'reserved',
        start_ip: '198.51.100.2',
        end_ip: '198.51.100.9',
      }),
      link('n1', 'n1', { mode: 'AUTO', depends_on: '=[maas_subnet_ip_range.low]' }),
      instance('n1', ['maas_network_interface_link.n1']),
    );
    expect(bench.machine('n1').interfaces[0]?.links[0]?.address).toBe('198.51.100.10');
    expect(await bench.plan()).toEqual({});
  });

  test('enable_disk_erasing_on_release: every release erases, even of a merely Allocated machine with no release_params', async () => {
    const bench = await openBench();
    const setting = resource('maas_configuration.e', {
      key: 'enable_disk_erasing_on_release',
      value: 'true',
    });
    await bench.fails(
      setting,
      network,
      machine('n1', 1),
      nic('n1', 'n1', 1),
      instance('n1', ['maas_configuration.e']),
    );
    expect(bench.machine('n1').status).toBe('Allocated');
    bench.behind(({ store }) =>
      store.put('servers', 'n1', {
        ...(store.get('servers', 'n1') ?? expect.fail('no server')),
        remains: 'data',
      }),
    );
    await bench.make(setting, network, machine('n1', 1), nic('n1', 'n1', 1));
    expect(bench.world.store.get('servers', 'n1')?.remains).toBe('nothing');
  });

  test('import id is a host name, Deployed only; with allocate_params and deploy_params the next plan replaces', async () => {
    const bench = await openBench();
    const rest = [network, machine('n1', 1), nic('n1', 'n1', 1), link('n1', 'n1')];
    await bench.make(...rest);
    const one = instance('n1', ['maas_network_interface_link.n1']);
    bench.write([...rest, one].join('\n'));
    const early = await bench.run('import', '-no-color', 'maas_instance.n1', 'n1');
    expect(early.text).toContain("machine 'n1' needs to be already deployed to be imported");
    await bench.apply();
    await bench.ok('state', 'rm', 'maas_instance.n1');
    await bench.ok('import', '-no-color', 'maas_instance.n1', 'n1');
    expect(await bench.plan()).toEqual({ 'maas_instance.n1': 'delete create' });
  });

  test('inline network_interfaces: an address without subnet_cidr, a name the machine does not have, and one that works', async () => {
    const bench = await openBench();
    const inline = (block: string) => [
      network,
      machine('n1', 1),
      nic('n1', 'n1', 1),
      instance('n1', ['maas_network_interface_physical.n1'], `network_interfaces {\n${block}\n}`),
    ];
    expect(await bench.fails(...inline('name = "eth0"\nip_address = "198.51.100.7"'))).toContain(
      "'subnet_cidr' is required when 'ip_address' is set",
    );
    expect(await bench.fails(...inline('name = "none0"\nsubnet_cidr = "198.51.100.0/24"'))).toContain(
      'network interface (none0) was not found',
    );
    await bench.make(
      ...inline('name = "eth0"\nsubnet_cidr = "198.51.100.0/24"\nip_address = "198.51.100.7"'),
    );
    expect(bench.machine('n1')).toMatchObject({ status: 'Deployed' });
    expect(await bench.plan()).toEqual({});
  });

  test('discovered NICs without an address each get their own new fabric; auto_vlan_creation = "false" stops that', async () => {
    const bench = await openBench();
    const nics = [1, 2, 3].map((octet, index) => ({ name: `eth${index}`, mac: mac(octet) }));
    bench.rack({ asset: 'n1', bootMac: mac(1), nics, disks: [disk('sda', 480)] });
    await bench.make(machine('n1', 1));
    expect(bench.world.store.all('fabrics').map(({ name }) => name)).toEqual([
      'fabric-0',
      'fabric-1',
      'fabric-2',
      'fabric-3',
    ]);
    const other = await openBench();
    other.rack({ asset: 'n1', bootMac: mac(1), nics });
    await other.make(
      resource('maas_configuration.c', { key: 'auto_vlan_creation', value: 'false' }),
      machine('n1', 1, { depends_on: '=[maas_configuration.c]' }),
    );
    expect(other.world.store.all('fabrics')).toHaveLength(1);
    expect(other.machine('n1').interfaces.map(({ vlan }) => vlan)).toEqual([null, null, null]);
  });

  test('a machine of the data source: status, and no power parameters', async () => {
    const bench = await openBench();
    await bench.make(machine('n1', 1));
    await bench.make(
      machine('n1', 1),
      data('maas_machine.m', { pxe_mac_address: mac(1) }),
      'output "status" {\n value = data.maas_machine.m.status\n}',
    );
    expect((await bench.ok('output', '-raw', 'status')).trim()).toBe('Ready');
  });
});
