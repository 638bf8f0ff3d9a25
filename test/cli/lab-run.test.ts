import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles } from './project-files.js';
import { start } from './spawned.js';
import { folderWith, rackform } from './support.js';

const lab = (cwd: string, ...command: readonly string[]) =>
  start(cwd, ['lab', 'run', '--', ...command]).ended;

/** Waits until a file is there. */
const appears = (path: string) => expect.poll(() => existsSync(path), { timeout: 15_000 }).toBe(true);

const fabric = `terraform {
  required_providers {
    maas = {
      source = "canonical/maas"
    }
  }
}
resource "maas_fabric" "main" {
  name = "main"
}
`;

describe('lab run', () => {
  test('runs terraform without a project, a network, an account or a plan file that outlives it', async () => {
    const cwd = folderWith({ 'main.tf': fabric });
    const first = await lab(
      cwd,
      'sh',
      '-c',
      'terraform init -no-color >/dev/null && terraform apply -auto-approve -no-color',
    );
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('1 added, 0 changed, 0 destroyed');
    const again = await lab(cwd, 'terraform', 'plan', '-detailed-exitcode', '-no-color');
    expect(again.code).toBe(0);
    const other = await start(cwd, [
      'lab',
      'run',
      '--state',
      'other',
      '--',
      'terraform',
      'plan',
      '-detailed-exitcode',
    ]).ended;
    expect(other.code).toBe(2);
  });

  test('ends as its command does: by its code, by the signal that ended it, or as a shell where there is none', async () => {
    const cwd = folderWith({ 'not-a-program': '' });
    const codes = await Promise.all(
      [['sh', '-c', 'exit 7'], ['sh', '-c', 'kill -TERM $$'], ['no-such-program'], ['./not-a-program']].map(
        (command, index) => start(cwd, ['lab', 'run', '--state', `s${index}`, '--', ...command]).ended,
      ),
    );
    expect(codes.map(({ code }) => code)).toEqual([7, 143, 127, 126]);
    expect(codes[2]?.err).toBe('rackform: cannot run no-such-program: no such command\n');
    expect(codes[3]?.err).toBe('rackform: cannot run ./not-a-program: permission denied\n');
  }, 30_000);

  test('passes a signal on, and waits for what the command makes of it', async () => {
    const cwd = folderWith({});
    const script = 'trap "echo asked; exit 5" TERM; touch ready; while :; do sleep 0.1; done';
    const { child, ended } = start(cwd, ['lab', 'run', '--', 'sh', '-c', script]);
    await appears(join(cwd, 'ready'));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 5, out: 'asked\n' });
  });

  test('stays for what the command left in the background, and says so', async () => {
    const cwd = folderWith({ 'main.tf': fabric });
    const script =
      '(sleep 2; terraform init >log 2>&1; terraform apply -auto-approve >>log 2>&1; echo $? >done) & exit 3';
    const { code, err } = await lab(cwd, 'sh', '-c', script);
    expect(code).toBe(3);
    expect(err).toMatch(/^rackform: the lab stays for what still uses it: .*\(\d+\).*; Ctrl-C stops it\n$/);
    expect(readFileSync(join(cwd, 'done'), 'utf8')).toBe('0\n');
  });

  test('refuses a second lab on one state by name, and takes over the state of one that was killed', async () => {
    const cwd = folderWith({});
    const first = start(cwd, [
      'lab',
      'run',
      '--',
      'sh',
      '-c',
      'touch ready; while [ -e ready ]; do sleep 0.1; done',
    ]);
    await appears(join(cwd, 'ready'));
    const second = await lab(cwd, 'true');
    expect(second.code).toBe(1);
    expect(second.err).toContain(
      `another lab works on ${join(cwd, '.rackform', 'lab')}: process ${first.child.pid}`,
    );
    expect((await rackform(['lab', 'reset'], { cwd })).err).toContain('another lab works on');
    expect(await rackform(['lab', 'show'], { cwd })).toMatchObject({ code: 0 });
    first.child.kill('SIGKILL');
    rmSync(join(cwd, 'ready'));
    await first.ended;
    expect(await lab(cwd, 'true')).toMatchObject({ code: 0, err: '' });
  }, 30_000);

  test('does not start with a project that has errors, and prints them as check does', async () => {
    const cwd = folderWith(projectFiles({ machines: { 'gpu-r1-n2': { unit: 1 } } }));
    const { code, out, err } = await lab(cwd, 'sh', '-c', 'echo started');
    const checked = await rackform(['check'], { cwd });
    expect({ code, out }).toEqual({ code: checked.code, out: '' });
    expect(err).toMatch(/unit/);
    expect(existsSync(join(cwd, '.rackform', 'lab'))).toBe(false);
  });

  test('gives Terraform made-up credentials of every machine, and the caller’s own where there are any', async () => {
    const cwd = folderWith(projectFiles());
    const script = 'printf %s "$TF_VAR_bmc_credentials"';
    const { out } = await lab(cwd, 'sh', '-c', script);
    const made = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(made).length).toBeGreaterThan(3);
    expect(new Set(Object.values(made).map((one) => JSON.stringify(one)))).toEqual(
      new Set(['{"user":"lab","password":"lab"}']),
    );
    const own = start(cwd, ['lab', 'run', '--', 'sh', '-c', script], { TF_VAR_bmc_credentials: '{}' });
    expect((await own.ended).out).toBe('{}');
  });

  test('keeps its files and sockets to the user, and leaves no socket behind', async () => {
    const cwd = folderWith({});
    const script =
      'printf %s "$TF_REATTACH_PROVIDERS"; for s in $(printf %s "$TF_REATTACH_PROVIDERS" | grep -o "/[^\\"]*/s"); do stat -c %a "$s" >>modes; done';
    const { out } = await lab(cwd, 'sh', '-c', script);
    const sockets = Object.values(JSON.parse(out) as Record<string, { Addr: { String: string } }>).map(
      ({ Addr }) => Addr.String,
    );
    expect(new Set(readFileSync(join(cwd, 'modes'), 'utf8').trim().split('\n'))).toEqual(new Set(['600']));
    for (const socket of sockets) expect(existsSync(socket)).toBe(false);
    const state = join(cwd, '.rackform', 'lab');
    const modes = readdirSync(state, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(state, name)).mode & 0o77,
    );
    expect(new Set([...modes, statSync(state).mode & 0o77])).toEqual(new Set([0]));
  });

  test('leaves a folder alone that is no lab’s', async () => {
    const cwd = folderWith({ 'mine/notes.txt': 'mine' });
    const { code, err } = await start(cwd, ['lab', 'run', '--state', 'mine', '--', 'true']).ended;
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds other things than a lab'),
    });
    expect((await rackform(['lab', 'reset', '--state', 'mine'], { cwd })).code).toBe(1);
    expect(readdirSync(join(cwd, 'mine'))).toEqual(['notes.txt']);
  });

  test('joins providers that the caller serves already', async () => {
    const script = 'printf %s "$TF_REATTACH_PROVIDERS"';
    const cwd = folderWith({});
    const given = start(cwd, ['lab', 'run', '--', 'sh', '-c', script], {
      TF_REATTACH_PROVIDERS: '{"example/toy":{}}',
    });
    expect(Object.keys(JSON.parse((await given.ended).out) as object)).toEqual(
      expect.arrayContaining([
        'example/toy',
        'registry.terraform.io/canonical/maas',
        'registry.opentofu.org/hashicorp/null',
      ]),
    );
    const bad = await start(cwd, ['lab', 'run', '--', 'true'], { TF_REATTACH_PROVIDERS: 'x' }).ended;
    expect(bad).toMatchObject({
      code: 1,
      err: expect.stringContaining('TF_REATTACH_PROVIDERS of the environment is not JSON'),
    });
  });
});
