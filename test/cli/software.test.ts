import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProject } from '../../src/inventory/load.js';
import { softwareBySlot, trainingModel } from '../software/day2/training.js';
import { fromRoot } from '../support/project-root.js';
import { filesOf } from './project-files.js';
import { folderWith, rackform } from './support.js';

const files = filesOf(loadProject(fromRoot('examples/training')).definition);
const example = () => folderWith(files);
const software = softwareBySlot(trainingModel());

function git(dir: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: dir,
    stdio: 'pipe',
  });
}

describe('software', () => {
  test('lists every machine, with what it is for', async () => {
    const { code, out } = await rackform(['software'], { cwd: example() });
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('train-a-control-001  dc1  9 files   6 packages   slurm_controller  -');
    expect(out.trim().split('\n')).toHaveLength(10);
  });

  test.each(['train-a-gpu-002', 'train-a-gpu-002.dc1.example.net', 'gpu-r01-n02'])(
    'prints all of %s',
    async (host) => {
      const { code, out } = await rackform(['software', host], { cwd: example() });
      expect(code).toBe(0);
      expect(out).toMatch(/^train-a-gpu-002 {2}gpu-r01-n02 at dc1\n/);
      for (const { path } of software.get('train-a-gpu-002')?.software.files ?? []) {
        expect(out).toContain(`\n${path} 07`.slice(0, path.length + 2));
      }
      expect(out).toContain('/etc/munge/munge.key (munge_key)');
    },
  );

  test('as JSON has the same, file by file', async () => {
    const { out } = await rackform(['software', 'train-a-gpu-002', '--json'], { cwd: example() });
    const { formatVersion, nodes } = JSON.parse(out);
    expect(formatVersion).toBe(1);
    const expected = software.get('train-a-gpu-002')?.software;
    expect(nodes).toMatchObject([
      {
        site: 'dc1',
        cluster: 'train-a',
        slot: 'train-a-gpu-002',
        machine: 'gpu-r01-n02',
        packages: expected?.packages,
      },
    ]);
    expect(nodes[0].files).toEqual(
      expected?.files.map(({ path, mode, content, restarts }) => ({ path, mode, restarts, content })),
    );
  });

  test('names the nearest machine where there is no such one', async () => {
    const { code, err } = await rackform(['software', 'train-a-gpu-02'], { cwd: example() });
    expect(code).toBe(1);
    expect(err).toBe(
      'rackform: no slot in use is called "train-a-gpu-02"\n  hint: did you mean "train-a-gpu-002"?\n',
    );
  });

  test('of a machine of Kubernetes says what it is there, and how its GPUs are cut', async () => {
    const args = ['software', 'serve-mig-001', '--site', 'dc2'];
    const { code, out } = await rackform(args, { cwd: fromRoot('examples', 'inference') });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^ {2}kubernetes {6}agent of v[\d.]+\+rke2r\d+, GPUs cut as serve-mig-a100-pcie-80gb-x4-\w+$/m,
    );
  });

  test('--out writes a folder for each site, and a second time the same bytes', async () => {
    const dir = example();
    const first = await rackform(['software', '--out', 'ansible'], { cwd: dir });
    expect(first.out).toMatch(/^(\d+) files in ansible, \1 new or changed\nNext: cd ansible\/dc1 && /);
    expect(readdirSync(join(dir, 'ansible/dc1')).sort()).toEqual(
      [
        '.rackform-files',
        'collect.yaml',
        'drivers.yaml',
        'files',
        'group_vars',
        'host_vars',
        'inventory.yaml',
        'kubernetes.yaml',
        'mig.yaml',
        'release.yaml',
        'site.yaml',
      ].sort(),
    );
    const second = await rackform(['software', '--out', 'ansible', '--json'], { cwd: dir });
    expect(JSON.parse(second.out)).toEqual({ formatVersion: 1, written: [], removed: [] });
  });

  test('--out leaves what is beside its own files, such as a vault', async () => {
    const dir = example();
    await rackform(['software', '--out', 'ansible'], { cwd: dir });
    const vault = join(dir, 'ansible/dc1/group_vars/cluster_train_a/vault.yaml');
    writeFileSync(vault, 'mine');
    await rackform(['software', '--out', 'ansible'], { cwd: dir });
    expect(readFileSync(vault, 'utf8')).toBe('mine');
  });

  test('--out removes what it wrote of a machine that left, and says so, and leaves what is not its own', async () => {
    const dir = example();
    await rackform(['software', '--out', 'ansible'], { cwd: dir });
    const [left, kept] = ['005', '006'].map((number) =>
      join(dir, `ansible/dc1/host_vars/train-a-gpu-${number}`),
    );
    writeFileSync(join(kept ?? '', 'mine.yaml'), 'mine');
    const file = join(dir, 'clusters/train-a.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('gpuNodes: 6', 'gpuNodes: 4'));
    const { code, out } = await rackform(['software', '--out', 'ansible'], { cwd: dir });
    expect(code).toBe(0);
    expect(out).toContain('removed dc1/host_vars/train-a-gpu-005/rackform.yaml\n');
    expect(out).toContain('removed dc1/host_vars/train-a-gpu-006/rackform.yaml\n');
    expect(existsSync(left ?? '')).toBe(false);
    expect(readdirSync(kept ?? '')).toEqual(['mine.yaml']);
    const again = await rackform(['software', '--out', 'ansible'], { cwd: dir });
    expect(again.out).not.toContain('removed');
  });

  test('--out follows no list out of its folder', async () => {
    const dir = example();
    await rackform(['software', '--out', 'ansible'], { cwd: dir });
    writeFileSync(join(dir, 'ansible/dc1/.rackform-files'), '../../clusters/train-a.yaml\n');
    const { code, err } = await rackform(['software', '--out', 'ansible'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toContain('names "../../clusters/train-a.yaml", which is not in its folder');
    expect(existsSync(join(dir, 'clusters/train-a.yaml'))).toBe(true);
  });

  test('of a project that does not resolve says why, and writes nothing', async () => {
    const dir = example();
    const file = join(dir, 'clusters/train-a.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('tenant: research', 'tenant: reserch'));
    const { code, out, err } = await rackform(['software', '--out', 'ansible'], { cwd: dir });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('did you mean "research"');
    expect(existsSync(join(dir, 'ansible'))).toBe(false);
  });

  test('refuses a host together with --out', async () => {
    const { code, err } = await rackform(['software', 'x', '--out', 'y'], { cwd: example() });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('goes with no host') });
  });
});

describe('bad versions are refused at their line', () => {
  test.each([
    [
      'nvidia: { driver: "580" }',
      'software.nvidia.driver',
      'must be a driver version in full, such as 580.126.20, got "580"',
    ],
    ['amd: { rocm: latest }', 'software.amd.rocm', 'must be a ROCm version such as 7.2.3, got "latest"'],
    ['mounts: { home: { from: "a:/b" } }', 'software.mounts', 'must be an absolute path'],
    ['mounts: { /home: { from: nfs } }', 'software.mounts', 'must be HOST:/PATH, got "nfs"'],
    ['nvida: {}', 'software', 'nvidia'],
  ])('%s', async (wanted, path, message) => {
    const dir = example();
    const file = join(dir, 'clusters/train-a.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}software: { ${wanted} }\n`);
    const { code, out } = await rackform(['check'], { cwd: dir });
    expect(code).toBe(1);
    expect(out).toMatch(/clusters\/train-a\.yaml:\d+:\d+ {2}error/);
    expect(out).toContain(path);
    expect(out).toContain(message);
  });

  test('a mirror with a password in its address is a secret', async () => {
    const dir = example();
    const file = join(dir, 'sites/dc1/site.yaml');
    const url = 'https://user:hunter2-canary@mirror.example.net/rocm';
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}software: { repositories: { rocm: { url: "${url}" } } }\n`,
    );
    const { code, out, err } = await rackform(['check'], { cwd: dir });
    expect(code).toBe(1);
    expect(`${out}${err}`).not.toContain('hunter2');
  });
});

describe('software diff', { timeout: 60_000 }, () => {
  test('says which machines need what, and asks for a base', async () => {
    const dir = example();
    const { PATH = '' } = process.env;
    expect((await rackform(['software', 'diff'], { cwd: dir })).err).toContain(
      'software diff needs --base REF',
    );
    await rackform(['lock'], { cwd: dir });
    git(dir, 'init', '--quiet', '--initial-branch', 'main');
    git(dir, 'add', '.');
    git(dir, 'commit', '--quiet', '-m', 'base');
    const around = { cwd: dir, env: { PATH } };
    expect((await rackform(['software', 'diff', '--base', 'main'], around)).out).toBe(
      'site dc1  nothing to push\n',
    );
    const file = join(dir, 'clusters/train-a.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}software: { amd: { rocm: 6.4.1 } }\n`);
    const { code, out } = await rackform(['software', 'diff', '--base', 'main'], around);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^site dc1 {2}6 machines to push to\n {2}train-a-gpu-001 {2}site\.yaml, then drivers\.yaml/,
    );
    const { err } = await rackform(['software', 'diff', '--base', 'mian'], around);
    expect(err).toContain('--base mian: there is no such branch or commit here');
  });
});

