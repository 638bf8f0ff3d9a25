import { copyFileSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownFolder } from '../../src/lab/state-folder.js';
import { runIn } from '../package/packed.js';
import { apply, terraform } from '../protocol/support/terraform.js';
import { fromRoot } from '../support/project-root.js';
import { folderWith, rackform } from './support.js';

const stack = (name: string, asset: string, last: number) => `terraform {
  required_providers {
    maas = {
      source  = "canonical/maas"
      version = "~> 2.8.0, >= 2.7.2, < 3.0.0"
    }
    null = {
      source  = "hashicorp/null"
      version = "~> 3.2"
    }
  }
}
resource "null_resource" "x" {}
resource "maas_fabric" "own" {
  count = 8
  name  = "${name}-\${count.index}"
}
resource "maas_machine" "m" {
  hostname         = "${asset}"
  power_type       = "redfish"
  power_parameters = jsonencode({ power_address = "192.0.2.${last}", power_user = "u", power_pass = "canary-word" })
  pxe_mac_address  = "02:00:5e:00:53:${last}"
}
`;

test('processes and runs of Terraform at once share one lab by its installed providers', async () => {
  const cwd = folderWith({
    'one/main.tf': stack('one', 'n1', 11),
    'two/main.tf': stack('two', 'n2', 12),
  });
  const state = join(cwd, '.rackform', 'lab');
  // Compiled, as users have it: Terraform starts the program some twenty times.
  runIn(fromRoot(), process.execPath, '--import', 'tsx', 'scripts/build.ts', join(cwd, 'built', 'dist'));
  copyFileSync(fromRoot('package.json'), join(cwd, 'built', 'package.json'));
  symlinkSync(fromRoot('node_modules'), join(cwd, 'built', 'node_modules'));
  runIn(cwd, process.execPath, join(cwd, 'built', 'dist', 'cli', 'main.js'), 'lab', 'install', 'mirror');
  const env = { TF_CLI_CONFIG_FILE: join(cwd, 'mirror', 'terraform.rc') };
  const run = (name: string, ...args: readonly string[]) => terraform(join(cwd, name), args, env);
  for (const name of ['one', 'two']) {
    const { code, text } = await run(name, 'init', '-no-color', '-input=false');
    expect({ code, text }).toMatchObject({ code: 0 });
  }
  const applied = await Promise.all(['one', 'two'].map((name) => run(name, ...apply)));
  for (const { text } of applied) expect(text).toContain('10 added, 0 changed, 0 destroyed');

  const shown = await rackform(['lab', 'show', '--json'], { cwd });
  const [maas] = (
    JSON.parse(shown.out) as { provisioners: { machines: { hostname: string; status: string }[] }[] }
  ).provisioners;
  expect(maas?.machines.map(({ hostname, status }) => `${hostname} ${status}`)).toEqual([
    'n1 Ready',
    'n2 Ready',
  ]);

  const owner = ownFolder(state);
  const refused = await run('one', 'plan', '-no-color', '-input=false');
  expect(refused.text.replace(/\s+/g, ' ')).toContain('Error: a lab that runs works on');
  owner.end();
  const ended = await Promise.all([
    run('one', 'plan', '-detailed-exitcode', '-no-color'),
    run('two', 'destroy', '-auto-approve', '-no-color'),
  ]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  expect(readdirSync(join(state, 'users'))).toEqual([]);
  for (const name of readdirSync(state)) {
    const path = join(state, name);
    if (statSync(path).isFile()) expect(readFileSync(path, 'utf8')).not.toContain('canary-word');
  }
});
