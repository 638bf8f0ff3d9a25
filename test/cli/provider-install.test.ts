import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleProvider } from '../../scripts/bundle-provider.js';
import { providerEnv, providerInstall } from '../../src/cli/provider/install.js';
import { terraform } from '../protocol/support/terraform.js';
import { capture } from './capture.js';
import { folderWith, rackform } from './support.js';

const folder = folderWith({});
const bundle = join(folder, 'bundle.cjs');
beforeAll(() => bundleProvider(bundle));

async function install(
  cwd: string,
  more: { readonly json?: boolean; readonly platform?: readonly string[] } = {},
) {
  const { io, printed } = capture({ cwd });
  const code = await providerInstall(io, { dir: 'mirror', ...more }, bundle);
  return { code, ...printed };
}

test('Terraform finds the provider by the printed environment, and locks the hash that was said', async () => {
  const cwd = folderWith({
    'main.tf':
      'terraform {\n  required_providers {\n    ironic = { source = "rackform/ironic" }\n  }\n}\nprovider "ironic" {}\n',
  });
  const { code, out } = await install(cwd);
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^installed: rackform\/ironic \d/),
  });
  const { io, printed } = capture({ cwd });
  expect(await providerEnv(io, { dir: 'mirror' })).toBe(0);
  const config = execFileSync('sh', ['-c', `${printed.out}printf %s "$TF_CLI_CONFIG_FILE"`], {
    encoding: 'utf8',
  });
  const env = { TF_CLI_CONFIG_FILE: config };
  expect(await terraform(cwd, ['init', '-no-color', '-input=false'], env)).toMatchObject({ code: 0 });
  const [hash] = /h1:\S+/.exec(out) ?? [];
  expect(readFileSync(join(cwd, '.terraform.lock.hcl'), 'utf8')).toContain(`"${hash}"`);
  // The program itself runs, with handshake and mTLS: it is what says that nothing tells it where Ironic is.
  writeFileSync(join(cwd, 'node.tf'), 'resource "ironic_node" "a" {\n  driver = "redfish"\n}\n');
  const { text } = await terraform(cwd, ['plan', '-no-color', '-input=false'], {
    ...env,
    OS_ENDPOINT: '',
    OS_CLOUD: '',
  });
  expect(text).toContain('endpoint is missing: without Keystone nothing else says where Ironic is');
});

test('installing again changes nothing; other platforms are written when they are named', async () => {
  const cwd = folderWith({});
  await install(cwd);
  expect((await install(cwd)).out).toMatch(/^up to date: /);
  const report = JSON.parse(
    (await install(cwd, { json: true, platform: ['darwin_arm64', 'linux_arm64'] })).out,
  );
  expect(report).toMatchObject({
    formatVersion: 1,
    source: 'rackform/ironic',
    platforms: ['darwin_arm64', 'linux_arm64'],
  });
  const path = `mirror/registry.opentofu.org/rackform/ironic/${report.version}/darwin_arm64/terraform-provider-ironic_v${report.version}`;
  expect(existsSync(join(cwd, path))).toBe(true);
});

test('the program says what is missing where there is no Node, and that a person does not start it', async () => {
  const cwd = folderWith({});
  await install(cwd, { platform: ['linux_amd64'] });
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const program = join(
    cwd,
    `mirror/registry.terraform.io/rackform/ironic/${version}/linux_amd64/terraform-provider-ironic_v${version}`,
  );
  const without = spawnSync(program, {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', RACKFORM_NODE: join(cwd, 'no-node') },
  });
  expect(without).toMatchObject({ status: 1, stderr: expect.stringContaining('set RACKFORM_NODE') });
  const byHand = spawnSync(program, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], RACKFORM_NODE: process.execPath },
  });
  expect(byHand).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Terraform starts it, not a person'),
  });
});

test('a folder without a provider has no environment', async () => {
  expect(await rackform(['provider', 'env', 'nothing'], { cwd: folder })).toMatchObject({
    code: 1,
    err: expect.stringContaining('nothing has no provider installed'),
  });
});

test('the program shows the licences of what is bundled in it', () => {
  const shown = readFileSync(bundle, 'utf8').matchAll(/^\/\*\n(\S+) \d+\.\d+\.\d+\S*\n\n(.+)$/gm);
  const licences = new Map([...shown].map(([, name, first]) => [name, first]));
  expect(licences.get('@grpc/grpc-js')).toContain('Apache License');
  expect(licences.get('yaml')).toMatch(/^Copyright/);
});
