import { describe, expect, test } from 'vitest';
import { mountUnit } from '../../../src/software/day2/mounts.js';
import { expectGolden } from '../../support/golden.js';
import { inferenceModel } from '../inference.js';
import { fileOn, softwareBySlot, softwareOn, trainingModel } from './training.js';

const model = trainingModel();
const gpu = 'train-a-gpu-001';

test('a path stands once on a machine, and what is of a group is the same on all of it', () => {
  const ofGroup = new Map<string, string>();
  for (const { software } of softwareBySlot(model).values()) {
    const paths = software.files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { path, group, content } of software.files) {
      if (group === null) continue;
      expect(ofGroup.get(`${group} ${path}`) ?? content).toBe(content);
      ofGroup.set(`${group} ${path}`, content);
    }
  }
});

test('every file ends with a line end, and says who wrote it or is data', () => {
  for (const { software } of softwareBySlot(model).values()) {
    for (const { path, content } of software.files) {
      expect(content.endsWith('\n')).toBe(true);
      if (!path.endsWith('.json') && !path.startsWith('/etc/apt/preferences.d/')) {
        expect(content).toContain('ritten by rackform');
      }
    }
  }
});

describe('mounts', () => {
  const mounted = trainingModel({
    software: { mounts: { '/data/home-1': { from: 'nfs-1.example.net:/home' } } },
  });

  test('are units on every machine of the cluster', () => {
    for (const { software } of softwareBySlot(mounted).values()) {
      expect(software.units).toContain('data-home\\x2d1.mount');
      expect(software.packages).toContain('nfs-common');
    }
    expect(fileOn(mounted, gpu, '/etc/systemd/system/data-home\\x2d1.mount')).toContain(
      'What=nfs-1.example.net:/home\nWhere=/data/home-1\nType=nfs\nOptions=nfsvers=4.2,hard,noatime\n',
    );
  });

  test('are asked for by the check', () => {
    expect(JSON.parse(fileOn(mounted, gpu, '/etc/rackform/expected.json'))).toMatchObject({
      mounts: ['/scratch', '/data/home-1'],
    });
  });

  test.each([
    ['/home', 'home.mount'],
    ['/data/a-b', 'data-a\\x2db.mount'],
    ['/.snap/a.b_c', '\\x2esnap-a.b_c.mount'],
  ])('%s is %s to systemd', (path, unit) => {
    expect(mountUnit(path)).toBe(unit);
  });
});

test('time comes from the servers of the site', () => {
  expect(fileOn(model, gpu, '/etc/chrony/sources.d/rackform.sources')).toContain(
    'server 192.0.2.123 iburst\n',
  );
});

describe('collectives', () => {
  test('use the rails alone, marked as the switches expect it', () => {
    expect(fileOn(model, gpu, '/etc/rccl.conf')).toBe(
      '# Written by rackform.\nNCCL_IB_HCA==rail0,rail1,rail2,rail3\nNCCL_SOCKET_IFNAME==bond-mgmt.110\n' +
        'NCCL_CROSS_NIC=0\nNCCL_IB_TC=106\nNCCL_IB_ROCE_VERSION_NUM=2\n',
    );
  });

  test('of NVIDIA are told by a file of their own', () => {
    const nvidia = trainingModel({ gpus: { vendor: 'nvidia', model: 'H100-SXM-80GB', count: 8 } });
    expect(fileOn(nvidia, gpu, '/etc/nccl.conf')).toContain('NCCL_IB_TC=106\n');
  });

  test('are no matter of machines without GPUs', () => {
    const paths = softwareOn(model, 'train-a-login-001').files.map(({ path }) => path);
    expect(paths.filter((path) => /nccl|rccl|rails/.test(path))).toEqual([]);
  });
});

describe('secrets', () => {
  test.each([
    ['ansible-vault', undefined],
    ['hashicorp-vault', 'rackform/train-a'],
    ['sops', 'secrets/train-a.sops.yaml'],
  ] as const)('in %s are names and paths', (type, path) => {
    const { secretStore } =
      trainingModel({ software: { secretStore: { type } } }).clusters[0]?.software ?? {};
    expect(secretStore).toEqual({ type, path: path ?? '' });
  });

  test('are in no file', () => {
    const { files, secrets } = softwareOn(model, gpu);
    expect(secrets.map(({ path }) => path)).toEqual(['/etc/munge/munge.key']);
    expect(files.map(({ path }) => path)).not.toContain('/etc/munge/munge.key');
  });
});

test.each(['train-a-control-001', 'train-a-gpu-001', 'train-a-login-001'])(
  'golden: software on %s',
  (slot) => {
    const { files, ...rest } = softwareOn(model, slot);
    expectGolden(`training/software-${slot}`, {
      ...rest,
      files: Object.fromEntries(files.map(({ path, mode, content }) => [`${path} ${mode}`, content])),
    });
  },
);

test.each(['serve-control-001', 'serve-gpu-001', 'serve-mig-001'])('golden: software on %s', (slot) => {
  const { files, ...rest } = softwareOn(inferenceModel(), slot);
  expectGolden(`inference/software-${slot}`, {
    ...rest,
    files: Object.fromEntries(files.map(({ path, mode, content }) => [`${path} ${mode}`, content])),
  });
});
