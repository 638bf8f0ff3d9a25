import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cluster } from '../lab/scenario/cluster.js';
import { header } from '../lab/support/workspace.js';
import { start } from './spawned.js';
import { folderWith, rackform } from './support.js';

const run = (cwd: string, ...args: readonly string[]) => start(cwd, ['lab', 'run', ...args]).ended;
const applied = [
  'sh',
  '-c',
  'terraform init -no-color >/dev/null && terraform apply -auto-approve -no-color',
];

test('all that is wrong with a scenario file is printed with its place, and nothing is started', async () => {
  const cwd = folderWith({
    'faults.yaml': 'sed: 1\nfaults:\n  - kind: deploy-fail\n    machine: n1\n  - kind: disk-missing\n',
    'broken.yaml': 'faults: [\n',
  });
  const { code, err } = await run(cwd, '--scenario', 'faults.yaml', '--', 'touch', 'started');
  expect(code).toBe(1);
  expect(err).toContain('faults.yaml:1:6  error  sed: unknown key "sed"  [SHAPE_UNKNOWN_KEY]');
  expect(err).toContain('did you mean "seed"?');
  expect(err).toMatch(
    /faults\.yaml:3:11 {2}error {2}faults\[0\]\.kind: must be bmc-unreachable, .*\[SHAPE_INVALID_UNION\]/,
  );
  expect(err).toContain('did you mean "deploy-fails"?');
  expect(err).toContain('faults.yaml:5:5  error  faults[1].disk: is missing  [SHAPE_MISSING]');
  expect(err).toContain('3 errors');
  expect((await run(cwd, '--scenario', 'broken.yaml', '--', 'touch', 'started')).err).toMatch(
    /^broken\.yaml:\d+:\d+ {2}error .*\[YAML_/,
  );
  expect((await run(cwd, '--scenario', 'none.yaml', '--', 'touch', 'started')).err).toContain(
    'none.yaml:1:1  error  cannot be read: it does not exist  [FILE_UNREADABLE]',
  );
  expect(existsSync(join(cwd, 'started'))).toBe(false);
}, 30_000);

/** Every file below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

test('a fault comes about in a real apply, once, is in the log and the report, and no secret is in the lab’s files', async () => {
  const cwd = folderWith({
    'main.tf': header + cluster(),
    'faults.yaml': 'faults:\n  - kind: deploy-fails\n    machine: n1\n',
  });
  const first = await run(cwd, '--scenario', 'faults.yaml', '--', ...applied);
  expect(first.code).toBe(1);
  expect(first.out + first.err).toContain("unexpected state 'Failed deployment', wanted target 'Deployed'");
  const second = await run(cwd, '--scenario', 'faults.yaml', '--', ...applied);
  expect(second).toMatchObject({ code: 0 });
  const log = await rackform(['lab', 'log'], { cwd });
  expect(log.out).toMatch(/ {2}n1 {2}fault deploy-fails at machine\.deploy\n/);
  expect(log.out).toMatch(/ {2}n1 {2}is Deploying until \d\d:\d\d:\d\d\n/);
  const report = await rackform(['lab', 'report'], { cwd });
  expect(report.out).toMatch(/^run 1 at 00:00:00: \d+ m \d\d s \(/);
  expect(report.out).toMatch(/maas_instance\.create failed at .*: unexpected state 'Failed deployment'/);
  expect(report.out).toMatch(/\nrun 2 at .*\n/);
  expect(report.out).toMatch(/\nall on the metal: .* \(.* to .*\)\n$/);
  const data = JSON.parse((await rackform(['lab', 'report', '--json'], { cwd })).out) as {
    readonly formatVersion: number;
    readonly runs: readonly unknown[];
  };
  expect(data.formatVersion).toBe(1);
  expect(data.runs).toHaveLength(2);
  const files = filesIn(join(cwd, '.rackform', 'lab'));
  expect(files.length).toBeGreaterThan(2);
  for (const path of files) expect(readFileSync(path, 'utf8')).not.toContain('canary-1');
}, 60_000);
