import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { MachineModel, RailModel, SiteModel, SlotModel } from '../../../src/model/types.js';
import type { Expected } from '../../../src/software/check/expected.js';
import { file, mergeCloudConfig, printCloudConfig } from '../../../src/software/first-boot/cloud-config.js';
import { contentDigest, userData, userDataConflicts } from '../../../src/software/first-boot/user-data.js';
import { userDataIssues } from '../../../src/software/first-boot/user-data-issues.js';
import { disk, exampleModel, plainSlot, slotOf } from '../../support/model-fixture.js';

const model = exampleModel();
const gpu = slotOf(model, 'train-a-gpu-001');

interface Parsed {
  readonly write_files?: readonly { path: string; permissions: string; content: string }[];
  readonly runcmd?: readonly (readonly string[])[];
  readonly [key: string]: unknown;
}

/** Read as cloud-init reads it: YAML 1.1. */
function parsed(slot: SlotModel): Parsed {
  return parse(userData(slot, model), { version: '1.1' });
}

function fileOf(slot: SlotModel, path: string): { permissions: string; content: string } {
  const found = parsed(slot).write_files?.find((other) => other.path === path);
  if (found === undefined) throw new Error(`no ${path} is written`);
  return found;
}

function netplanOf(slot: SlotModel) {
  return parse(fileOf(slot, '/etc/netplan/60-rackform-rails.yaml').content, { version: '1.1' }).network
    .ethernets;
}

function withRail(changes: Partial<RailModel>): SlotModel {
  return { ...gpu, rails: gpu.rails.map((rail) => (rail.rail === 1 ? { ...rail, ...changes } : rail)) };
}

