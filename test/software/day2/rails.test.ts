import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPythonTool } from '../../../scripts/day2-tools/find.js';
import { runTool, tellMissing } from '../../support/tools.js';
import { inferenceModel } from '../inference.js';
import { fileOn, softwareBySlot, trainingModel } from './training.js';

const model = trainingModel();
const slot = 'train-a-gpu-001';
const addresses = ['02:00:5e:10:01:00', '02:00:5e:10:01:01', '02:00:5e:10:01:02', '02:00:5e:10:01:03'];
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rackform-rails-'));
  for (const path of ['/etc/rackform/rails.conf', '/usr/local/lib/rackform/rails'])
    put(path, fileOn(model, slot, path));
  for (const command of ['dcb', 'rdma', 'modprobe']) {
    put(`/bin/${command}`, `#!/bin/sh\necho ${command} "$@" >>${root}/ran\n`, 0o755);
  }
  addresses.forEach((address, index) => {
    put(`/sys/class/net/eth${index}/address`, `${address}\n`);
    mkdirSync(join(root, `/sys/class/net/eth${index}/device/infiniband/mlx5_${index}`), { recursive: true });
  });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  chmodSync(join(root, path), mode);
}

function run(): { code: number | null; err: string; ran: readonly string[] } {
  const { status, stderr } = spawnSync('bash', [join(root, 'usr/local/lib/rackform/rails')], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH']}`, RACKFORM_ROOT: root },
  });
  const ran = existsSync(join(root, 'ran')) ? readFileSync(join(root, 'ran'), 'utf8').trim().split('\n') : [];
  return { code: status, err: stderr, ran };
}

describe('the rails', () => {
  test('get the names that collectives use, by the addresses of their NICs', () => {
    const { code, ran } = run();
    expect(code).toBe(0);
    expect(ran.filter((line) => line.startsWith('rdma '))).toEqual(
      [0, 1, 2, 3].map((rail) => `rdma dev set mlx5_${rail} name rail${rail}`),
    );
  });

  test('are marked: DSCP 26 in priority 3 with PFC, notifications in 6', () => {
    const { ran } = run();
    expect(ran).toContain('dcb pfc set dev eth0 prio-pfc all:off 3:on');
    expect(ran).toContain('dcb app replace dev eth0 dscp-prio 26:3 48:6');
    expect(ran).toContain('dcb ets set dev eth0 prio-tc all:0 3:3 6:6');
  });

  test('have traffic class 106 with and without the connection manager', () => {
    put('/sys/class/infiniband/rail0/tc/1/traffic_class', '');
    put('/sys/kernel/config/rdma_cm/rail0/ports/1/default_roce_tos', '');
    put('/sys/kernel/config/rdma_cm/rail1/ports/1/default_roce_tos', '');
    put('/sys/kernel/config/rdma_cm/rail2/ports/1/default_roce_tos', '');
    put('/sys/kernel/config/rdma_cm/rail3/ports/1/default_roce_tos', '');
    expect(run().code).toBe(0);
    for (const path of [
      'class/infiniband/rail0/tc/1/traffic_class',
      'kernel/config/rdma_cm/rail3/ports/1/default_roce_tos',
    ]) {
      expect(readFileSync(join(root, 'sys', path), 'utf8')).toBe('106\n');
    }
  });

  test('that have their name already keep it', () => {
    rmSync(join(root, '/sys/class/net/eth0/device/infiniband/mlx5_0'), { recursive: true });
    mkdirSync(join(root, '/sys/class/net/eth0/device/infiniband/rail0'));
    expect(run().ran.filter((line) => line.startsWith('rdma '))).toHaveLength(3);
  });

  test('that are missing are named, and the others are set up', () => {
    rmSync(join(root, '/sys/class/net/eth1'), { recursive: true });
    const { code, err, ran } = run();
    expect({ code, err }).toEqual({
      code: 1,
      err: 'rails: no NIC has the address 02:00:5e:10:01:01 of rail1\n',
    });
    expect(ran.filter((line) => line.startsWith('rdma '))).toHaveLength(3);
  });
});

const shellcheck = findPythonTool('shellcheck');

describe.skipIf(tellMissing('shellcheck', shellcheck))('shellcheck', () => {
  test('has no word for any script', { timeout: 60_000 }, () => {
    const scripts = new Map<string, string>();
    const all = [model, inferenceModel()].flatMap((one) => [...softwareBySlot(one).values()]);
    for (const { software } of all) {
      for (const { path, content } of software.files)
        if (content.startsWith('#!/bin/bash')) scripts.set(path, content);
    }
    const files = [...scripts].map(([path, content]) => {
      put(`/scripts${path}`, content);
      return join(root, 'scripts', path);
    });
    expect(files.length).toBeGreaterThanOrEqual(7);
    expect(runTool(shellcheck, files)).toEqual({ code: 0, out: '', all: '' });
  });
});
