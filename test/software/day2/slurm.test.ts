import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findDebianTool, slurmPlugins, type Tool } from '../../../scripts/day2-tools/find.js';
import type { SlurmModel, TopologySwitch } from '../../../src/model/software-types.js';
import { gresConf, slurmConf } from '../../../src/software/day2/slurm/config.js';
import { runTool, tellMissing } from '../../support/tools.js';
import { fileOn, softwareOn, trainingModel } from './training.js';

const model = trainingModel({
  software: { mounts: { '/data': { from: 'nfs-1.example.net:/data' } }, scheduler: 'slurm' },
});
const [cluster] = model.clusters;
const slurm = cluster?.software.slurm;
if (cluster === undefined || slurm == null) throw new Error('the example has no Slurm');

const controller = 'train-a-control-001';
const conf = (file: string) => fileOn(model, controller, `/etc/slurm/${file}`);

describe('what Slurm is told', () => {
  test('is the same on controllers, machines that run jobs and machines to log in on', () => {
    for (const file of ['slurm.conf', 'gres.conf', 'topology.conf', 'cgroup.conf']) {
      for (const slot of ['train-a-control-002', 'train-a-gpu-006', 'train-a-login-001']) {
        expect(fileOn(model, slot, `/etc/slurm/${file}`)).toBe(conf(file));
      }
    }
  });

  test('each machine runs what it is for', () => {
    const units = (slot: string) => softwareOn(model, slot).units.filter((unit) => unit.startsWith('slurm'));
    expect(units(controller)).toEqual(['slurmctld.service']);
    expect(units('train-a-gpu-001')).toEqual(['slurmd.service']);
    expect(units('train-a-login-001')).toEqual([]);
    // Its state is on the first one's disk.
    expect(units('train-a-control-002')).toEqual([]);
  });

  test('with state on a mount every control machine is a controller, in their order', () => {
    const shared = trainingModel({
      software: {
        scheduler: 'slurm',
        mounts: { '/data': { from: 'nfs-1.example.net:/data' } },
        slurm: { stateDir: '/data/slurm' },
      },
    });
    const hosts = fileOn(shared, controller, '/etc/slurm/slurm.conf').match(/^SlurmctldHost=\S+?(?=\()/gm);
    expect(hosts).toEqual(['001', '002', '003'].map((number) => `SlurmctldHost=train-a-control-${number}`));
    expect(softwareOn(shared, 'train-a-control-002').units).toContain('slurmctld.service');
    expect(
      fileOn(shared, 'train-a-control-003', '/etc/systemd/system/slurmctld.service.d/rackform.conf'),
    ).toContain('RequiresMountsFor=/data/slurm\n');
  });

  test('a machine that only stores has no key to send jobs with', () => {
    const storing = {
      ...model,
      clusters: model.clusters.map((one) => ({
        ...one,
        slots: one.slots.map((slot) =>
          slot.name === 'train-a-control-003' ? { ...slot, role: 'storage' as const } : slot,
        ),
      })),
    };
    const { secrets, packages, groups } = softwareOn(storing, 'train-a-control-003');
    expect({ secrets, groups }).toEqual({ secrets: [], groups: [] });
    expect(packages).not.toContain('munge');
  });

  test('a machine on its way out gets no new jobs', () => {
    const leaving: SlurmModel = {
      ...slurm,
      nodes: slurm.nodes.map((node) => ({ ...node, isLeaving: true })),
    };
    expect(slurmConf(cluster, leaving)).toMatch(
      /^NodeName=train-a-gpu-001 .*State=DRAIN Reason="given back"$/m,
    );
  });

  test('memory in huge pages is for no job', () => {
    const pages = trainingModel({ options: { hugePages1GiB: 64 } });
    expect(fileOn(pages, controller, '/etc/slurm/slurm.conf')).toMatch(
      /^NodeName=train-a-gpu-001 .*MemSpecLimit=65536 /m,
    );
  });

  test('GPUs are named by their devices, in one line for machines that are alike', () => {
    expect(gresConf(slurm)).toContain(
      'NodeName=train-a-gpu-[001-006] Name=gpu Type=mi210 File=/dev/dri/renderD[128-131]\n',
    );
  });

  test('jobs to try it with ask for all machines and GPUs of their partition', () => {
    const job = fileOn(model, 'train-a-login-001', '/usr/local/share/rackform/jobs/gpu-all-reduce.sbatch');
    expect(job).toContain(
      '#SBATCH --partition=gpu\n#SBATCH --nodes=6\n#SBATCH --ntasks-per-node=4\n#SBATCH --gpus-per-node=4\n',
    );
  });
});

const tools = {
  munged: findDebianTool('munged'),
  slurmctld: findDebianTool('slurmctld'),
  scontrol: findDebianTool('scontrol'),
  sinfo: findDebianTool('sinfo'),
};
const isMissing = tellMissing('slurmctld, scontrol, sinfo and munged', ...Object.values(tools));

describe.skipIf(isMissing)('the real slurmctld', { timeout: 60_000 }, () => {
  let folder = '';
  const running: ChildProcess[] = [];
  const log = () => readFileSync(join(folder, 'slurmctld.log'), 'utf8');
  const ask = (tool: Tool | null, ...args: string[]) =>
    runTool(tool, args, { env: { SLURM_CONF: join(folder, 'slurm.conf') } });

  function start(tool: Tool | null, args: readonly string[]): ChildProcess {
    if (tool === null) throw new Error('the tool is not here');
    const child = spawn(tool.path, args, { env: { ...process.env, ...tool.env }, stdio: 'ignore' });
    running.push(child);
    return child;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rackform-slurm-'));
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'munge.key'), randomBytes(64), { mode: 0o400 });
    for (const file of ['gres.conf', 'topology.conf', 'cgroup.conf'])
      writeFileSync(join(folder, file), conf(file));
    writeFileSync(join(folder, 'slurm.conf'), await hereConf(conf('slurm.conf'), folder));
    const at = (name: string) => join(folder, name);
    start(tools.munged, [
      '--foreground',
      '--force',
      `--key-file=${at('munge.key')}`,
      `--socket=${at('munge.socket')}`,
      `--pid-file=${at('munged.pid')}`,
      `--seed-file=${at('munge.seed')}`,
      `--log-file=${at('munged.log')}`,
    ]);
    start(tools.slurmctld, ['-D', '-c', '-f', at('slurm.conf'), '-L', at('slurmctld.log')]);
    for (let tries = 0; tries < 60; tries += 1) {
      await sleep(250);
      if (ask(tools.scontrol, 'ping').out.includes('is UP')) return;
    }
    throw new Error(`slurmctld does not answer: ${log()}`);
  });

  afterAll(async () => {
    for (const child of running.reverse()) {
      if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('takes every line', () => {
    const complaints = log()
      .split('\n')
      .filter((line) => /error|warning|fatal/i.test(line))
      // A first start has no state to read, this machine no mail and no PMIx.
      .filter((line) => !/state|MailProg|pmix|MPI/i.test(line));
    expect(complaints).toEqual([]);
  });

  test('has the machines of the model, with their cores, memory, GPUs and addresses', () => {
    const shown = ask(tools.scontrol, '--oneliner', 'show', 'nodes').out.trim().split('\n');
    const nodes = shown.map((line) =>
      Object.fromEntries([...line.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key, value])),
    );
    expect(
      nodes.map(({ NodeName, NodeAddr, Sockets, CoresPerSocket, ThreadsPerCore, RealMemory, Gres }) => ({
        slot: NodeName,
        address: NodeAddr,
        sockets: Number(Sockets),
        coresPerSocket: Number(CoresPerSocket),
        threadsPerCore: Number(ThreadsPerCore),
        memoryMiB: Number(RealMemory),
        gpus: Number(/gpu:mi210:(\d+)/.exec(Gres ?? '')?.[1]),
      })),
    ).toEqual(
      slurm.nodes.map(({ slot, address, sockets, coresPerSocket, threadsPerCore, memoryMiB, gpus }) => ({
        slot,
        address,
        sockets,
        coresPerSocket,
        threadsPerCore,
        memoryMiB,
        gpus: gpus?.count,
      })),
    );
  });

  test('has the partitions of the model', () => {
    const { out } = ask(tools.sinfo, '--noheader', '--format=%P %D');
    expect(out.trim().split('\n')).toEqual(['gpu* 6']);
  });

  test('has the tree of racks and rail units', () => {
    const { out } = ask(tools.scontrol, '--oneliner', 'show', 'topology');
    const shown = out
      .trim()
      .split('\n')
      .map((line) => /SwitchName=(\S+) Level=(\d)/.exec(line)?.slice(1).join(' '));
    const level = (one: TopologySwitch): number =>
      one.slots.length > 0
        ? 0
        : 1 +
          Math.max(...cluster.software.topology.filter(({ name }) => one.switches.includes(name)).map(level));
    expect(shown).toEqual(cluster.software.topology.map((one) => `${one.name} ${level(one)}`));
  });

  test('reads names as they are written', () => {
    const names = slurm.nodes.map(({ slot }) => slot);
    expect(ask(tools.scontrol, 'show', 'hostnames', 'train-a-gpu-[001-006]').out.trim().split('\n')).toEqual(
      names,
    );
  });

  test('stops when it is told to', async () => {
    const [, daemon] = running;
    const ended = once(daemon as ChildProcess, 'exit');
    expect(ask(tools.scontrol, 'shutdown').code).toBe(0);
    expect(await ended).toEqual([0, null]);
  });
});

/** The same file with folders, user, host and port of a test in place of a server's. */
async function hereConf(text: string, folder: string): Promise<string> {
  const here: Readonly<Record<string, string>> = {
    SlurmctldHost: `${hostname().split('.')[0]}(127.0.0.1)`,
    SlurmUser: userInfo().username,
    StateSaveLocation: join(folder, 'state'),
    SlurmctldPidFile: join(folder, 'slurmctld.pid'),
    SlurmdPidFile: join(folder, 'slurmd.pid'),
  };
  const lines = Object.entries(here).reduce(
    (all, [key, value]) => all.replace(new RegExp(`^${key}=.*$`, 'm'), `${key}=${value}`),
    text,
  );
  const plugins = slurmPlugins();
  return [
    lines,
    `AuthInfo=socket=${join(folder, 'munge.socket')}`,
    `SlurmctldPort=${await freePort()}`,
    ...(plugins === null ? [] : [`PluginDir=${plugins}`]),
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