describe('user data', () => {
  test('is a cloud-config that names the server by its slot', () => {
    expect(userData(gpu, model)).toMatch(/^#cloud-config\n/);
    expect(parsed(gpu)).toMatchObject({
      hostname: 'train-a-gpu-001',
      fqdn: 'train-a-gpu-001.dc1.example.net',
      preserve_hostname: false,
    });
  });

  test('is the same for the same model, also for an equal one that is another object', () => {
    expect(userData(structuredClone(gpu), structuredClone(model))).toBe(userData(gpu, model));
  });

  test('of a slot that asks for nothing names it, checks its machine and does no more', () => {
    const { write_files: files = [], ...rest } = parsed(plainSlot());
    expect(rest).toEqual({
      preserve_hostname: false,
      hostname: 'train-a-login-001',
      fqdn: 'train-a-login-001.dc1.example.net',
      runcmd: [
        ['systemctl', 'daemon-reload'],
        expect.arrayContaining(['systemd-run', '--no-block', 'apt-get', 'lldpd']),
        ['systemctl', 'enable', '--now', '--no-block', 'rackform-check.service'],
      ],
    });
    expect(files.map(({ path }) => path)).toEqual([
      '/usr/local/lib/rackform/check',
      '/etc/systemd/system/rackform-check.service',
      '/etc/rackform/expected.json',
    ]);
  });

  test('runs its own commands first, the user’s after', () => {
    const commands = parsed(gpu).runcmd?.map(([command]) => command);
    expect(commands?.at(0)).toBe('sysctl');
    expect(commands?.at(-1)).toBe('echo');
  });

  test('says what YAML 1.1 would read as something else in quotes', () => {
    const slot = plainSlot({
      userData: { words: ['on', '52:54:00:12:34:56', '0600', 'no'], mac: '52:54:00:12:34:56' },
    });
    expect(parsed(slot)).toMatchObject({
      words: ['on', '52:54:00:12:34:56', '0600', 'no'],
      mac: '52:54:00:12:34:56',
    });
  });

  test('names a server whose name looks like another scalar by its name', () => {
    const slot = plainSlot({ name: '1e3', fqdn: '12.5', userData: {} });
    expect(parsed(slot)).toMatchObject({ hostname: '1e3', fqdn: '12.5' });
  });

  test('holds no kernel options: they are on the command line before it is read', () => {
    expect(userData(gpu, model)).not.toMatch(/hugepages|iommu/);
  });
});

describe('printing', () => {
  test('a file is printed as the YAML library does', () => {
    const files = parsed(gpu).write_files ?? [];
    expect(files.length).toBeGreaterThan(5);
    for (const { path, permissions, content } of files) {
      const ours = printCloudConfig({ write_files: [file(path, permissions as '0644', content)] }, 'x');
      const library = stringify(
        { write_files: [{ path, permissions, content }] },
        { version: '1.1', lineWidth: 0 },
      );
      expect(ours).toBe(`#cloud-config\n# x\n${library}`);
    }
  });

  test('what is printed is read back as it was, lists and empty ones included', () => {
    const config = {
      a: { b: [1, null, { c: 'x: y' }] },
      none: [],
      list: ['#1', { k: ['v'] }, 3],
      flag: true,
      text: 'a\nb\n',
    };
    expect(parse(printCloudConfig(config, 'x'), { version: '1.1' })).toEqual(config);
  });
});

describe('rails', () => {
  test('are matched by MAC and routed by a table of their own', () => {
    expect(netplanOf(gpu)['rackform-rail-01']).toEqual({
      match: { macaddress: '02:00:5e:00:02:04' },
      mtu: 9000,
      dhcp4: false,
      dhcp6: false,
      optional: true,
      addresses: ['10.201.0.3/31'],
      routes: [
        { to: '10.201.0.2/31', scope: 'link', table: 101 },
        { to: '10.200.0.0/16', via: '10.201.0.2', table: 101 },
        { to: '10.201.0.0/16', via: '10.201.0.2', table: 101 },
      ],
      'routing-policy': [{ from: '10.201.0.3', table: 101, priority: 101 }],
    });
  });

  test('are in a file that only root reads, applied after their NICs are found', () => {
    expect(fileOf(gpu, '/etc/netplan/60-rackform-rails.yaml').permissions).toBe('0600');
    const commands = parsed(gpu).runcmd?.map((command) => command.join(' ')) ?? [];
    expect(commands.indexOf('netplan apply')).toBe(
      commands.indexOf('/usr/local/lib/rackform/name-rails') + 1,
    );
  });

  test('have names that no interface can have, until their NICs are found', () => {
    for (const name of Object.keys(netplanOf(gpu))) expect(name.length).toBeGreaterThan(15);
  });

  test('of IPv6 work the same', () => {
    const slot = withRail({
      address: '2001:db8::1',
      prefixLength: 127,
      gateway: '2001:db8::',
      routes: ['2001:db8::/32'],
    });
    expect(netplanOf(slot)['rackform-rail-01']).toMatchObject({
      addresses: ['2001:db8::1/127'],
      routes: [
        { to: '2001:db8::/127', scope: 'link', table: 101 },
        { to: '2001:db8::/32', via: '2001:db8::', table: 101 },
      ],
      'routing-policy': [{ from: '2001:db8::1', table: 101, priority: 101 }],
    });
  });

  test('without a gateway reach their own subnet only', () => {
    expect(netplanOf(withRail({ gateway: null }))['rackform-rail-01'].routes).toHaveLength(1);
  });

  test('without an address get their MTU', () => {
    expect(netplanOf(withRail({ address: null, prefixLength: null }))['rackform-rail-01']).toEqual({
      match: { macaddress: '02:00:5e:00:02:04' },
      mtu: 9000,
      dhcp4: false,
      dhcp6: false,
      optional: true,
    });
  });

  test('of InfiniBand are named by their port, which netplan cannot match, and left alone without an address', () => {
    const infiniband = withRail({ kind: 'infiniband', mac: '02:00:5e:ff:fe:00:02:04' });
    expect(netplanOf(infiniband)['rackform-rail-01']).not.toHaveProperty('match');
    const bare = withRail({ kind: 'infiniband', address: null, prefixLength: null });
    expect(Object.keys(netplanOf(bare))).toEqual(['rackform-rail-00']);
  });

  test('whose hardware address nobody knows are left out', () => {
    expect(Object.keys(netplanOf(withRail({ mac: null })))).toEqual(['rackform-rail-00']);
  });
});

describe('kernel', () => {
  test('sysctl values stand in a file that every boot reads', () => {
    expect(fileOf(gpu, '/etc/sysctl.d/60-rackform.conf').content).toBe('kernel.numa_balancing = 0\n');
  });

  test.each(['on', 'firmware'] as const)(
    'PCIe access control %s is left as the kernel and firmware have it',
    (acs) => {
      expect(userData({ ...gpu, kernel: { ...gpu.kernel, acs } }, model)).not.toContain('acs-off');
    },
  );

  test('PCIe access control off is a unit, since it must be done at every boot', () => {
    expect(parsed(gpu).runcmd).toContainEqual(['systemctl', 'enable', '--now', 'rackform-acs-off.service']);
  });
});

describe('the user’s own cloud-config', () => {
  test('is merged: maps key by key, lists after ours', () => {
    const slot = { ...gpu, userData: { packages: ['htop'], timezone: 'UTC', runcmd: [['true']] } };
    const config = parsed(slot);
    expect(config).toMatchObject({
      timezone: 'UTC',
      packages: ['mdadm', 'xfsprogs', 'e2fsprogs', 'htop'],
    });
    expect(config.runcmd?.at(-1)).toEqual(['true']);
    expect(userDataConflicts(slot, model)).toEqual([]);
  });

  test('that sets a value of ours otherwise is a conflict at its place, and ours stands', () => {
    const slot = { ...gpu, userData: { hostname: 'hunter2' } };
    expect(userDataConflicts(slot, model)).toEqual([
      {
        path: ['hostname'],
        message: '"hostname" is set by rackform to "train-a-gpu-001" and cannot be set twice',
      },
    ]);
    expect(parsed(slot)['hostname']).toBe('train-a-gpu-001');
  });

  test('that sets the same value is none', () => {
    expect(userDataConflicts({ ...gpu, userData: { preserve_hostname: false } }, model)).toEqual([]);
  });

  test('that has a text where a list of ours is, is a conflict', () => {
    expect(userDataConflicts({ ...gpu, userData: { runcmd: 'reboot' } }, model)).toMatchObject([
      { path: ['runcmd'] },
    ]);
  });

  test('that writes a file of ours is a conflict at the file', () => {
    const write_files = [
      { path: '/etc/motd', content: 'hello' },
      { path: '/etc/sysctl.d/60-rackform.conf', content: 'vm.swappiness = 1' },
    ];
    expect(userDataConflicts({ ...gpu, userData: { write_files } }, model)).toEqual([
      {
        path: ['write_files', 1, 'path'],
        message: 'the file "/etc/sysctl.d/60-rackform.conf" is written by rackform',
      },
    ]);
  });

  test('is never quoted in a conflict: it might hold a secret', () => {
    const conflicts = mergeCloudConfig(
      { a: 1, b: [1], c: { d: 1 } },
      { a: 'hunter2', b: 'hunter2', c: { d: 'hunter2' } },
    ).conflicts;
    expect(conflicts).toHaveLength(3);
    expect(JSON.stringify(conflicts)).not.toContain('hunter2');
  });
});

describe('issues of user data', () => {
  test('are one for a pool and a place, however many slots it has', () => {
    const slots = model.clusters.flatMap((cluster) => cluster.slots);
    const userData = { hostname: 'hunter2' };
    const clusters = model.clusters.map((cluster) => ({
      ...cluster,
      slots: slots.map((slot) => ({ ...slot, userData })),
    }));
    const issues = userDataIssues({ ...model, clusters });
    expect(issues.map(({ at }) => at)).toEqual(
      ['control', 'gpu', 'login'].map((pool) => ({
        document: 'cluster/train-a',
        path: ['pools', pool, 'userData', 'hostname'],
      })),
    );
    expect(issues.every(({ code, severity }) => code === 'USER_DATA_CONFLICT' && severity === 'error')).toBe(
      true,
    );
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  test('are none where nothing is set twice', () => {
    expect(userDataIssues(model)).toEqual([]);
  });
});

describe('the content digest', () => {
  const digest = contentDigest(gpu, model);

  test('is 16 hex digits, the same for an equal slot', () => {
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(contentDigest(structuredClone(gpu), structuredClone(model))).toBe(digest);
  });

  test.each([
    ['image', { image: { ...gpu.image, series: 'ubuntu/jammy' } }],
    ['kernel', { image: { ...gpu.image, hweKernel: null } }],
    ['kernel options', { kernel: { ...gpu.kernel, options: ['quiet'] } }],
    ['rails', { rails: gpu.rails.slice(1) }],
    ['scratch', { storage: { layout: 'flat', scratch: null } }],
    ['own user data', { userData: { timezone: 'UTC' } }],
    ['ports', { ports: gpu.ports.slice(1) }],
  ] satisfies [string, Partial<SlotModel>][])('moves with the %s', (_, changes) => {
    expect(contentDigest({ ...gpu, ...changes }, model)).not.toBe(digest);
  });

  test.each([
    ['the generation', { generation: 7 }],
    ['the phase', { phase: 'releasing' }],
    ['how it is released', { release: { erase: 'none', scripts: [], timeoutMinutes: 10 } }],
    ['how long a deployment may take', { deployTimeoutMinutes: 90 }],
  ] satisfies [string, Partial<SlotModel>][])('does not move with %s', (_, changes) => {
    expect(contentDigest({ ...gpu, ...changes }, model)).toBe(digest);
  });

  test('does not move with what the acceptance check expects: a push brings that', () => {
    const recabled = withMachine((machine) => ({
      ...machine,
      nics: machine.nics.map((nic) => ({ ...nic, switch: 'leaf-9', port: 'Ethernet9' })),
    }));
    expect(userData(gpu, recabled)).not.toBe(userData(gpu, model));
    expect(contentDigest(gpu, recabled)).toBe(digest);
  });
});

function withMachine(change: (machine: MachineModel) => MachineModel): SiteModel {
  const { site } = model;
  const machines = site.machines.map((one) => (one.asset === gpu.asset ? change(one) : one));
  return { ...model, site: { ...site, machines } };
}

describe('the acceptance check at first boot', () => {
  const expectedOn = (at: SiteModel): Expected => {
    const { write_files: files = [] } = parse(userData(gpu, at), { version: '1.1' }) as Parsed;
    return JSON.parse(files.find(({ path }) => path === '/etc/rackform/expected.json')?.content ?? '');
  };

  test('expects the hardware of the machine, each rail on its switch port, and scratch', () => {
    const machine = model.site.machines.find(({ asset }) => asset === gpu.asset);
    const expected = expectedOn(model);
    expect(expected.gpus).toEqual({
      vendor: machine?.hardware.gpus?.vendor,
      model: machine?.hardware.gpus?.model,
      count: machine?.hardware.gpus?.count,
    });
    expect(expected.nics.map(({ rail }) => rail).filter((rail) => rail !== null)).toEqual(
      gpu.rails.map(({ rail }) => rail),
    );
    expect(expected.mounts).toEqual(['/scratch']);
    expect(expected.disks).toHaveLength(machine?.hardware.disks.length ?? 0);
  });

  test('never fails the first boot, and runs at every boot', () => {
    expect(parsed(gpu).runcmd).toContainEqual([
      'systemctl',
      'enable',
      '--now',
      '--no-block',
      'rackform-check.service',
    ]);
  });

  test('listens for neighbours only where a switch port is known, by a unit that no deployment waits for', () => {
    const uncabled = withMachine((machine) => ({
      ...machine,
      nics: machine.nics.map((nic) => ({ ...nic, switch: null, port: null })),
    }));
    expect(userData(gpu, model)).toContain('--unit=rackform-neighbours.service');
    expect(userData(gpu, uncabled)).not.toContain('--unit=rackform-neighbours.service');
  });

  test('of a machine that the site does not list is none', () => {
    const { site } = model;
    const without = { ...model, site: { ...site, machines: [] } };
    expect(userData(gpu, without)).not.toContain('rackform-check');
  });

  test('takes no more than 16 KiB of user data', () => {
    const more = Buffer.byteLength(userData(gpu, model));
    const { site } = model;
    const less = Buffer.byteLength(userData(gpu, { ...model, site: { ...site, machines: [] } }));
    expect(more - less).toBeLessThan(16_384);
  });
});

describe('scratch', () => {
  function config(changes: Partial<NonNullable<SlotModel['storage']['scratch']>>): string {
    const scratch = gpu.storage.scratch;
    if (scratch === null) throw new Error('the slot has scratch');
    const slot: SlotModel = { ...gpu, storage: { layout: 'flat', scratch: { ...scratch, ...changes } } };
    return fileOf(slot, '/etc/rackform/scratch.conf').content.split('\n').slice(1).join('\n');
  }

  test('is one striped file system over all scratch disks', () => {
    expect(config({})).toBe(
      'volume|/scratch|rf-scratch|xfs\ndisk|nvme-a|nvme|3840|||\ndisk|nvme-b|nvme|3840|||\n',
    );
  });

  test('without stripe is one file system a disk, with labels that XFS takes', () => {
    const lines = config({ stripe: false })
      .split('\n')
      .filter((line) => line.startsWith('volume'));
    expect(lines.map((line) => line.split('|')[1])).toEqual(['/scratch/nvme-a', '/scratch/nvme-b']);
    const labels = lines.map((line) => line.split('|')[2] ?? '');
    expect(new Set(labels).size).toBe(2);
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(12);
  });

  test('looks for disks that are known surely before those known by size alone', () => {
    const disks = [
      disk('a', 'nvme', 3840, 'scratch'),
      disk('b', 'nvme', 3840, 'scratch', { model: 'M' }),
      disk('c', 'nvme', 3840, 'scratch', { serial: 'S', sizeGB: 3841 }),
    ];
    const names = config({ disks })
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split('|')[1]);
    expect(names).toEqual(['c', 'b', 'a']);
    expect(config({ disks })).toContain('disk|c|nvme|3841|S||\n');
  });

  test('keeps a hint on one line and in one field', () => {
    const disks = [disk('a', 'ssd', 960, 'scratch', { model: ' A|B \n C ' })];
    expect(config({ disks })).toContain('disk|a|ssd|960|||A?B C\n');
  });
});
