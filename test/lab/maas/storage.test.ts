import { afterEach, describe, expect, test } from 'vitest';
import {
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

/** n1 with four disks, none of them laid out unless `layout` says so. */
async function fourDisks(layout = 'blank') {
  const bench = await openBench();
  bench.rack({
    asset: 'n1',
    bootMac: mac(1),
    disks: [disk('nvme0n1', 480), disk('sdb', 960), disk('sdc', 960), disk('sdd', 960)],
  });
  const base = [
    resource('maas_configuration.layout', { key: 'default_storage_layout', value: layout }),
    machine('n1', 1, { depends_on: '=[maas_configuration.layout]' }),
  ];
  return { ...bench, base };
}

const partition = (size: number, more = '') => `partitions {\n size_gigabytes = ${size}\n${more}\n}`;
const device = (
  name: string,
  size: number,
  blocks = '',
  attributes: Readonly<Record<string, unknown>> = {},
) =>
  resource(
    `maas_block_device.${name}`,
    {
      machine: '=maas_machine.n1.id',
      name,
      id_path: `/dev/disk/by-id/Model_serial-${name}`,
      size_gigabytes: size,
      ...attributes,
    },
    blocks,
  );
const idsOf = (name: string) => `maas_block_device.${name}.id`;
const group = (attributes: Readonly<Record<string, unknown>>) =>
  resource('maas_volume_group.vg', { machine: '=maas_machine.n1.id', name: 'vg0', ...attributes });
const raid = (attributes: Readonly<Record<string, unknown>> = {}) =>
  resource('maas_raid.md', {
    machine: '=maas_machine.n1.id',
    name: 'md0',
    level: '1',
    block_devices: `=[${idsOf('sdb')}, ${idsOf('sdc')}]`,
    fs_type: 'ext4',
    mount_point: '/srv',
    ...attributes,
  });
const twoDevices = [device('sdb', 960), device('sdc', 960)];

describe('storage', () => {
  test('default layout: ext4 / on the boot disk, the first by name; / elsewhere fails: "Another filesystem is already mounted at /."', async () => {
    const { base, machine: find, fails } = await fourDisks('flat');
    const text = await fails(
      ...base,
      device('sdb', 960, partition(100, 'fs_type = "ext4"\nmount_point = "/"')),
    );
    expect(text).toContain('Another filesystem is already mounted at /.');
    expect(find('n1').disks.map(({ name, isBoot, partitions }) => [name, isBoot, partitions.length])).toEqual(
      [
        ['nvme0n1', true, 1],
        ['sdb', false, 0],
        ['sdc', false, 0],
        ['sdd', false, 0],
      ],
    );
  });

  test('default layout: a disk without partitions does not clear it; its first update does, and fails once ("not enough free space")', async () => {
    const { base, make, fails, machine: find } = await fourDisks('flat');
    await make(...base, device('nvme0n1', 480));
    expect(find('n1').disks[0]?.partitions).toHaveLength(1);
    const tagged = device('nvme0n1', 480, '', { tags: ['x'] });
    expect(await fails(...base, tagged)).toContain('not enough free space');
    expect(find('n1').disks[0]?.partitions).toHaveLength(0);
    await make(...base, tagged);
  });

  test('default_storage_layout = "blank" before commissioning: then all is clean; discovered disks are adopted by name', async () => {
    const { base, make, plan, machine: find } = await fourDisks();
    await make(
      ...base,
      device(
        'nvme0n1',
        480,
        [
          partition(1, 'fs_type = "fat32"\nmount_point = "/boot/efi"\nbootable = true'),
          partition(400, 'fs_type = "ext4"\nmount_point = "/"\nlabel = "root"\ntags = ["os"]'),
        ].join('\n'),
        { is_boot_device: true },
      ),
    );
    expect(await plan()).toEqual({});
    expect(find('n1').disks).toHaveLength(4);
    expect(find('n1').disks[0]?.partitions.map(({ filesystem }) => filesystem?.mountPoint)).toEqual([
      '/boot/efi',
      '/',
    ]);
  });

  test('in maas_block_device.partitions a mount_point without fs_type is silently ignored', async () => {
    const { base, make, machine: find } = await fourDisks();
    await make(...base, device('sdb', 960, partition(100, 'mount_point = "/srv"')));
    expect(find('n1').disks[1]?.partitions[0]?.filesystem).toBeNull();
  });

  test('RAID, VG, LV on adopted disks: plan empty with system id; RAID fs and mount and LV size in place', async () => {
    const { base, make, plan, ok, write, apply } = await fourDisks();
    const all = (mount: string, size: number) => [
      ...base,
      ...twoDevices,
      device('sdd', 960, partition(900)),
      raid({ mount_point: mount }),
      group({ partitions: '=[maas_block_device.sdd.partitions[0].id]' }),
      resource('maas_logical_volume.lv', {
        machine: '=maas_machine.n1.id',
        volume_group: '=maas_volume_group.vg.id',
        name: 'data',
        size_gigabytes: size,
        fs_type: 'xfs',
        mount_point: '/data',
      }),
    ];
    await make(...all('/srv', 100));
    expect(await plan()).toEqual({});
    write(all('/var/lib/data', 200).join('\n'));
    expect(await plan()).toEqual({ 'maas_raid.md': 'update', 'maas_logical_volume.lv': 'update' });
    await apply();
    expect(await plan()).toEqual({});
    await ok('destroy', '-auto-approve', '-no-color');
  });

  test('machine of RAID, VG, LV: a host name works at create, is read back as system id, every plan replaces', async () => {
    const { base, make, plan } = await fourDisks();
    const byName = { machine: '=maas_machine.n1.hostname' };
    await make(
      ...base,
      ...twoDevices,
      device('sdd', 960),
      raid(byName),
      group({ ...byName, block_devices: `=[${idsOf('sdd')}]` }),
      resource('maas_logical_volume.lv', {
        ...byName,
        volume_group: '=maas_volume_group.vg.id',
        name: 'data',
        size_gigabytes: 10,
      }),
    );
    expect(await plan()).toEqual({
      'maas_raid.md': 'delete create',
      'maas_volume_group.vg': 'delete create',
      'maas_logical_volume.lv': 'delete create',
    });
  });

  test('RAID of one: "RAIDs require at least two active disks"; too few for the level; the boot disk; a member with partitions', async () => {
    const { base, fails } = await fourDisks();
    const boot = device('nvme0n1', 480);
    const fail = (attributes: Readonly<Record<string, unknown>>, ...more: readonly string[]) =>
      fails(...base, ...twoDevices, boot, ...more, raid(attributes));
    expect(await fail({ block_devices: `=[${idsOf('sdb')}]` })).toContain(
      'RAIDs require at least two active disks',
    );
    expect(await fail({ level: '5' })).toContain('RAID level 5 requires at least three active disks');
    expect(await fail({ block_devices: `=[${idsOf('sdb')}, ${idsOf('nvme0n1')}]` })).toMatch(
      /cannot add the boot disk \d+ \(nvme0n1\) as a RAID block device/,
    );
    expect(
      await fail(
        { block_devices: `=[${idsOf('sdb')}, ${idsOf('sdd')}]` },
        device('sdd', 960, partition(100)),
      ),
    ).toContain('cannot create a RAID from a block device with partitions');
  });

  test('mount_point without fs_type of a RAID: plan says yes, apply says no', async () => {
    const { base, write, ok, refused } = await fourDisks();
    write([...base, ...twoDevices, raid({ fs_type: '=null' })].join('\n'));
    await ok('plan', '-no-color');
    expect(await refused()).toContain('failed to mount block device');
  });

  test('VG: the boot disk as block_devices is refused, its partitions are taken', async () => {
    const { base, fails, make } = await fourDisks();
    expect(
      await fails(...base, device('nvme0n1', 480), group({ block_devices: `=[${idsOf('nvme0n1')}]` })),
    ).toContain('cannot add the boot disk');
    await make(
      ...base,
      device('nvme0n1', 480, partition(100)),
      group({ partitions: '=[maas_block_device.nvme0n1.partitions[0].id]' }),
    );
  });

  test('change of a disk that carries a VG partition: 400 "Cannot delete partition because its part of a volume group." after its other partitions are gone', async () => {
    const { base, make, fails, machine: find } = await fourDisks();
    const all = (size: number) => [
      ...base,
      device('sdd', 960, `${partition(size)}\n${partition(400)}`),
      group({ partitions: '=[maas_block_device.sdd.partitions[1].id]' }),
    ];
    await make(...all(100));
    expect(await fails(...all(200))).toContain(
      '400 Bad Request (Cannot delete partition because its part of a volume group.)',
    );
    expect(find('n1').disks[3]?.partitions).toHaveLength(1);
  });

  test('Deployed machine: disk: 409 "Cannot update block device because the machine is not Ready."', async () => {
    const bench = await openBench();
    const base = [network, machine('n1', 1), nic('n1', 'n1', 1), link('n1', 'n1')];
    const sda = (attributes: Readonly<Record<string, unknown>>) =>
      device('sda', 480, '', { id_path: '=maas_machine.n1.block_devices[0].id_path', ...attributes });
    const run = instance('n1', ['maas_network_interface_link.n1']);
    await bench.make(...base, sda({}), run);
    expect(await bench.fails(...base, sda({ tags: ['x'] }), run)).toContain(
      '409 Conflict (Cannot update block device because the machine is not Ready.)',
    );
  });

  test('destroy of a disk clears partitions and tags and leaves the device; tags of a disk that is not managed', async () => {
    const { base, make, plan, machine: find } = await fourDisks();
    await make(...base, device('sdb', 960, partition(100), { tags: ['fast'] }));
    await make(...base);
    expect(find('n1').disks[1]).toMatchObject({ name: 'sdb', tags: [], partitions: [] });
    const id = find('n1').disks[2]?.id ?? expect.fail('no disk');
    const tagged = resource('maas_block_device_tag.t', {
      machine: '=maas_machine.n1.id',
      block_device_id: id,
      tags: ['a', 'b'],
    });
    await make(...base, tagged);
    expect(await plan()).toEqual({});
    expect(find('n1').disks[2]?.tags).toEqual(['a', 'b']);
    await make(...base);
    expect(find('n1').disks[2]?.tags).toEqual([]);
  });
});
