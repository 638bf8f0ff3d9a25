import { afterEach, expect, test } from 'vitest';
import {
  type Bench,
  closeBenches,
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

const all = [
  network,
  resource('maas_space.x', { name: 'space' }),
  resource('maas_resource_pool.x', { name: 'pool', description: 'of machines' }),
  resource('maas_zone.x', { name: 'zone' }),
  resource('maas_dns_domain.x', { name: 'dc1.example', authoritative: true, ttl: 60 }),
  resource('maas_dns_record.a', { type: 'A/AAAA', fqdn: 'a.maas', data: '198.51.100.77' }),
  resource('maas_dns_record.t', { type: 'TXT', fqdn: 't.maas', data: 'text' }),
  resource('maas_subnet.far', { name: 'far', cidr: '203.0.113.0/24' }),
  resource('maas_static_route.x', {
    source: '=maas_subnet.servers.name',
    destination: '=maas_subnet.far.name',
    gateway_ip: '198.51.100.1',
  }),
  resource('maas_subnet_ip_range.x', {
    subnet: '=maas_subnet.servers.id',
    type: 'reserved',
    start_ip: '198.51.100.2',
    end_ip: '198.51.100.9',
  }),
  machine('n1', 1),
  nic('a', 'n1', 1),
  nic('b', 'n1', 2),
  nic('c', 'n1', 3),
  resource('maas_network_interface_bond.x', {
    machine: '=maas_machine.n1.id',
    name: 'bond0',
    parents: '=[maas_network_interface_physical.a.name, maas_network_interface_physical.b.name]',
  }),
  resource('maas_network_interface_bridge.x', {
    machine: '=maas_machine.n1.id',
    name: 'br0',
    parent: '=maas_network_interface_physical.c.name',
  }),
  resource('maas_network_interface_vlan.x', {
    machine: '=maas_machine.n1.id',
    parent: '=maas_network_interface_bond.x.name',
    fabric: '=maas_fabric.main.id',
    vlan: '=maas_vlan.servers.id',
  }),
  resource('maas_block_device.x', {
    machine: '=maas_machine.n1.id',
    name: 'sdb',
    id_path: '/dev/disk/by-id/Model_serial-sdb',
    size_gigabytes: 960,
  }),
  resource('maas_volume_group.x', {
    machine: '=maas_machine.n1.id',
    name: 'vg0',
    block_devices: '=[maas_block_device.x.id]',
  }),
  resource('maas_tag.x', { name: 'gpu', kernel_opts: 'iommu=pt', machines: '=[maas_machine.n1.id]' }),
  resource('maas_device.x', { hostname: 'switch1' }, `network_interfaces {\n mac_address = "${mac(60)}"\n}`),
  resource('maas_user.x', { name: 'me', email: 'me@example.org', password: 'canary', is_admin: true }),
  resource('maas_ssh_keys.x', { keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me'] }),
  resource('maas_package_repository.x', { name: 'own', url: 'https://repo.example/apt', enabled: true }),
  resource('maas_boot_source_selection.x', {
    boot_source: 1,
    os: 'ubuntu',
    release: 'focal',
    arches: ['amd64'],
  }),
];

/** What each is imported by, once it is there. */
const imports: Readonly<Record<string, (bench: Bench) => string>> = {
  'maas_fabric.main': () => 'main',
  'maas_vlan.servers': () => 'main:20',
  'maas_subnet.servers': () => '198.51.100.0/24',
  'maas_space.x': () => 'space',
  'maas_resource_pool.x': () => 'pool',
  'maas_zone.x': () => 'zone',
  'maas_dns_domain.x': () => 'dc1.example',
  'maas_dns_record.a': () => 'A/AAAA:a.maas',
  'maas_dns_record.t': () => 'TXT:t.maas',
  'maas_static_route.x': ({ world }) => String(world.store.all('routes')[0]?.id),
  'maas_subnet_ip_range.x': () => '198.51.100.2:198.51.100.9',
  'maas_machine.n1': () => 'n1.maas',
  'maas_network_interface_physical.a': (bench) => `${systemId(bench)}/${mac(1)}`,
  'maas_network_interface_bond.x': (bench) => `${systemId(bench)}:${interfaceId(bench, 'bond0')}`,
  'maas_network_interface_bridge.x': (bench) => `${systemId(bench)}:${interfaceId(bench, 'br0')}`,
  'maas_network_interface_vlan.x': (bench) => `${systemId(bench)}:${interfaceId(bench, 'bond0.20')}`,
  'maas_block_device.x': () => 'n1:sdb',
  'maas_volume_group.x': () => 'n1/vg0',
  'maas_tag.x': () => 'gpu',
  'maas_device.x': () => 'switch1',
  'maas_user.x': () => 'me',
  'maas_ssh_keys.x': () => '1',
  'maas_package_repository.x': () => 'own',
  'maas_boot_source_selection.x': () => '1:3',
};

/** What a plan after an import still wants: what cannot be read back. */
const expected: Readonly<Record<string, string>> = {
  // Written, never read: the password is pushed again.
  'maas_machine.n1': 'update',
  'maas_user.x': 'delete create',
  // Of a subnet the VLAN is not read.
  'maas_subnet.servers': 'update',
};

function systemId(bench: Bench): string {
  return bench.machine('n1').systemId;
}

function interfaceId(bench: Bench, name: string): number | undefined {
  return bench.machine('n1').interfaces.find((one) => one.name === name)?.id;
}

async function everything() {
  const bench = await openBench();
  bench.rack({
    asset: 'n1',
    bootMac: mac(1),
    nics: [1, 2, 3].map((octet, index) => ({ name: `eth${index}`, mac: mac(octet) })),
    disks: [disk('sda', 480), disk('sdb', 960)],
  });
  await bench.make(...all);
  return bench;
}

test('each importable type is imported by the shape of its id, and the plan after it wants only what cannot be read', async () => {
  const bench = await everything();
  expect(await bench.plan()).toEqual({});
  const addresses = Object.keys(imports);
  await bench.ok('state', 'rm', ...addresses);
  const blocks = Object.entries(imports).map(
    ([address, id]) => `import {\n to = ${address}\n id = "${id(bench)}"\n}`,
  );
  bench.write([...all, ...blocks].join('\n'));
  const changes = await bench.plan();
  expect(changes).toEqual(expected);
}, 30_000);

test.each([
  'maas_boot_source',
  'maas_configuration',
  'maas_logical_volume',
  'maas_network_interface_link',
  'maas_raid',
  'maas_vlan_dhcp',
])('%s is not importable', async (type) => {
  const bench = await openBench();
  bench.write(`resource "${type}" "x" {\n}`);
  const { code } = await bench.run('import', '-no-color', `${type}.x`, '1');
  expect(code).toBe(1);
});

test('a NIC that is imported by host name keeps the name, and a system id in its place replaces it', async () => {
  const bench = await everything();
  await bench.ok('state', 'rm', 'maas_network_interface_physical.c');
  await bench.ok('import', '-no-color', 'maas_network_interface_physical.c', `n1/${mac(3)}`);
  expect((await bench.plan())['maas_network_interface_physical.c']).toBe('delete create');
});

test('an id of another shape is refused with the shape that is expected', async () => {
  const bench = await openBench();
  const refused = async (address: string, id: string) => {
    bench.write(all.join('\n'));
    return (await bench.run('import', '-no-color', address, id)).text;
  };
  expect(await refused('maas_vlan.servers', 'main')).toContain('expected FABRIC:VLAN');
  expect(await refused('maas_network_interface_physical.a', 'n1')).toContain(
    'expected MACHINE/NETWORK_INTERFACE',
  );
  expect(await refused('maas_zone.x', 'nowhere')).toContain('zone (nowhere) was not found');
});

test('the recipe: nothing to Deployed, plan empty, destroyed', async () => {
  const bench = await openBench();
  bench.rack({
    asset: 'n1',
    bootMac: mac(1),
    nics: [1, 2].map((octet, index) => ({ name: `eth${index}`, mac: mac(octet) })),
    disks: [disk('nvme0n1', 480), disk('sdb', 960), disk('sdc', 960)],
  });
  const device = (name: string, size: number, blocks = '') =>
    resource(
      `maas_block_device.${name}`,
      {
        machine: '=maas_machine.n1.id',
        name,
        id_path: `/dev/disk/by-id/Model_serial-${name}`,
        size_gigabytes: size,
      },
      blocks,
    );
  await bench.make(
    resource('maas_configuration.layout', { key: 'default_storage_layout', value: 'blank' }),
    resource('maas_configuration.vlans', { key: 'auto_vlan_creation', value: 'false' }),
    network,
    machine('n1', 1, { depends_on: '=[maas_configuration.layout, maas_configuration.vlans]' }),
    nic('a', 'n1', 1),
    nic('b', 'n1', 2),
    resource('maas_network_interface_bond.b', {
      machine: '=maas_machine.n1.id',
      name: 'bond0',
      parents: '=[maas_network_interface_physical.a.name, maas_network_interface_physical.b.name]',
      vlan: '=maas_vlan.servers.id',
    }),
    link('a', 'n1', { network_interface: '=maas_network_interface_bond.b.id', ip_address: '198.51.100.10' }),
    device('nvme0n1', 480, 'partitions {\n size_gigabytes = 400\n fs_type = "ext4"\n mount_point = "/"\n}'),
    device('sdb', 960),
    device('sdc', 960),
    resource('maas_raid.md', {
      machine: '=maas_machine.n1.id',
      name: 'md0',
      level: '1',
      block_devices: '=[maas_block_device.sdb.id, maas_block_device.sdc.id]',
      fs_type: 'ext4',
      mount_point: '/srv',
    }),
    instance('n1', ['maas_network_interface_link.a', 'maas_raid.md', 'maas_block_device.nvme0n1']),
  );
  expect(bench.machine('n1').status).toBe('Deployed');
  expect(await bench.plan()).toEqual({});
  await bench.ok('destroy', '-auto-approve', '-no-color');
  expect(bench.world.store.all('machines')).toEqual([]);
});
