import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles } from './project-files.js';
import { start } from './spawned.js';
import { folderWith, rackform } from './support.js';

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

/** Environment of the tests themselves, whose PATH has terraform. */
function environment(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { ...(process.env as Record<string, string>), ...more };
}

/** Runs a script in a lab; what it prints goes to the file `out`, since the terminal of the tests is not its own. */
async function lab(
  cwd: string,
  script: string,
  { env = {}, options = [] }: { env?: Readonly<Record<string, string>>; options?: readonly string[] } = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const command = ['sh', '-c', `exec >out 2>&1; ${script}`];
  const { code, err } = await rackform(['lab', 'run', ...options, '--', ...command], {
    cwd,
    env: environment(env),
  });
  return { code, err, out: existsSync(join(cwd, 'out')) ? readFileSync(join(cwd, 'out'), 'utf8') : '' };
}

/** Waits until a file is there. */
const appears = (path: string) => expect.poll(() => existsSync(path), { timeout: 25_000 }).toBe(true);

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
}

describe('lab run', () => {
  test('runs terraform without a project, a network or an account, and the next run goes on', async () => {
    const cwd = folderWith({ 'main.tf': fabric });
    const first = await lab(cwd, 'terraform init -no-color && terraform apply -auto-approve -no-color');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('1 added, 0 changed, 0 destroyed');
    const plan = 'terraform plan -detailed-exitcode -no-color';
    expect(await lab(cwd, plan)).toMatchObject({ code: 0 });
    expect(await lab(cwd, plan, { options: ['--state', 'other'] })).toMatchObject({ code: 2 });
    expect((await rackform(['lab', 'log'], { cwd })).out).toContain('fabrics.create');
  });

  test('ends as its command does: by its code, by the signal that ended it, or as a shell where there is none', async () => {
    const cwd = folderWith({ 'not-a-program': '' });
    expect((await lab(cwd, 'exit 7')).code).toBe(7);
    expect((await lab(cwd, 'kill -TERM $$')).code).toBe(143);
    const run = (name: string) => rackform(['lab', 'run', '--', name], { cwd, env: environment() });
    const [missing, forbidden] = [await run('no-such-program'), await run('./not-a-program')];
    expect(missing).toEqual({
      code: 127,
      out: '',
      err: 'rackform: cannot run no-such-program: no such command\n',
    });
    expect(forbidden).toMatchObject({
      code: 126,
      err: 'rackform: cannot run ./not-a-program: permission denied\n',
    });
  });

  test('passes a signal on, and waits for what the command makes of it', { timeout: 60_000 }, async () => {
    const cwd = folderWith({});
    const script = 'trap "echo asked; exit 5" TERM; touch ready; while :; do sleep 0.1; done';
    const { child, ended } = start(cwd, ['lab', 'run', '--', 'sh', '-c', script]);
    await appears(join(cwd, 'ready'));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 5, out: 'asked\n' });
  });

  test('stays for what the command left in the background, and says so', async () => {
    const cwd = folderWith({ 'main.tf': fabric });
    const late = '(sleep 2; terraform init && terraform apply -auto-approve; echo "ended $?" >done) &';
    const { code, err } = await lab(cwd, `${late} exit 3`);
    expect(code).toBe(3);
    expect(err).toMatch(/^rackform: the lab stays for what still uses it: .*\(\d+\).*; Ctrl-C stops it\n$/);
    expect(readFileSync(join(cwd, 'done'), 'utf8')).toBe('ended 0\n');
  });

  test('refuses a second lab on one state by name, and takes over the state of one that was killed', {
    timeout: 60_000,
  }, async () => {
    const cwd = folderWith({});
    const script = 'touch ready; while [ -e ready ]; do sleep 0.1; done';
    const first = start(cwd, ['lab', 'run', '--', 'sh', '-c', script]);
    await appears(join(cwd, 'ready'));
    const second = await lab(cwd, 'true');
    const state = join(cwd, '.rackform', 'lab');
    expect(second).toMatchObject({
      code: 1,
      err: expect.stringContaining(`another lab works on ${state}: process ${first.child.pid} `),
    });
    expect((await rackform(['lab', 'reset'], { cwd })).err).toContain('another lab works on');
    expect(await rackform(['lab', 'show'], { cwd })).toMatchObject({ code: 0 });
    first.child.kill('SIGKILL');
    rmSync(join(cwd, 'ready'));
    await first.ended;
    expect(await lab(cwd, 'true')).toMatchObject({ code: 0, err: '' });
    expect(await rackform(['lab', 'reset'], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync(state)).toBe(false);
    expect(await rackform(['lab', 'show'], { cwd })).toMatchObject({
      code: 1,
      err: `rackform: there is no lab in ${state}\n  hint: rackform lab run -- COMMAND begins one\n`,
    });
  });

  test('does not start with a project or a scenario that has errors, and prints them with their places', async () => {
    const cwd = folderWith({
      ...projectFiles({ machines: { 'gpu-r1-n2': { unit: 1 } } }),
      'faults.yaml': 'seed: 1\nfaults:\n  - kind: bmc-unreachble\n',
    });
    const { code, out, err } = await lab(cwd, 'echo started');
    expect({ code, out }).toEqual({ code: (await rackform(['check'], { cwd })).code, out: '' });
    expect(err).toContain('sites/dc1/site.yaml:');
    const { err: problems } = await lab(cwd, 'echo started', { options: ['--scenario', 'faults.yaml'] });
    expect(problems).toContain('faults.yaml:3:');
    expect(existsSync(join(cwd, '.rackform', 'lab'))).toBe(false);
  });

  test('gives Terraform made-up credentials of every machine, and the caller’s own where there are any', async () => {
    const cwd = folderWith(projectFiles());
    const script = 'printf %s "$TF_VAR_bmc_credentials"';
    const made = JSON.parse((await lab(cwd, script)).out) as Record<string, unknown>;
    expect(Object.keys(made).length).toBeGreaterThan(3);
    expect(made['gpu-r1-n2']).toEqual({ user: 'lab', password: 'lab' });
    expect((await lab(cwd, script, { env: { TF_VAR_bmc_credentials: '{}' } })).out).toBe('{}');
  });

  test('writes a variable file where the environment has no room for all credentials', {
    timeout: 60_000,
  }, async () => {
    const cwd = folderWith(projectFiles({ racks: 190, gpusPerRack: 15 }));
    const { code, out, err } = await lab(cwd, 'printf %s "$TF_VAR_bmc_credentials"');
    expect({ code, size: out.length }).toEqual({ code: 0, size: 0 });
    const [, file = ''] = /give terraform -var-file=(\S+) \(cdktf: --var-file\)\n$/.exec(err) ?? [];
    const { bmc_credentials: all } = JSON.parse(readFileSync(join(cwd, file), 'utf8')) as Record<
      string,
      object
    >;
    expect(Object.keys(all ?? {}).length).toBeGreaterThan(2850);
  });

  test('keeps its files and sockets to the user, and leaves no socket behind', async () => {
    const cwd = folderWith({});
    const script = `printf %s "$TF_REATTACH_PROVIDERS" | grep -o '/[^"]*/s"' | tr -d '"' | sort -u | xargs stat -c '%a %n'`;
    const { out } = await lab(cwd, script);
    const sockets = out.trim().split('\n');
    expect(sockets.length).toBeGreaterThan(1);
    for (const line of sockets) {
      expect(line).toMatch(/^600 \//);
      expect(existsSync(line.slice(4))).toBe(false);
    }
    const state = join(cwd, '.rackform', 'lab');
    const open = [state, ...files(state)].filter((path) => (statSync(path).mode & 0o77) !== 0);
    expect(open).toEqual([]);
  });

  test('leaves a folder alone that is no lab’s', async () => {
    const cwd = folderWith({ 'mine/notes.txt': 'mine' });
    const { code, err } = await lab(cwd, 'true', { options: ['--state', 'mine'] });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('holds other things than a lab') });
    expect((await rackform(['lab', 'reset', '--state', 'mine'], { cwd })).code).toBe(1);
    expect(readdirSync(join(cwd, 'mine'))).toEqual(['notes.txt']);
  });

  test('joins providers that the caller serves already', async () => {
    const cwd = folderWith({});
    const script = 'printf %s "$TF_REATTACH_PROVIDERS"';
    const { out } = await lab(cwd, script, { env: { TF_REATTACH_PROVIDERS: '{"example/toy":{}}' } });
    expect(Object.keys(JSON.parse(out) as object)).toEqual(
      expect.arrayContaining(['example/toy', 'registry.terraform.io/canonical/maas']),
    );
    const bad = await lab(cwd, 'true', { env: { TF_REATTACH_PROVIDERS: 'x' } });
    expect(bad).toMatchObject({
      code: 1,
      err: expect.stringContaining('TF_REATTACH_PROVIDERS of the environment is not JSON'),
    });
  });

  test('keeps a secret out of its files, its log and all that it prints', async () => {
    const canary = 'canary-4f1d9a';
    const machine = (more: string) => `${fabric}
      variable "secret" {
        type      = string
        sensitive = true
      }
      resource "maas_machine" "n1" {
        hostname         = "n1"
        power_type       = "redfish"
        power_parameters = jsonencode({ power_address = "192.0.2.9", power_user = "u", power_pass = var.secret${more} })
        pxe_mac_address  = "02:00:5e:00:53:01"
      }
      resource "maas_vlan" "servers" {
        fabric = maas_fabric.main.id
        vid    = 20
      }
      resource "maas_subnet" "servers" {
        cidr   = "198.51.100.0/24"
        fabric = maas_fabric.main.id
        vlan   = maas_vlan.servers.vid
      }
      resource "maas_network_interface_physical" "eth0" {
        machine     = maas_machine.n1.id
        mac_address = "02:00:5e:00:53:01"
        name        = "eth0"
        vlan        = maas_vlan.servers.id
      }
      resource "maas_network_interface_link" "eth0" {
        machine           = maas_machine.n1.id
        network_interface = maas_network_interface_physical.eth0.id
        subnet            = maas_subnet.servers.cidr
        mode              = "AUTO"
      }
      resource "maas_instance" "n1" {
        depends_on = [maas_network_interface_link.eth0]
        allocate_params {
          system_id = maas_machine.n1.id
        }
        deploy_params {
          user_data = var.secret
        }
      }`;
    const cwd = folderWith({ 'main.tf': machine('') });
    const env = { TF_VAR_secret: canary };
    const options = ['--progress'];
    const apply = 'terraform apply -auto-approve -no-color';
    const done = await lab(cwd, `terraform init && ${apply}`, { env, options });
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('7 added') });
    writeFileSync(join(cwd, 'main.tf'), machine(', unknown = var.secret'));
    const refused = await lab(cwd, apply, { env, options });
    expect(refused.code).toBe(1);
    const printed = await Promise.all(
      ['show', 'log', 'report'].flatMap((name) => [
        rackform(['lab', name], { cwd }),
        rackform(['lab', name, '--json'], { cwd }),
      ]),
    );
    for (const { code, out } of printed)
      expect({ code, isSome: out !== '' }).toEqual({ code: 0, isSome: true });
    const kept = files(join(cwd, '.rackform'))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, 'utf8'));
    const all = [done, refused, ...printed].flatMap(({ out, err }) => [out, err]).concat(kept);
    expect(all.filter((text) => text.includes(canary))).toEqual([]);
    // Terraform's own state has it, as it always does: the search is able to find it.
    expect(readFileSync(join(cwd, 'terraform.tfstate'), 'utf8')).toContain(canary);
  });
});
