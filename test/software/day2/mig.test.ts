import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migPaths, planText } from '../../../src/software/day2/gpu/mig.js';
import { inferenceModel } from '../inference.js';
import { fileOn, softwareOn } from './training.js';

const withoutOperator = { kubernetes: { gpuOperator: 'none' } } as const;
const slot = 'serve-mig-001';

describe('a machine with slices', () => {
  test('cuts them itself at boot where no GPU operator does', () => {
    for (const model of [
      inferenceModel({ software: withoutOperator }),
      inferenceModel({ software: { scheduler: 'slurm' } }),
    ]) {
      expect(softwareOn(model, slot).bootUnits).toContain(migPaths.unit);
      expect(fileOn(model, slot, migPaths.plan)).toContain('\n0 3g.40gb,2g.20gb,1g.10gb,1g.10gb\n');
    }
  });

  test('leaves that to the GPU operator, and can still be made whole', () => {
    const { files, bootUnits } = softwareOn(inferenceModel(), slot);
    expect(bootUnits).not.toContain(migPaths.unit);
    expect(files.map(({ path }) => path)).toContain(migPaths.script);
    expect(files.map(({ path }) => path)).not.toContain(migPaths.plan);
  });

  test('whose GPUs cannot be cut has nothing of it', () => {
    const paths = softwareOn(inferenceModel(), 'serve-control-001').files.map(({ path }) => path);
    expect(paths).not.toContain(migPaths.script);
  });
});

test('a plan names every GPU, large instances first', () => {
  const layout = [
    {
      devices: [1, 3],
      instances: [
        { profile: '1g.10gb+me', count: 1 },
        { profile: '1g.10gb', count: 2 },
        { profile: '4g.40gb', count: 1 },
      ],
    },
  ];
  expect(planText(layout, 4).split('\n').slice(1, 5)).toEqual([
    '0 -',
    '1 4g.40gb,1g.10gb+me,1g.10gb,1g.10gb',
    '2 -',
    '3 4g.40gb,1g.10gb+me,1g.10gb,1g.10gb',
  ]);
});

/** Keeps the state of GPUs in files, in the words of nvidia-smi; a mode is pending until a reset, as on an A100. */
const nvidiaSmi = `#!/bin/bash
set -euo pipefail
echo "$*" >>"$STATE/calls"
id=
for at in "$@"; do [[ $at == --id=* ]] && id=\${at#--id=}; done
case "$*" in
  *--query-gpu=index*) cat "$STATE/gpus" ;;
  *--query-gpu=mig.mode.current*) cat "$STATE/$id.mode" ;;
  *--query-compute-apps*) cat "$STATE/$id.apps" ;;
  *--multi-instance-gpu=1*) echo Enabled >"$STATE/$id.pending" ;;
  *--multi-instance-gpu=0*) echo Disabled >"$STATE/$id.pending" ;;
  *--gpu-reset*)
    if [[ -e $STATE/runs.nvidia-dcgm.service || -e $STATE/runs.nvidia-persistenced.service ]]; then
      echo "In use by another client" >&2; exit 1
    fi
    mv "$STATE/$id.pending" "$STATE/$id.mode" ;;
  "mig --id "*--destroy-compute-instance) [[ -s $STATE/$3.cut ]] ;;
  "mig --id "*--destroy-gpu-instance) [[ -s $STATE/$3.cut ]] && : >"$STATE/$3.cut" ;;
  "mig --id "*--create-gpu-instance*) tr ',' '\\n' <<<"$5" >>"$STATE/$3.cut" ;;
  *-L)
    echo "GPU $id: NVIDIA A100 (UUID: GPU-$id)"
    n=0
    while read -r profile; do
      echo "  MIG $profile     Device  $n: (UUID: MIG-$id-$n)"
      n=$((n + 1))
    done <"$STATE/$id.cut" ;;
  *) echo "no such call: $*" >&2; exit 9 ;;
esac
`;

/** Units that run are files of its state. */
const systemctl = `#!/bin/bash
set -euo pipefail
unit=\${@: -1}
case "$1" in
  is-active) [[ -e $STATE/runs.$unit ]] ;;
  stop) rm "$STATE/runs.$unit" ;;
  start) for unit in "\${@:2}"; do : >"$STATE/runs.$unit"; done ;;
esac
echo "systemctl $*" | sed "s/ --quiet//" >>"$STATE/units"
`;

