import { afterEach, describe, expect, test } from 'vitest';
import { closeBenches, data, machine, network, nic, openBench, resource } from './bench.js';

afterEach(closeBenches);

const setting = (key: string, value: string) => resource('maas_configuration.c', { key, value });
const tag = (attributes: Readonly<Record<string, unknown>>, name = 't') =>
  resource(`maas_tag.${name}`, { name: 'shared', ...attributes });
const range = (
  name: string,
  type: string,
  from: number,
  to: number,
  attributes: Readonly<Record<string, unknown>> = {},
) =>
  resource(`maas_subnet_ip_range.${name}`, {
    subnet: '=maas_subnet.servers.id',
    type,
    start_ip: `198.51.100.${from}`,
    end_ip: `198.51.100.${to}`,
    ...attributes,
  });
const dhcp = (attributes: Readonly<Record<string, unknown>> = {}) =>
  resource('maas_vlan_dhcp.d', {
    fabric: '=maas_fabric.main.id',
    vlan: '=maas_vlan.servers.vid',
    primary_rack_controller: '=data.maas_rack_controllers.all.controllers[0].id',
    depends_on: '=[maas_subnet.servers]',
    ...attributes,
  });
const racks = data('maas_rack_controllers.all', {});

/** A MAAS whose rack controller stands on VLAN 20 of fabric `main`. */
async function withRack() {
  const bench = await openBench();
  bench.behind(({ store, by }) => {
    for (const rack of by.racksByHost.get('maas')) {
      store.put('rackControllers', rack.systemId, { ...rack, stands: ['main/20'] });
    }
  });
  return bench;
}

