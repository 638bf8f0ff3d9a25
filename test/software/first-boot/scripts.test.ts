import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { SlotModel } from '../../../src/model/types.js';
import { userData } from '../../../src/software/first-boot/user-data.js';
import { disk, exampleModel, slotOf } from '../../support/model-fixture.js';

/** A disk of a made-up server, as lsblk and wipefs show it. */
interface FakeDisk {
  readonly name: string;
  readonly bytes: number;
  readonly rotates?: boolean;
  readonly serial?: string;
  readonly wwn?: string;
  readonly model?: string;
  /** What wipefs finds. */
  readonly signature?: string;
  readonly parts?: readonly string[];
}

const model = exampleModel();
const gpu = slotOf(model, 'train-a-gpu-001');
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rackform-root-'));
  put('/etc/fstab', '');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  chmodSync(join(root, path), mode);
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Writes all files of a slot's user data below the root. */
function install(slot: SlotModel): void {
  const { write_files } = parse(userData(slot, model), { version: '1.1' });
  for (const { path, permissions, content } of write_files)
    put(path, content, Number.parseInt(permissions, 8));
}

function run(script: string): { code: number | null; err: string } {
  const { status, stderr } = spawnSync('bash', [join(root, script)], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH']}`, RACKFORM_ROOT: root },
  });
  return { code: status, err: stderr };
}

test('every script is bash that parses', () => {
  install(gpu);
  for (const script of ['name-rails', 'scratch', 'acs-off']) {
    expect(() => execFileSync('bash', ['-n', join(root, '/usr/local/lib/rackform', script)])).not.toThrow();
  }
});

describe('name-rails', () => {
  const script = '/usr/local/lib/rackform/name-rails';
  const netplan = '/etc/netplan/60-rackform-rails.yaml';

  function nic(name: string, address: string, isPort = true): void {
    put(`/sys/class/net/${name}/address`, `${address}\n`);
    if (isPort) mkdirSync(join(root, `/sys/class/net/${name}/device`));
  }

  test('gives each rail the name that its NIC has now, and twice the same', () => {
    install(gpu);
    nic('ens5f0np0', '02:00:5E:00:02:03');
    nic('rail0', '02:00:5e:00:02:04');
    nic('bond0', '02:00:5e:00:02:04', false);
    expect(run(script)).toEqual({ code: 0, err: '' });
    const { ethernets } = parse(read(netplan)).network;
    expect(Object.keys(ethernets)).toEqual(['ens5f0np0', 'rail0']);
    expect(ethernets.rail0.match.macaddress).toBe('02:00:5e:00:02:04');
    expect(run(script)).toEqual({ code: 0, err: '' });
    expect(Object.keys(parse(read(netplan)).network.ethernets)).toEqual(['ens5f0np0', 'rail0']);
  });

  test('finds an InfiniBand port by the last eight octets of its address', () => {
    const mac = '02:00:5e:ff:fe:00:02:04';
    install({
      ...gpu,
      rails: gpu.rails.map((rail) => ({ ...rail, kind: 'infiniband' as const, mac })).slice(0, 1),
    });
    nic('ibp12s0', `00:00:10:29:fe:80:00:00:00:00:00:00:${mac}`);
    expect(run(script)).toEqual({ code: 0, err: '' });
    expect(Object.keys(parse(read(netplan)).network.ethernets)).toEqual(['ibp12s0']);
  });

  test('says which rail has no NIC, and still names the others', () => {
    install(gpu);
    nic('ens5', '02:00:5e:00:02:04');
    const { code, err } = run(script);
    expect(code).toBe(1);
    expect(err).toContain('no NIC has the address 02:00:5e:00:02:03 of rackform-rail-00');
    expect(Object.keys(parse(read(netplan)).network.ethernets)).toContain('ens5');
  });
});

