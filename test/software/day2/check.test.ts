import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareWithModel } from '../../../src/software/check/compare.js';
import { type Expected, expectedOf } from '../../../src/software/check/expected.js';
import { Found } from '../../../src/software/check/found.js';
import { checkScript } from '../../../src/software/check/script.js';
import { fileOn, softwareBySlot, trainingModel } from './training.js';

const model = trainingModel();
const slot = 'train-a-gpu-001';
const node = softwareBySlot(model).get(slot)?.node;
if (node === undefined) throw new Error(`there is no ${slot}`);
const expected = expectedOf(node);

test('what is expected is what the model says', () => {
  expect(JSON.parse(fileOn(model, slot, '/etc/rackform/expected.json'))).toEqual(expected);
  expect(expected).toMatchObject({
    asset: 'gpu-r01-n01',
    gpus: { vendor: 'amd', model: 'MI210', count: 4 },
    mounts: ['/scratch'],
  });
  expect(expected.nics.find(({ name }) => name === 'ens2')).toEqual({
    name: 'ens2',
    mac: '02:00:5e:10:01:01',
    mbps: 100_000,
    mtu: 9000,
    rail: 1,
    switch: 'rail-1',
    port: 'Ethernet1',
  });
});

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rackform-check-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  chmodSync(join(root, path), mode);
}

/** What differs from a machine that is as expected. */
interface Fault {
  readonly gpus?: number;
  readonly gpuName?: string;
  readonly memoryMiB?: number;
  readonly disks?: readonly number[];
  readonly mounts?: readonly string[];
  /** By name of the NIC; null: it is not there. */
  readonly nics?: Readonly<
    Record<string, { readonly mbps?: number; readonly mtu?: number; readonly state?: string } | null>
  >;
  /** Switch and port of a NIC by LLDP. */
  readonly lldp?: Readonly<Record<string, readonly [string, string]>>;
}

/** A made-up machine below the root, as the kernel shows one. */
function makeMachine(wanted: Expected, fault: Fault = {}): void {
  put('/etc/rackform/expected.json', JSON.stringify(wanted));
  put('/proc/meminfo', `MemTotal:       ${(fault.memoryMiB ?? wanted.memoryMiB + 5000) * 1024} kB\n`);
  const mounts = fault.mounts ?? wanted.mounts;
  put('/proc/mounts', mounts.map((mount) => `/dev/md0 ${mount} xfs rw 0 0\n`).join(''));
  const gpus = fault.gpus ?? wanted.gpus?.count ?? 0;
  const vendor = wanted.gpus?.vendor === 'nvidia' ? '0x10de' : '0x1002';
  for (let index = 0; index < gpus; index += 1) {
    put(`/sys/bus/pci/devices/0000:${index}1:00.0/vendor`, `${vendor}\n`);
    put(`/sys/bus/pci/devices/0000:${index}1:00.0/class`, '0x038000\n');
  }
  // The screen of the BMC is no GPU, and a virtual function is a part of one.
  put('/sys/bus/pci/devices/0000:90:00.0/vendor', `${vendor}\n`);
  put('/sys/bus/pci/devices/0000:90:00.0/class', '0x030000\n');
  put('/sys/bus/pci/devices/0000:91:00.0/vendor', `${vendor}\n`);
  put('/sys/bus/pci/devices/0000:91:00.0/class', '0x038000\n');
  put('/sys/bus/pci/devices/0000:91:00.0/physfn', '');
  makeNics(wanted, fault);
  const disks = fault.disks ?? wanted.disks.map(({ bytes }) => bytes);
  disks.forEach((bytes, index) => {
    put(`/sys/block/nvme${index}n1/size`, `${Math.round(bytes / 512)}\n`);
    put(`/sys/block/nvme${index}n1/queue/rotational`, '0\n');
    put(`/sys/block/nvme${index}n1/device/model`, 'Example\n');
  });
  put('/sys/block/md0/size', '1\n');
  const interfaces = Object.entries(fault.lldp ?? {}).map(([name, [chassis, port]]) => ({
    name,
    chassis: [{ name: [{ value: chassis }] }],
    port: [{ id: [{ type: 'ifname', value: port }] }],
  }));
  put('/lldp.json', JSON.stringify({ lldp: [{ interface: interfaces }] }));
  put('/bin/lldpctl', `#!/bin/sh\ncat ${root}/lldp.json\n`, 0o755);
  const names = Array.from({ length: gpus }, () => ({
    asic: { market_name: fault.gpuName ?? 'AMD Instinct MI210' },
  }));
  put('/bin/amd-smi', `#!/bin/sh\necho '${JSON.stringify(names)}'\n`, 0o755);
}

function makeNics(wanted: Expected, fault: Fault): void {
  for (const nic of wanted.nics) {
    const own = fault.nics?.[nic.name];
    if (own === null) continue;
    const path = `/sys/class/net/${nic.name}`;
    put(`${path}/device/vendor`, '');
    put(`${path}/address`, `${nic.mac.toUpperCase()}\n`);
    put(`${path}/speed`, `${own?.mbps ?? nic.mbps}\n`);
    put(`${path}/mtu`, `${own?.mtu ?? nic.mtu}\n`);
    put(`${path}/operstate`, `${own?.state ?? 'up'}\n`);
  }
  // A bond shows the address of a member, which has its own beside.
  put('/sys/class/net/bond0/address', `${wanted.nics[0]?.mac}\n`);
  put(`/sys/class/net/${wanted.nics[0]?.name}/bonding_slave/perm_hwaddr`, `${wanted.nics[0]?.mac}\n`);
}