describe('global objects', () => {
  test.each([
    ['kernel_opts', 'iommu=pt', 'iommu=off'],
    ['default_storage_layout', 'blank', 'flat'],
    ['ntp_servers', '192.0.2.1 192.0.2.2', '192.0.2.1'],
    ['enable_disk_erasing_on_release', 'true', 'false'],
  ])('maas_configuration %s: empty plan, in place; destroy only forgets it', async (key, one, other) => {
    const { make, plan, write, apply, world } = await openBench();
    await make(setting(key, one));
    expect(await plan()).toEqual({});
    write(setting(key, other));
    expect(await plan()).toEqual({ 'maas_configuration.c': 'update' });
    await apply();
    expect(await plan()).toEqual({});
    await make('');
    expect(world.setting(key)).toBe(other);
  });

  test('maas_configuration: an unknown key: 400 that lists the valid ones; a changed key is planned in place and refused', async () => {
    const { fails, make, write, plan, refused } = await openBench();
    const text = await fails(setting('kernel_options', 'x'));
    expect(text).toContain('kernel_options is not a valid config setting');
    expect(text).toContain('kernel_opts,');
    await make(setting('kernel_opts', 'a'));
    write(setting('upstream_dns', 'a'));
    expect(await plan()).toEqual({ 'maas_configuration.c': 'update' });
    expect(await refused()).toContain(
      "Changing 'key' from kernel_opts to upstream_dns is not allowed. Please recreate the resource.",
    );
  });

  test('tag in two states: the second create succeeds silently and takes the machine list over, not kernel_opts; the first sees no drift', async () => {
    const bench = await openBench();
    const machines = [machine('n1', 1), machine('n2', 2)];
    const first = tag({ kernel_opts: 'a', machines: '=[maas_machine.n1.id]' });
    await bench.make(...machines, first);
    await bench.make(
      ...machines,
      first,
      tag({ kernel_opts: 'b', machines: '=[maas_machine.n2.id]', depends_on: '=[maas_tag.t]' }, 'second'),
    );
    const found = bench.world.store.get('tags', 'shared');
    expect(found).toMatchObject({ kernelOpts: 'a', machines: [bench.machine('n2').systemId] });
    expect(await bench.plan()).toEqual({ 'maas_tag.second': 'update' });
  });

  test('kernel_opts and comment cannot be emptied: plan never empty', async () => {
    const { make, plan } = await openBench();
    await make(tag({ kernel_opts: 'a', comment: 'b' }));
    await make(tag({}));
    expect(await plan()).toEqual({ 'maas_tag.t': 'update' });
  });

  test('tag with an unknown machine: error, but the tag stays', async () => {
    const { fails, world } = await openBench();
    expect(await fails(tag({ machines: ['nobody'] }))).toContain('machine (nobody) not found');
    expect(world.store.get('tags', 'shared')).toBeDefined();
  });

  test('an empty machine list changes nothing; the list is not read back', async () => {
    const bench = await openBench();
    await bench.make(machine('n1', 1), tag({ machines: '=[maas_machine.n1.id]' }));
    await bench.make(machine('n1', 1), tag({ machines: '=[]' }));
    expect(bench.world.store.get('tags', 'shared')?.machines).toHaveLength(1);
    expect(await bench.plan()).toEqual({});
  });

  test('a failed tag update gives an error once and an empty plan ever after', async () => {
    const bench = await openBench();
    await bench.make(machine('n1', 1), tag({ machines: '=[maas_machine.n1.id]' }));
    await bench.fails(machine('n1', 1), tag({ machines: '=[maas_machine.n1.id, "nobody"]' }));
    expect(await bench.plan()).toEqual({});
    expect(bench.world.store.get('tags', 'shared')?.machines).toHaveLength(1);
  });

  test('destroy in use: pool: 400 "Pool has machines in it, it cannot be deleted."', async () => {
    const bench = await openBench();
    const pool = resource('maas_resource_pool.p', { name: 'red' });
    await bench.make(pool, machine('n1', 1, { pool: 'red', depends_on: '=[maas_resource_pool.p]' }));
    expect(await bench.fails(machine('n1', 1, { pool: 'red' }))).toContain(
      '400 Bad Request (Pool has machines in it, it cannot be deleted.)',
    );
  });

  test('destroy in use: fabric: 400 "... interfaces are still connected"', async () => {
    const bench = await openBench();
    await bench.make(network, machine('n1', 1), nic('a', 'n1', 1));
    await bench.ok(
      'state',
      'rm',
      'maas_vlan.servers',
      'maas_subnet.servers',
      'maas_network_interface_physical.a',
    );
    expect(await bench.fails(machine('n1', 1))).toContain('interfaces are still connected');
  });

  test('destroy in use: zone, subnet, VLAN go without protest: machines fall to default, links vanish, NICs fall to the untagged VLAN', async () => {
    const bench = await openBench();
    const zone = resource('maas_zone.z', { name: 'east' });
    await bench.make(
      network,
      zone,
      machine('n1', 1, { zone: 'east', depends_on: '=[maas_zone.z]' }),
      nic('a', 'n1', 1),
      resource('maas_network_interface_link.a', {
        machine: '=maas_machine.n1.id',
        network_interface: '=maas_network_interface_physical.a.id',
        subnet: '=maas_subnet.servers.cidr',
      }),
    );
    await bench.ok(
      'state',
      'rm',
      'maas_machine.n1',
      'maas_network_interface_physical.a',
      'maas_network_interface_link.a',
      'maas_fabric.main',
    );
    await bench.make('');
    const untagged = bench.world.by.vlansByNumber.get('1/0')[0]?.id;
    expect(bench.machine('n1')).toMatchObject({
      zone: 'default',
      interfaces: [{ links: [], vlan: untagged }],
    });
  });

  test.each([
    ['maas_fabric', 'Fabric'],
    ['maas_space', 'Space'],
    ['maas_resource_pool', 'Resource pool'],
    ['maas_zone', 'Physical zone'],
    ['maas_dns_domain', 'Domain'],
  ])('duplicates of %s: "%s with this Name already exists."', async (type, word) => {
    const { fails } = await openBench();
    const text = await fails(
      resource(`${type}.a`, { name: 'same' }),
      resource(`${type}.b`, { name: 'same', depends_on: `=[${type}.a]` }),
    );
    expect(text).toContain(`${word} with this Name already exists.`);
  });

  test('duplicates: subnet, VLAN; a nested subnet (/25 in /24) is accepted; "fabric (nofab) was not found"', async () => {
    const { make, fails } = await openBench();
    await make(network, resource('maas_subnet.inside', { cidr: '198.51.100.0/25' }));
    expect(await fails(network, resource('maas_subnet.inside', { cidr: '198.51.100.0/24' }))).toContain(
      'Subnet with this Cidr already exists.',
    );
    expect(await fails(network, resource('maas_vlan.again', { fabric: 'main', vid: 20 }))).toContain(
      'A VLAN with the specified VID already exists in the destination fabric.',
    );
    expect(await fails(network, resource('maas_vlan.again', { fabric: 'nofab', vid: 20 }))).toContain(
      'fabric (nofab) was not found',
    );
  });

  test('ranges: "Requested reserved range conflicts with an existing range.", "IP addresses must be within subnet"', async () => {
    const { fails, make } = await openBench();
    await make(network, range('a', 'dynamic', 10, 20));
    expect(await fails(network, range('a', 'dynamic', 10, 20), range('b', 'reserved', 20, 30))).toContain(
      'Requested reserved range conflicts with an existing range.',
    );
    expect(
      await fails(
        network,
        range('a', 'dynamic', 10, 20),
        range('b', 'reserved', 30, 40, { end_ip: '203.0.113.4' }),
      ),
    ).toContain('IP addresses must be within subnet: 198.51.100.0/24.');
  });

  test('DNS record, range, static route: create, change in place, plan empty', async () => {
    const { make, write, plan, apply } = await openBench();
    const all = (octet: number) => [
      network,
      resource('maas_subnet.far', { name: 'far', cidr: '203.0.113.0/24' }),
      range('r', 'reserved', octet, octet + 1),
      resource('maas_dns_record.d', { type: 'A/AAAA', fqdn: 'a.maas', data: `198.51.100.${octet}` }),
      resource('maas_dns_record.c', {
        type: 'CNAME',
        name: 'b',
        domain: 'maas',
        data: `a${octet}.maas`,
        ttl: 60,
      }),
      resource('maas_static_route.s', {
        source: '=maas_subnet.servers.name',
        destination: '=maas_subnet.far.name',
        gateway_ip: `198.51.100.${octet}`,
      }),
    ];
    await make(...all(10));
    expect(await plan()).toEqual({});
    write(all(20).join('\n'));
    expect(await plan()).toEqual({
      'maas_subnet_ip_range.r': 'update',
      'maas_dns_record.d': 'update',
      'maas_dns_record.c': 'update',
      'maas_static_route.s': 'update',
    });
    await apply();
    expect(await plan()).toEqual({});
  });

  test('provider crash: maas_subnet_ip_range with an unknown subnet ends all running operations in "Plugin did not respond"', async () => {
    const bench = await openBench();
    const text = await bench.fails(
      network,
      range('r', 'reserved', 10, 20, { subnet: 's20', depends_on: '=[maas_subnet.servers]' }),
      machine('n1', 1, { depends_on: '=[maas_subnet_ip_range.r]' }),
    );
    expect(text).toContain('Plugin did not respond');
    expect(bench.world.store.all('machines')).toEqual([]);
    await bench.make(network, range('r', 'reserved', 10, 20), machine('n1', 1));
    expect(await bench.plan()).toEqual({});
  });

  test('inline ip_ranges of a subnet: created, changed and seen with it', async () => {
    const { make, plan, world } = await openBench();
    const inline = (end: number) =>
      resource(
        'maas_subnet.s',
        { cidr: '198.51.100.0/24' },
        `ip_ranges {\n type = "reserved"\n start_ip = "198.51.100.2"\n end_ip = "198.51.100.${end}"\n}`,
      );
    await make(inline(9));
    expect(await plan()).toEqual({});
    await make(inline(19));
    expect(await plan()).toEqual({});
    expect(world.store.all('ranges')).toMatchObject([{ start: '198.51.100.2', end: '198.51.100.19' }]);
  });
});