describe('the script', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rackform-mig-'));
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'bin/nvidia-smi'), nvidiaSmi);
    writeFileSync(join(root, 'bin/systemctl'), systemctl);
    for (const tool of ['nvidia-smi', 'systemctl']) chmodSync(join(root, 'bin', tool), 0o755);
    for (const unit of ['nvidia-dcgm', 'nvidia-persistenced'])
      writeFileSync(join(root, `runs.${unit}.service`), '');
    writeFileSync(join(root, 'mig'), fileOn(inferenceModel(), slot, migPaths.script));
    writeFileSync(join(root, 'gpus'), '0\n1\n');
    for (const gpu of ['0', '1']) {
      writeFileSync(join(root, `${gpu}.mode`), 'Disabled\n');
      for (const kind of ['cut', 'apps']) writeFileSync(join(root, `${gpu}.${kind}`), '');
    }
    plan('0 3g.40gb,2g.20gb,1g.10gb', '1 -');
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const plan = (...lines: readonly string[]) =>
    writeFileSync(join(root, 'mig.conf'), `# a comment\n${lines.join('\n')}\n`);
  const state = (file: string) => readFileSync(join(root, file), 'utf8').trim().split('\n').join(' ');
  const run = (...args: readonly string[]) => {
    rmSync(join(root, 'calls'), { force: true });
    const { status, stderr } = spawnSync('bash', [join(root, 'mig'), ...args], {
      encoding: 'utf8',
      env: {
        PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
        STATE: root,
        RACKFORM_MIG_PLAN: join(root, 'mig.conf'),
      },
    });
    return { status, stderr };
  };
  const changes = () =>
    state('calls')
      .split(/(?=--id=|mig --id)/)
      .filter((call) => /--(create|destroy|multi|gpu-reset)/.test(call)).length;

  test('cuts as planned, and a second run changes nothing', () => {
    expect(run()).toEqual({ status: 0, stderr: '' });
    expect([state('0.mode'), state('0.cut')]).toEqual(['Enabled', '3g.40gb 2g.20gb 1g.10gb']);
    expect([state('1.mode'), state('1.cut')]).toEqual(['Disabled', '']);
    expect(run()).toEqual({ status: 0, stderr: '' });
    expect(changes()).toBe(0);
  });

  test('stops what holds GPUs while it cuts them, and starts it again', () => {
    expect(run().status).toBe(0);
    expect(state('units').replace(/systemctl is-active \S+ ?/g, '')).toBe(
      [
        'stop nvidia-dcgm.service',
        'stop nvidia-persistenced.service',
        'start nvidia-persistenced.service',
        'start nvidia-dcgm.service nvidia-persistenced.service',
      ]
        .map((call) => `systemctl ${call}`)
        .join(' '),
    );
  });

  test('after a restart, which instances do not survive, makes them anew', () => {
    run();
    writeFileSync(join(root, '0.cut'), '');
    expect(run().status).toBe(0);
    expect(state('0.cut')).toBe('3g.40gb 2g.20gb 1g.10gb');
  });

  test('cuts another plan anew', () => {
    run();
    plan('0 -', '1 7g.80gb');
    expect(run().status).toBe(0);
    expect([state('0.mode'), state('0.cut'), state('1.cut')]).toEqual(['Disabled', '', '7g.80gb']);
  });

  test('leaves a GPU alone that is in use, and says by whom', () => {
    run();
    plan('0 7g.80gb', '1 -');
    writeFileSync(join(root, '0.apps'), '4711\n4712\n');
    expect(run()).toEqual({
      status: 3,
      stderr: 'GPU 0 is used by processes 4711 4712; free the machine first\n',
    });
    expect(state('0.cut')).toBe('3g.40gb 2g.20gb 1g.10gb');
  });

  test('--check tells what is not as planned, and changes nothing', () => {
    expect(run('--check')).toEqual({
      status: 1,
      stderr: 'GPU 0 is not cut into 3g.40gb,2g.20gb,1g.10gb\n',
    });
    expect(changes()).toBe(0);
    run();
    expect(run('--check')).toEqual({ status: 0, stderr: '' });
  });

  test('--off makes all whole, without a plan', () => {
    run();
    rmSync(join(root, 'mig.conf'));
    expect(run('--off')).toEqual({ status: 0, stderr: '' });
    expect([state('0.mode'), state('0.cut')]).toEqual(['Disabled', '']);
    expect(existsSync(join(root, 'mig.conf'))).toBe(false);
  });
});