describe('scratch', () => {
  const script = '/usr/local/lib/rackform/scratch';
  const GB = 1e9;
  const system: FakeDisk = { name: '/dev/sda', bytes: 480 * GB, signature: 'gpt', parts: ['/dev/sda1'] };
  const nvme = (index: number, changes: Partial<FakeDisk> = {}): FakeDisk => ({
    name: `/dev/nvme${index}n1`,
    bytes: 3840.7 * GB,
    ...changes,
  });

  /** Stands in for the commands that look at disks and change them; those that change are logged. */
  function server(disks: readonly FakeDisk[], label?: string): void {
    const column = (of: FakeDisk) =>
      `SIZE) echo ${of.bytes} ;; ROTA) echo ${of.rotates === true ? 1 : 0} ;; SERIAL) echo "${of.serial ?? ''}" ;; ` +
      `WWN) echo "${of.wwn ?? ''}" ;; MODEL) echo "${of.model ?? ''}   " ;;`;
    const each = (text: (of: FakeDisk) => string) =>
      disks.map((of) => `${of.name}) ${text(of)} ;;`).join('\n');
    const fakes: Record<string, string> = {
      findmnt: 'echo /dev/sda1',
      lsblk: `
        case "$*" in
        *--inverse*) printf '/dev/sda1\\n/dev/sda\\n'; exit ;;
        *NAME,TYPE*) printf '%s disk\\n' ${disks.map((of) => of.name).join(' ')}; echo /dev/loop0 loop; exit ;;
        esac
        for last; do :; done
        while [ "$1" != --output ]; do shift; done
        case $2 in
        NAME) case $last in\n${each((of) => `printf '%s\\n' ${[of.name, ...(of.parts ?? [])].join(' ')}`)}\nesac ;;
        *) case $last in\n${each((of) => `case $2 in ${column(of)} esac`)}\nesac ;;
        esac`,
      wipefs: `for last; do :; done; case $last in\n${each((of) => `echo "${of.signature ?? ''}" | sed '/^$/d'`)}\nesac`,
      blkid: `[ -e "$RACKFORM_ROOT/made-$2" ] || [ "$2" = "${label ?? ''}" ]`,
      mountpoint: '[ -e "$RACKFORM_ROOT/mounted" ]',
      mount: 'touch "$RACKFORM_ROOT/mounted"; echo "mount $*" >>"$RACKFORM_ROOT/log"',
      udevadm: ':',
      mdadm: 'echo "mdadm $*" >>"$RACKFORM_ROOT/log"',
      'mkfs.xfs': 'echo "mkfs.xfs $*" >>"$RACKFORM_ROOT/log"; touch "$RACKFORM_ROOT/made-$2"',
    };
    for (const [name, body] of Object.entries(fakes)) put(`/bin/${name}`, `#!/bin/bash\n${body}\n`, 0o755);
  }

  function log(): string[] {
    return existsSync(join(root, 'log')) ? read('/log').trim().replaceAll(root, '').split('\n') : [];
  }

  function withDisks(disks: NonNullable<SlotModel['storage']['scratch']>['disks']): SlotModel {
    const scratch = gpu.storage.scratch;
    if (scratch === null) throw new Error('the slot has scratch');
    return { ...gpu, storage: { layout: 'flat', scratch: { ...scratch, disks } } };
  }

  test('stripes the blank disks that match, and mounts them', () => {
    install(gpu);
    server([system, nvme(0), nvme(1)]);
    expect(run(script)).toEqual({ code: 0, err: '' });
    expect(log()).toEqual([
      'mdadm --create /dev/md/rf-scratch --name=rf-scratch --level=0 --raid-devices=2 /dev/nvme0n1 /dev/nvme1n1',
      'mkfs.xfs -L rf-scratch /dev/md/rf-scratch',
      'mount /scratch',
    ]);
    expect(read('/etc/fstab')).toBe(
      'LABEL=rf-scratch /scratch xfs defaults,noatime,nofail,x-systemd.device-timeout=30s 0 0\n',
    );
  });

  test('does nothing when it runs again', () => {
    install(gpu);
    server([system, nvme(0), nvme(1)]);
    run(script);
    const before = [log(), read('/etc/fstab')];
    expect(run(script).code).toBe(0);
    expect([log(), read('/etc/fstab')]).toEqual(before);
  });

  test('only mounts what an earlier deployment made', () => {
    install(gpu);
    server([system, nvme(0, { signature: 'linux_raid_member' }), nvme(1)], 'rf-scratch');
    expect(run(script).code).toBe(0);
    expect(log()).toEqual(['mount /scratch']);
  });

  test.each([
    ['with a file system', { signature: 'ext4' }],
    ['with partitions', { parts: ['/dev/nvme1n1p1'] }],
    ['of another size', { bytes: 7681 * GB }],
    ['of another kind', { name: '/dev/sdb' }],
  ])('touches nothing where a disk is one %s', (_, changes) => {
    install(gpu);
    server([system, nvme(0), nvme(1, changes)]);
    const { code, err } = run(script);
    expect(code).toBe(1);
    expect(err).toContain('no blank nvme disk of 3840 GB is there for nvme-b; nothing was changed');
    expect(log()).toEqual([]);
    expect(read('/etc/fstab')).toBe('');
  });

  test('never takes the root disk, blank as it may look', () => {
    install(withDisks([disk('a', 'ssd', 480, 'scratch')]));
    server([{ name: '/dev/sda', bytes: 480 * GB }]);
    expect(run(script).code).toBe(1);
    expect(log()).toEqual([]);
  });

  test('takes no disk where it cannot be looked at', () => {
    install(gpu);
    server([system, nvme(0), nvme(1)]);
    put('/bin/wipefs', '#!/bin/bash\nexit 1\n', 0o755);
    expect(run(script).code).toBe(1);
    expect(log()).toEqual([]);
  });

  test('tells disks apart by serial, wwn and model, whatever their order', () => {
    const hints = [
      disk('by-size', 'nvme', 3840, 'scratch'),
      disk('by-serial', 'nvme', 3840, 'scratch', { serial: 'abc 1' }),
      disk('by-wwn', 'nvme', 3840, 'scratch', { wwn: '0x5000C500' }),
      disk('by-model', 'nvme', 3840, 'scratch', { model: 'FAST 9' }),
    ];
    install(withDisks(hints));
    server([
      system,
      nvme(0, { serial: 'ABC  1' }),
      nvme(1, { wwn: 'eui.5000c500' }),
      nvme(2),
      nvme(3, { model: 'Vendor Fast 9 X' }),
    ]);
    expect(run(script)).toEqual({ code: 0, err: '' });
    expect(log()[0]).toMatch(/--raid-devices=4 \/dev\/nvme0n1 \/dev\/nvme1n1 \/dev\/nvme3n1 \/dev\/nvme2n1$/);
  });

  test('makes a file system a disk where there is no stripe', () => {
    const scratch = gpu.storage.scratch;
    if (scratch === null) throw new Error('the slot has scratch');
    install({ ...gpu, storage: { layout: 'flat', scratch: { ...scratch, stripe: false } } });
    server([system, nvme(0), nvme(1)]);
    put('/bin/mountpoint', '#!/bin/bash\nexit 1\n', 0o755);
    expect(run(script).code).toBe(0);
    const made = log().filter((line) => line.startsWith('mkfs'));
    expect(made.map((line) => line.split(' ').at(-1))).toEqual(['/dev/nvme0n1', '/dev/nvme1n1']);
    expect(log().filter((line) => line.startsWith('mount'))).toEqual([
      'mount /scratch/nvme-a',
      'mount /scratch/nvme-b',
    ]);
    expect(read('/etc/fstab').trim().split('\n')).toHaveLength(2);
  });
});