describe('DHCP', () => {
  test('a fabric that we create is attached to no rack controller: no DHCP there', async () => {
    const { fails } = await openBench();
    expect(
      await fails(
        racks,
        network,
        range('p', 'dynamic', 200, 250),
        dhcp({ depends_on: '=[maas_subnet_ip_range.p]' }),
      ),
    ).toContain('"primary_rack":["Select a valid choice.');
  });

  test('without a dynamic range it is refused; ip_ranges that are not dynamic as well', async () => {
    const { fails } = await withRack();
    expect(await fails(racks, network, dhcp())).toContain(
      'dhcp can only be turned on when a dynamic IP range is defined.',
    );
    expect(
      await fails(
        racks,
        network,
        range('p', 'reserved', 200, 250),
        dhcp({ ip_ranges: '=[maas_subnet_ip_range.p.id]' }),
      ),
    ).toMatch(/IP range \d+ is not dynamic/);
  });

  test('maas_vlan.dhcp_on cannot work in one apply', async () => {
    const { fails } = await withRack();
    expect(
      await fails(
        resource('maas_fabric.main', { name: 'main' }),
        resource('maas_vlan.v', { fabric: '=maas_fabric.main.id', vid: 20, dhcp_on: true }),
      ),
    ).toContain('dhcp can only be turned on when a primary rack controller is set.');
  });

  test('a changed vlan_dhcp.ip_ranges is planned in place, gives an error once and an empty plan ever after', async () => {
    const { make, fails, plan } = await withRack();
    const all = (ids: string) => [
      racks,
      network,
      range('p', 'dynamic', 200, 209),
      range('q', 'dynamic', 210, 219),
      dhcp({ ip_ranges: `=[${ids}]`, depends_on: '=[maas_subnet_ip_range.p, maas_subnet_ip_range.q]' }),
    ];
    const [p, q] = ['maas_subnet_ip_range.p.id', 'maas_subnet_ip_range.q.id'];
    await make(...all(p));
    expect(await plan()).toEqual({});
    expect(await fails(...all(`${p}, ${q}`))).toContain('is not allowed. Please recreate the resource.');
    expect(await plan()).toEqual({});
  });

  test('a relay: not to itself, not to one that relays; recorded, and DHCP of the VLAN stays off', async () => {
    const bench = await withRack();
    const vlans = ['a', 'b', 'c'].map((name, index) =>
      resource(`maas_vlan.${name}`, { fabric: '=maas_fabric.main.id', vid: 31 + index }),
    );
    const relay = (name: string, to: string) =>
      resource(`maas_vlan_dhcp.${name}`, {
        fabric: '=maas_fabric.main.id',
        vlan: `=maas_vlan.${name}.vid`,
        relay_vlan: `=maas_vlan.${to}.id`,
      });
    await bench.make(network, ...vlans, relay('a', 'b'));
    expect(await bench.plan()).toEqual({});
    expect(bench.world.by.vlansByNumber.get('1/31')[0]).toMatchObject({ dhcpOn: false });
    expect(await bench.fails(network, ...vlans, relay('a', 'b'), relay('c', 'a'))).toContain('relay_vlan');
    expect(await bench.fails(network, ...vlans, relay('a', 'b'), relay('c', 'c'))).toContain(
      "'relay_vlan' cannot match this VLAN.",
    );
  });

  test('a subnet whose dynamic range is served cannot be deleted', async () => {
    const bench = await withRack();
    await bench.make(
      racks,
      network,
      range('p', 'dynamic', 200, 250),
      dhcp({ depends_on: '=[maas_subnet_ip_range.p]' }),
    );
    await bench.ok('state', 'rm', 'maas_vlan_dhcp.d', 'maas_subnet_ip_range.p');
    expect(await bench.fails(resource('maas_fabric.main', { name: 'main' }))).toContain(
      'Cannot delete a subnet that is actively servicing a dynamic IP range.',
    );
  });
});

test('VM hosts are not simulated, and the plan says so', async () => {
  const { write, run } = await openBench();
  write(resource('maas_vm_host.v', { type: 'lxd', power_address: '192.0.2.9' }));
  const { code, text } = await run('plan', '-no-color');
  expect(code).toBe(1);
  expect(text).toContain('The lab does not simulate maas_vm_host');
});