function run(...args: string[]): { code: number | null; out: string; err: readonly string[] } {
  put('/check', checkScript, 0o755);
  const { status, stdout, stderr } = spawnSync('python3', [join(root, 'check'), ...args], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH']}`, RACKFORM_ROOT: root },
  });
  return { code: status, out: stdout, err: stderr.split('\n').filter((line) => line !== '') };
}

function result(): Found {
  return Found.parse(JSON.parse(readFileSync(join(root, 'var/lib/rackform/check.json'), 'utf8')));
}

const hasPython = spawnSync('python3', ['--version']).error === undefined;

describe.skipIf(!hasPython)('the check', { timeout: 60_000 }, () => {
  test('finds nothing wrong with a machine that is as the model says, and says so on the console', () => {
    makeMachine(expected, { lldp: { ens2: ['rail-1.example.net', 'ethernet1'] } });
    expect(run('--json', '/var/lib/rackform/check.json')).toEqual({
      code: 0,
      out: `rackform: ${slot} is as defined\n`,
      err: [],
    });
    expect(compareWithModel(expected, result())).toEqual([]);
    expect(result().gpus).toEqual({ counts: { amd: 4 }, names: Array(4).fill('AMD Instinct MI210') });
  });

  test.each<[string, Fault, readonly string[]]>([
    ['a GPU that is gone', { gpus: 3 }, ['GPUs: 3 of amd, 4 are expected']],
    ['memory that is gone', { memoryMiB: 480_000 }, ['memory: 480000 MiB, at least 503316 are expected']],
    ['a rail that is down', { nics: { ens2: { state: 'down' } } }, ['rail 1 (ens2): the link is down']],
    [
      'a rail that is slow',
      { nics: { ens3: { mbps: 50_000 } } },
      ['rail 2 (ens3): 50000 Mb/s, 100000 are expected'],
    ],
    ['an MTU', { nics: { ens1: { mtu: 1500 } } }, ['rail 0 (ens1): MTU 1500, 9000 is expected']],
    [
      'a NIC that is gone',
      { nics: { ens4: null } },
      ['rail 3 (ens4): no NIC has the address 02:00:5e:10:01:03'],
    ],
    [
      'a crossed cable',
      { lldp: { ens1: ['rail-1', 'Ethernet1'] } },
      ['rail 0 (ens1): it is on rail-1 Ethernet1, rail-0 Ethernet1 is expected'],
    ],
    [
      'a disk of another size',
      { disks: [960e9, 3840e9, 1920e9] },
      ['disk nvme2n1: no nvme of 3840 GB is there'],
    ],
    ['a mount that is gone', { mounts: [] }, ['mount /scratch: nothing is mounted there']],
  ])('finds %s, and the comparison with the model finds the same', (_what, fault, problems) => {
    makeMachine(expected, { lldp: { ens2: ['rail-1', 'Ethernet1'] }, ...fault });
    const { code, err } = run('--json', '/var/lib/rackform/check.json');
    expect({ code, err }).toEqual({ code: 1, err: problems });
    expect(compareWithModel(expected, result())).toEqual(problems);
  });

  test('leaves names of GPUs to the comparison with the model, which knows them', () => {
    makeMachine(expected, { gpuName: 'AMD Instinct MI250X', lldp: { ens2: ['rail-1', 'Ethernet1'] } });
    expect(run('--json', '/var/lib/rackform/check.json').code).toBe(0);
    expect(compareWithModel(expected, result())).toEqual(['GPUs: AMD Instinct MI250X, MI210 is expected']);
  });

  test('in short asks neither GPUs nor switches', () => {
    makeMachine(expected, { lldp: { ens1: ['rail-1', 'Ethernet1'] } });
    expect(run('--quick')).toEqual({ code: 0, out: '', err: [] });
  });

  test('finds an InfiniBand port by the last octets of its address', () => {
    const guid = '00:11:22:ff:fe:33:44:55';
    const nics = expected.nics.map((nic) => (nic.name === 'ens1' ? { ...nic, mac: guid } : nic));
    makeMachine({ ...expected, nics });
    put('/sys/class/net/ens1/address', `00:00:10:29:fe:80:00:00:00:00:00:00:${guid}\n`);
    expect(run('--quick').err).toEqual([]);
  });

  test('writes its result whole or not at all', () => {
    makeMachine(expected);
    put('/var/lib/rackform/check.json', 'old');
    mkdirSync(join(root, 'var/lib/rackform/check.json.new'));
    expect(run('--quick', '--json', '/var/lib/rackform/check.json').code).toBe(1);
    expect(readFileSync(join(root, 'var/lib/rackform/check.json'), 'utf8')).toBe('old');
  });
});
