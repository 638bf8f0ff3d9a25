import { afterEach, describe, expect, test } from 'vitest';
import { closeBenches, instance, link, mac, machine, network, nic, openBench, resource } from './bench.js';

afterEach(closeBenches);

const twoNics = {
  asset: 'n1',
  bootMac: mac(1),
  nics: [
    { name: 'eth0', mac: mac(1) },
    { name: 'eth1', mac: mac(2) },
  ],
};
const deployed = [
  network,
  machine('n1', 1),
  link('n1', 'n1', { ip_address: '198.51.100.10' }),
  instance('n1', ['maas_network_interface_link.n1']),
];
const bond = (attributes: Readonly<Record<string, unknown>> = {}) =>
  resource('maas_network_interface_bond.b', {
    machine: '=maas_machine.n1.id',
    name: 'bond0',
    parents: '=[maas_network_interface_physical.a.name, maas_network_interface_physical.b.name]',
    vlan: '=maas_vlan.servers.id',
    ...attributes,
  });

describe('network on a machine', () => {
  test('discovered NICs: _physical adopts by MAC without case; name, MTU, VLAN, tags set in place, no duplicate', async () => {
    const bench = await openBench();
    await bench.make(
      network,
      machine('n1', 1),
      nic('a', 'n1', 1, { mac_address: mac(1).toUpperCase(), name: 'lan0', mtu: 9000, tags: ['fast'] }),
    );
    expect(bench.machine('n1').interfaces).toMatchObject([
      { name: 'lan0', mac: mac(1), mtu: 9000, tags: ['fast'] },
    ]);
    expect(await bench.plan()).toEqual({});
  });

  test('a MAC the machine lacks creates a ghost NIC; a MAC of another machine: "already in use by eth0 (physical) on n3."', async () => {
    const bench = await openBench();
    await bench.make(network, machine('n1', 1), nic('ghost', 'n1', 9));
    expect(bench.machine('n1').interfaces.map((one) => one.mac)).toEqual([mac(1), mac(9)]);
    const text = await bench.fails(
      network,
      machine('n1', 1),
      machine('n3', 3),
      nic('other', 'n1', 3, { depends_on: '=[maas_machine.n3]' }),
    );
    expect(text).toContain('This MAC address is already in use by eth0 (physical) on n3.');
  });

  test('bond: "All parents must belong to the same VLAN."', async () => {
    const bench = await openBench();
    bench.rack(twoNics);
    const text = await bench.fails(
      network,
      machine('n1', 1),
      nic('a', 'n1', 1),
      nic('b', 'n1', 2, { vlan: '=null' }),
      bond(),
    );
    expect(text).toContain('All parents must belong to the same VLAN.');
  });

  test('bond: 802.3ad, LACP rate, miimon, hash policy, MTU: plan empty after, update in place', async () => {
    const bench = await openBench();
    bench.rack(twoNics);
    const all = (hash: string) => [
      network,
      machine('n1', 1),
      nic('a', 'n1', 1, { mtu: 9000 }),
      nic('b', 'n1', 2, { mtu: 9000 }),
      bond({
        bond_mode: '802.3ad',
        bond_lacp_rate: 'fast',
        bond_miimon: 100,
        bond_xmit_hash_policy: hash,
        mtu: 9000,
      }),
      resource('maas_network_interface_link.b', {
        machine: '=maas_machine.n1.id',
        network_interface: '=maas_network_interface_bond.b.id',
        subnet: '=maas_subnet.servers.cidr',
        mode: 'STATIC',
        ip_address: '198.51.100.10',
      }),
    ];
    await bench.make(...all('layer2+3'));
    expect(await bench.plan()).toEqual({});
    bench.write(all('layer3+4').join('\n'));
    expect(await bench.plan()).toEqual({ 'maas_network_interface_bond.b': 'update' });
    await bench.apply();
    expect(await bench.plan()).toEqual({});
    await bench.ok('destroy', '-auto-approve', '-no-color');
  });

  test('MTU read back is the effective one, of the largest child: a smaller parent is never settled', async () => {
    const bench = await openBench();
    bench.rack(twoNics);
    const all = (mtu: number) => [
      network,
      machine('n1', 1),
      nic('a', 'n1', 1, { mtu }),
      nic('b', 'n1', 2, { mtu }),
      bond({ mtu: 9000 }),
    ];
    await bench.make(...all(1500));
    const forever = {
      'maas_network_interface_physical.a': 'update',
      'maas_network_interface_physical.b': 'update',
    };
    expect(await bench.plan()).toEqual(forever);
    await bench.apply();
    expect(await bench.plan()).toEqual(forever);
    await bench.make(...all(9000));
    expect(await bench.plan()).toEqual({});
  });

  test.each(['STATIC', 'AUTO', 'DHCP', 'LINK_UP'])('link mode %s works, all with a subnet', async (mode) => {
    const bench = await openBench();
    await bench.make(network, machine('n1', 1), nic('a', 'n1', 1), link('a', 'n1', { mode }));
    expect(await bench.plan()).toEqual({});
  });

  test('two links on one NIC: the second silently removes the first; then every plan stops: "cannot find link"; state rm is the way out', async () => {
    const bench = await openBench();
    await bench.make(
      network,
      machine('n1', 1),
      nic('a', 'n1', 1),
      link('a', 'n1', { ip_address: '198.51.100.10' }),
      link('second', 'n1', {
        ip_address: '198.51.100.11',
        network_interface: '=maas_network_interface_physical.a.id',
        depends_on: '=[maas_network_interface_link.a]',
      }),
    );
    expect(bench.machine('n1').interfaces[0]?.links).toMatchObject([{ address: '198.51.100.11' }]);
    const { code, text } = await bench.run('plan', '-no-color');
    expect(code).toBe(1);
    expect(text).toMatch(/cannot find link \(\d+\) on the network interface \(\d+\) from machine/);
    await bench.ok('state', 'rm', 'maas_network_interface_link.a');
    await bench.ok('plan', '-no-color');
  });

  test('addresses: inside a dynamic range refused, reserved range allowed, outside "not in the given subnet", taken "already in use"', async () => {
    const bench = await openBench();
    const range = (name: string, type: string, from: number) =>
      resource(`maas_subnet_ip_range.${name}`, {
        subnet: '=maas_subnet.servers.id',
        type,
        start_ip: `198.51.100.${from}`,
        end_ip: `198.51.100.${from + 9}`,
      });
    const rest = [
      network,
      machine('n1', 1),
      machine('n2', 2),
      nic('a', 'n1', 1),
      nic('b', 'n2', 2),
      range('dynamic', 'dynamic', 200),
      range('reserved', 'reserved', 100),
    ];
    await bench.make(...rest);
    const at = (ip: string) => link('a', 'n1', { ip_address: ip });
    expect(await bench.fails(...rest, at('198.51.100.205'))).toContain(
      'IP address is inside a dynamic range 198.51.100.200-198.51.100.209',
    );
    expect(await bench.fails(...rest, at('203.0.113.5'))).toContain(
      "IP address is not in the given subnet 's20:198.51.100.0/24(vid=20)'.",
    );
    await bench.make(...rest, at('198.51.100.105'));
    expect(
      await bench.fails(...rest, at('198.51.100.105'), link('b', 'n2', { ip_address: '198.51.100.105' })),
    ).toContain('IP address is already in use.');
  });

  test('DNS record before the link reserves the address and the link then fails; after it all is well', async () => {
    const bench = await openBench();
    const record = (after: string) =>
      resource('maas_dns_record.r', {
        type: 'A/AAAA',
        fqdn: 'n1.maas',
        data: '198.51.100.10',
        depends_on: `=[${after}]`,
      });
    const rest = [network, machine('n1', 1), nic('a', 'n1', 1)];
    const text = await bench.fails(
      ...rest,
      record('maas_machine.n1'),
      link('a', 'n1', { ip_address: '198.51.100.10', depends_on: '=[maas_dns_record.r]' }),
    );
    expect(text).toContain('IP address is already in use.');
    const other = await openBench();
    await other.make(
      ...rest,
      record('maas_network_interface_link.a'),
      link('a', 'n1', { ip_address: '198.51.100.10' }),
    );
    expect(await other.plan()).toEqual({});
  });

  test('Deployed machine: unlink refused with 409 "not New, Ready, Allocated, or Broken"; NIC rename passes', async () => {
    const bench = await openBench();
    await bench.make(...deployed, nic('n1', 'n1', 1));
    await bench.make(...deployed, nic('n1', 'n1', 1, { name: 'mgmt0' }));
    expect(await bench.plan()).toEqual({});
    const text = await bench.fails(
      network,
      machine('n1', 1),
      nic('n1', 'n1', 1, { name: 'mgmt0' }),
      link('n1', 'n1', { ip_address: '198.51.100.20' }),
      instance('n1', ['maas_network_interface_physical.n1']),
    );
    expect(text).toContain(
      '409 Conflict (Cannot unlink subnet interface because the machine is not New, Ready, Allocated, or Broken.)',
    );
  });

  test('on a Deployed machine MAAS drops MTU, VLAN and tag updates silently: a plan that never empties', async () => {
    const bench = await openBench();
    await bench.make(...deployed, nic('n1', 'n1', 1));
    await bench.make(...deployed, nic('n1', 'n1', 1, { mtu: 9000, tags: ['x'] }));
    expect(bench.machine('n1').interfaces[0]).toMatchObject({ mtu: null, tags: [] });
    expect(await bench.plan()).toEqual({ 'maas_network_interface_physical.n1': 'update' });
  });

  test('maas_network_interface_link.machine is planned in place, and uses the old link id on the other machine', async () => {
    const bench = await openBench();
    const rest = [network, machine('n1', 1), machine('n2', 2), nic('a', 'n1', 1), nic('b', 'n2', 2)];
    const own = link('b', 'n2', { ip_address: '198.51.100.12', default_gateway: true });
    const moved = (name: string) =>
      link('a', name, {
        ip_address: '198.51.100.10',
        network_interface: 'eth0',
        depends_on: '=[maas_network_interface_physical.a, maas_network_interface_link.b]',
      });
    await bench.make(...rest, own, moved('n1'));
    bench.write([...rest, own, moved('n2')].join('\n'));
    expect(await bench.plan()).toEqual({ 'maas_network_interface_link.a': 'update' });
    expect(await bench.refused()).toMatch(/cannot find link \(\d+\) on the network interface/);
    expect(bench.machine('n2').interfaces[0]?.links).toMatchObject([{ defaultGateway: false }]);
  });

  test('a default gateway with DHCP is refused, with static and auto addresses it is set', async () => {
    const bench = await openBench();
    const rest = [network, machine('n1', 1), nic('a', 'n1', 1)];
    expect(await bench.fails(...rest, link('a', 'n1', { mode: 'DHCP', default_gateway: true }))).toContain(
      'default_gateway',
    );
    await bench.make(...rest, link('a', 'n1', { default_gateway: true }));
    expect(bench.machine('n1').interfaces[0]?.links[0]?.defaultGateway).toBe(true);
    expect(await bench.plan()).toEqual({});
  });

  test('a parent that is gone is dropped from state, not an error', async () => {
    const bench = await openBench();
    bench.rack(twoNics);
    const all = [network, machine('n1', 1), nic('a', 'n1', 1), nic('b', 'n1', 2), bond()];
    await bench.make(...all);
    bench.behind((world) => {
      const { systemId, interfaces } = bench.machine('n1');
      world.setInterfaces(
        systemId,
        interfaces.filter(({ type }) => type !== 'bond'),
      );
    });
    expect(await bench.plan()).toEqual({ 'maas_network_interface_bond.b': 'create' });
    bench.behind((world) => world.store.remove('machines', bench.machine('n1').systemId));
    expect(Object.values(await bench.plan())).toEqual(['create', 'create', 'create', 'create']);
  });

  test('a device: NICs, a link with device, tags of its NIC', async () => {
    const bench = await openBench();
    const all = [
      resource(
        'maas_device.d',
        { hostname: 'switch1', domain: 'maas' },
        `network_interfaces {\n mac_address = "${mac(50)}"\n}`,
      ),
      resource('maas_subnet.s', { cidr: '198.51.100.0/24' }),
      resource('maas_network_interface_link.l', {
        device: '=maas_device.d.id',
        network_interface: 'eth0',
        subnet: '=maas_subnet.s.id',
        mode: 'STATIC',
        ip_address: '198.51.100.3',
      }),
      resource('maas_network_interface_tag.t', {
        device: '=maas_device.d.id',
        interface_id: '=one(maas_device.d.network_interfaces).id',
        tags: ['uplink'],
      }),
    ];
    await bench.make(...all);
    expect(await bench.plan()).toEqual({});
    expect(bench.world.store.all('devices')).toMatchObject([
      { hostname: 'switch1', interfaces: [{ tags: ['uplink'], links: [{ address: '198.51.100.3' }] }] },
    ]);
    await bench.ok('destroy', '-auto-approve', '-no-color');
  });
});
