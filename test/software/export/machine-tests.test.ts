import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadProject } from '../../../src/inventory/load.js';
import { resolve } from '../../../src/model/resolve.js';
import type { SiteModel } from '../../../src/model/types.js';
import { exports } from '../../../src/software/export/export.js';
import { ironicBurnin } from '../../../src/software/export/ironic-burnin.js';
import { maasExpectations, maasTestScript } from '../../../src/software/export/maas-tests.js';
import { fromRoot } from '../../support/project-root.js';
import { trainingModel } from '../day2/training.js';

const hasPython = spawnSync('python3', ['--version']).error === undefined;

describe('maas-tests', () => {
  const model = trainingModel();
  const script = maasTestScript(model);
  const wanted = maasExpectations(model)['gpu-r01-n03'];
  if (wanted === undefined) throw new Error('the machine is not tested');

  test('says to MAAS what it is: a test that runs at commissioning', () => {
    const [, metadata = ''] =
      /^# --- Start MAAS 1.0 script metadata ---\n([\s\S]*?)^# --- End/m.exec(script) ?? [];
    expect(metadata).toContain('# name: rackform-dc1\n');
    expect(metadata).toContain('# script_type: test\n');
    expect(metadata).toContain('# tags: commissioning\n');
  });

  test('names the tests of MAAS’s own that belong to it', () => {
    expect(script).toContain('testing_scripts=rackform-dc1,memtester,stress-ng-cpu-long,smartctl-validate\n');
  });

  test('asks for no MTU, link or mount, which are not there yet, and knows machines in no slot too', () => {
    expect(wanted.mounts).toEqual([]);
    expect(wanted.nics.map(({ mtu }) => mtu)).toEqual(wanted.nics.map(() => null));
    expect(Object.keys(maasExpectations(model))).toHaveLength(model.site.machines.length);
  });

  describe.skipIf(!hasPython)('on a machine', { timeout: 60_000 }, () => {
    let root = '';
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'rackform-maas-test-'));
    });
    afterEach(() => {
      rmSync(root, { recursive: true, force: true });
    });

    function put(path: string, content: string): void {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }

    function run(gpus: number, nics = wanted?.nics ?? []) {
      put('/proc/meminfo', `MemTotal: ${(wanted?.memoryMiB ?? 0) * 1024} kB\n`);
      put('/proc/mounts', '');
      for (let index = 0; index < gpus; index += 1) {
        put(`/sys/bus/pci/devices/0000:${index}1:00.0/vendor`, '0x1002\n');
        put(`/sys/bus/pci/devices/0000:${index}1:00.0/class`, '0x038000\n');
      }
      for (const { name, mac } of nics) {
        put(`/sys/class/net/${name}/device/vendor`, '');
        put(`/sys/class/net/${name}/address`, `${mac}\n`);
        put(`/sys/class/net/${name}/operstate`, 'down\n');
      }
      wanted?.disks.forEach(({ bytes }, index) => {
        put(`/sys/block/nvme${index}n1/size`, `${bytes / 512}\n`);
        put(`/sys/block/nvme${index}n1/queue/rotational`, '0\n');
        put(`/sys/block/nvme${index}n1/device/model`, 'Example\n');
      });
      put('/test', script);
      const env = { ...process.env, RACKFORM_ROOT: root };
      const { status, stdout, stderr } = spawnSync('python3', [join(root, 'test')], {
        encoding: 'utf8',
        env,
      });
      return { status, stdout, stderr };
    }

    test('passes the one that is as defined, with links that are down', () => {
      expect(run(4)).toEqual({ status: 0, stdout: 'rackform: gpu-r01-n03 is as defined\n', stderr: '' });
    });

    test('fails where a GPU is missing', () => {
      expect(run(3)).toEqual({
        status: 1,
        stdout: 'rackform: gpu-r01-n03 is not as defined\n',
        stderr: 'GPUs: 3 of amd, 4 are expected\n',
      });
    });

    test('fails on one that nobody defined', () => {
      expect(run(4, [])).toMatchObject({ status: 1, stdout: '' });
    });
  });
});

describe('ironic-burnin', () => {
  const { definition } = loadProject(fromRoot('examples/inference'));
  const { model } = resolve(definition, { site: 'dc3', lock: null });
  if (model === null) throw new Error('the example does not resolve');
  const free = new Set(['c-gpu-002']);
  /** The same site with a machine that nobody has. */
  const withFree: SiteModel = {
    ...model,
    clusters: model.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.filter(({ asset }) => !free.has(asset)),
    })),
  };

  test('is for machines in no slot alone: it writes over their disks', () => {
    const used = new Set(model.clusters.flatMap(({ slots }) => slots.map(({ asset }) => asset)));
    expect(ironicBurnin(model).filter(({ node }) => used.has(node))).toEqual([]);
    expect(ironicBurnin(withFree).map(({ node }) => node)).toContain('c-gpu-002');
  });

  test('runs the steps of the ramdisk in their order, with the count of GPUs that must be found', () => {
    const own = ironicBurnin(withFree).find(({ node }) => node === 'c-gpu-002');
    expect(own?.cleanSteps.map(({ step }) => step)).toEqual([
      'burnin_memory',
      'burnin_cpu',
      'burnin_disk',
      'burnin_gpu',
    ]);
    expect(own?.driverInfo).toEqual({
      agent_burnin_gpu_count: 4,
      agent_burnin_vm_timeout: 86_400,
      agent_burnin_cpu_timeout: 86_400,
      agent_burnin_gpu_timeout: 86_400,
    });
  });

  test('is printed as commands that a shell takes apart as they are meant', () => {
    const text = exports['ironic-burnin'].text(withFree);
    const shell = spawnSync('sh', ['-c', `baremetal() { for word; do echo "$word"; done; }\n${text}`], {
      encoding: 'utf8',
    });
    expect(shell.stderr).toBe('');
    const words = shell.stdout.trim().split('\n');
    expect(words.slice(0, 3)).toEqual(['node', 'set', ironicBurnin(withFree)[0]?.node]);
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(ironicBurnin(withFree).at(-1)?.cleanSteps);
  });

  test('of a site with MAAS is none', () => {
    expect(exports['ironic-burnin'].text(trainingModel())).toBe(
      '# No machine of dc1 is a node of Ironic in no slot.\n',
    );
  });
});