describe('verify', () => {
  const found = (slot: string) => {
    const node = software.get(slot);
    const text =
      node?.software.files.find(({ path }) => path === '/etc/rackform/expected.json')?.content ?? '';
    const { memoryMiB, gpus, nics, disks, mounts } = JSON.parse(text);
    return {
      formatVersion: 1,
      slot,
      memoryMiB,
      gpus: { counts: gpus === null ? {} : { [gpus.vendor]: gpus.count }, names: [] },
      nics: nics.map((nic: object) => ({ ...nic, isUp: true })),
      disks,
      mounts,
    };
  };

  function collected(
    dir: string,
    change: (slot: string, facts: ReturnType<typeof found>) => unknown = (_, facts) => facts,
  ) {
    mkdirSync(join(dir, 'collected'));
    for (const slot of software.keys()) {
      const facts = change(slot, found(slot));
      if (facts !== null) writeFileSync(join(dir, 'collected', `${slot}.json`), JSON.stringify(facts));
    }
  }

  test('passes machines that are as defined', async () => {
    const dir = example();
    collected(dir);
    expect(await rackform(['verify', '--collect', 'collected'], { cwd: dir })).toEqual({
      code: 0,
      out: '10 machines of 10 as defined\n',
      err: '',
    });
  });

  test('names what differs, what was not collected, and what nobody knows', async () => {
    const dir = example();
    collected(dir, (slot, facts) => {
      if (slot === 'train-a-login-001') return null;
      return slot === 'train-a-gpu-003' ? { ...facts, gpus: { counts: { amd: 3 }, names: [] } } : facts;
    });
    writeFileSync(
      join(dir, 'collected/other.json'),
      JSON.stringify({ ...found('train-a-gpu-001'), slot: 'other' }),
    );
    const { code, out } = await rackform(['verify', '--collect', 'collected'], { cwd: dir });
    expect(code).toBe(3);
    expect(out).toBe(
      'train-a-gpu-003  gpu-r01-n04\n  GPUs: 3 of amd, 4 are expected\n' +
        'nothing collected of train-a-login-001\ncollected, and no slot in use: other\n8 machines of 10 as defined\n',
    );
    const { nodes, unknown } = JSON.parse(
      (await rackform(['verify', '--collect', 'collected', '--json'], { cwd: dir })).out,
    );
    expect(unknown).toEqual(['other']);
    expect(nodes.filter((one: { verdict: string }) => one.verdict !== 'as-defined')).toEqual([
      {
        slot: 'train-a-gpu-003',
        site: 'dc1',
        machine: 'gpu-r01-n04',
        verdict: 'differs',
        problems: ['GPUs: 3 of amd, 4 are expected'],
      },
      {
        slot: 'train-a-login-001',
        site: 'dc1',
        machine: 'cpu-r01-n02',
        verdict: 'not-collected',
        problems: [],
      },
    ]);
  });

  test.each([
    ['no JSON', '{', 'is no JSON'],
    ['another file', '{"formatVersion":2}', 'is not what a machine finds of itself: formatVersion'],
  ])('refuses %s, by name', async (_what, text, message) => {
    const dir = example();
    mkdirSync(join(dir, 'collected'));
    writeFileSync(join(dir, 'collected/odd.json'), text);
    const { code, out, err } = await rackform(['verify', '--collect', 'collected'], { cwd: dir });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`collected/odd.json:1:1  error  ${message}`);
  });

  test('of a folder that is not there says so', async () => {
    const { code, err } = await rackform(['verify', '--collect', 'nowhere'], { cwd: example() });
    expect(code).toBe(1);
    expect(err).toContain('nowhere: no such file or folder');
  });
});

describe('export', () => {
  test.each(['hosts', 'slurm-topology', 'switch-ports', 'pkeys'])(
    '%s prints text, and JSON of the same',
    async (what) => {
      const dir = example();
      const { code, out } = await rackform(['export', what], { cwd: dir });
      expect(code).toBe(0);
      expect(out.length).toBeGreaterThan(50);
      const { sites } = JSON.parse((await rackform(['export', what, '--json'], { cwd: dir })).out);
      expect(sites).toMatchObject([{ name: 'dc1', [what]: expect.any(Array) }]);
    },
  );

  test('of something else names what there is', async () => {
    const { code, err } = await rackform(['export', 'host'], { cwd: example() });
    expect(code).toBe(1);
    expect(err).toBe(
      'rackform: "host" cannot be exported; there are hosts, slurm-topology, switch-ports, maas-tests, ironic-burnin, mig-parted, pkeys\n  hint: did you mean "hosts"?\n',
    );
  });
});
