import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bundleProvider } from '../../scripts/bundle-provider.js';
import { ironicExamples } from '../../scripts/docs/ironic-provider-examples.js';
import { providerInstall } from '../../src/cli/provider/install.js';
import { capture } from '../cli/capture.js';
import { folderWith } from '../cli/support.js';
import { IronicWorkspace } from '../lab/ironic/workspace.js';
import { apply, terraform } from '../protocol/support/terraform.js';
import { tofuOrSkip } from '../support/tofu.js';
import {
  deployment,
  freshName,
  installedOrNull,
  meet,
  node,
  type TestIronic,
  testIronic,
} from './support/ironic.js';

const installed = await installedOrNull();

/** The examples of the reference, for hardware that is not there. */
function examples(): string {
  const { provider, data, ...resources } = ironicExamples;
  const fake = '"fake-hardware"\n  bios_interface = "fake"\n  raid_interface = "faulty"';
  return [provider, ...Object.values(resources), data].join('\n').replaceAll('"redfish"', fake);
}

describe.skipIf(installed === null)('a real Ironic', { timeout: 300_000 }, () => {
  let ironic: TestIronic | undefined;
  const started = (): TestIronic => {
    if (ironic === undefined) throw new Error('Ironic did not start');
    return ironic;
  };
  const home = folderWith({});
  const env = () => ({
    TF_CLI_CONFIG_FILE: join(home, 'mirror', 'terraform.rc'),
    OS_ENDPOINT: started().url,
  });
  beforeAll(async () => {
    if (installed !== null) ironic = await testIronic(installed);
    await bundleProvider(join(home, 'bundle.cjs'));
    const { io } = capture({ cwd: home });
    expect(await providerInstall(io, { dir: 'mirror' }, join(home, 'bundle.cjs'))).toBe(0);
  });
  afterAll(async () => ironic?.stop());

  const life = async (binary: string): Promise<void> => {
    const cwd = folderWith({ 'main.tf': examples() });
    const run = (...args: readonly string[]) =>
      terraform(cwd, args, { ...env(), TF_VAR_bmc_password: 'canary-word' }, binary);
    const done = (code: number) => ({ code });
    expect(await run('init', '-no-color', '-input=false')).toMatchObject(done(0));
    expect(await run(...apply)).toMatchObject(done(0));
    expect(await run('plan', '-no-color', '-input=false', '-detailed-exitcode')).toMatchObject(done(0));
    const state = readFileSync(join(cwd, 'terraform.tfstate'), 'utf8');
    expect(state).not.toContain('canary-word');
    expect(await run('destroy', '-auto-approve', '-no-color')).toMatchObject(done(0));
  };

  test('the examples of the reference apply, plan nothing more and are destroyed', () => life('terraform'));

  test('so they do with OpenTofu', { timeout: 1_200_000 }, async (context) =>
    life(await tofuOrSkip(context)),
  );

  test('an apply that is killed with its providers is gone on with by the next', async () => {
    const name = freshName();
    const config = (more: string) => `${ironicExamples.provider}${node(name)}${more}`;
    const cwd = folderWith({ 'main.tf': config('') });
    const run = (...args: readonly string[]) => terraform(cwd, args, env());
    expect(await run('init', '-no-color', '-input=false')).toMatchObject({ code: 0 });
    expect(await run(...apply)).toMatchObject({ code: 0 });
    await started().fault(name, { deploy_delay: 5 });
    writeFileSync(join(cwd, 'main.tf'), config(deployment('ironic_node.a.id')));
    const child = spawn('terraform', apply, {
      cwd,
      env: { ...process.env, ...env() },
      detached: true,
      stdio: 'ignore',
    });
    while ((await started().node(name))['provision_state'] !== 'deploying') await sleep(50);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    const { code, text } = await run(...apply);
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringContaining('1 added, 0 changed, 0 destroyed'),
    });
    expect(await run('plan', '-no-color', '-input=false', '-detailed-exitcode')).toMatchObject({ code: 0 });
    expect(await run('destroy', '-auto-approve', '-no-color')).toMatchObject({ code: 0 });
  });

  test('Ctrl-C ends an apply soon, and the next goes on', async () => {
    const name = freshName();
    const ws = await meet(started().url);
    await ws.settle(node(name));
    await started().fault(name, { deploy_delay: 8 });
    ws.write(node(name) + deployment('ironic_node.a.id'));
    const run = ws.run(...apply);
    while ((await started().node(name))['provision_state'] !== 'deploying') await sleep(50);
    process.kill(run.pid ?? 0, 'SIGINT');
    const { code, text } = await run;
    expect({ code, text }).toMatchObject({ code: 1, text: expect.stringContaining('interrupted') });
    expect((await started().node(name))['provision_state']).toBe('deploying');
    await ws.settle(node(name) + deployment('ironic_node.a.id'));
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
  });

  test('HTTP basic authentication is what Ironic asks for, and a wrong password is told without being shown', async () => {
    if (installed === null) throw new Error('there is no Ironic');
    // Of the password below, as htpasswd -B writes it.
    const basicAuth = 'admin:$2b$04$b78yP7wuVF5N6t573O3ns.xqPSNmxJ.PMC5Xj9ZABoTqEDMDVNaTO';
    const guarded = await testIronic(installed, { basicAuth });
    onTestFinished(() => guarded.stop());
    const ws = await meet(guarded.url, { env: { OS_USERNAME: 'admin', OS_PASSWORD: 'basic-password' } });
    await ws.settle(node(freshName(), 'provision = "manageable"'));
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
    const wrong = await meet(guarded.url, { env: { OS_USERNAME: 'admin', OS_PASSWORD: 'canary-word' } });
    const { code, text } = await wrong.says(node(freshName()));
    expect({ code, text }).toMatchObject({
      code: 1,
      text: expect.stringContaining('does not accept who signs in'),
    });
    expect(text).not.toContain('canary-word');
    await wrong.close();
  });

  test('a server of another provider moves here by removed and import blocks, untouched', async () => {
    const name = freshName();
    await deployWithout(started(), name);
    const before = (await started().node(name))['provision_updated_at'];
    const other = await IronicWorkspace.open('openshift-metal3');
    const old = `resource "ironic_node_v1" "a" {
      name        = "${name}"
      driver      = "redfish"
      manage      = true
      available   = true
      driver_info = { redfish_address = "https://192.0.2.1" }
    }
    resource "ironic_deployment" "a" {
      node_uuid     = ironic_node_v1.a.id
      instance_info = { image_source = "https://images.example.net/gpu.img", root_gb = "10" }
    }`;
    other.write(old);
    expect(await other.run(...apply)).toMatchObject({ code: 0 });
    other.write(
      ['ironic_deployment.a', 'ironic_node_v1.a']
        .map((address) => `removed {\n from = ${address}\n lifecycle {\n destroy = false\n }\n}\n`)
        .join(''),
    );
    const removed = await other.run(...apply);
    expect(removed).toMatchObject({
      code: 0,
      text: expect.stringContaining('0 added, 0 changed, 0 destroyed'),
    });
    await other.close();

    const ws = await meet(started().url);
    const own = node(name) + deployment('ironic_node.a.id', 'user_data = "#cloud-config"');
    const imports = ['ironic_node.a', 'ironic_deployment.a'].map(
      (address) => `import {\n to = ${address}\n id = "${name}"\n}\n`,
    );
    ws.write(own + imports.join(''));
    const plan = await ws.plan();
    expect(plan['ironic_node.a']?.actions).toEqual(['no-op']);
    expect(plan['ironic_deployment.a']?.actions).toEqual(['update']);
    await ws.settle(own + imports.join(''));
    await ws.settle(own);
    expect(await started().node(name)).toMatchObject({
      provision_state: 'active',
      provision_updated_at: before,
    });
    await ws.settle('');
    await ws.close();
  });
});

/** A server as other tools deploy it: without an instance id. */
async function deployWithout(ironic: TestIronic, name: string): Promise<void> {
  const until = async (state: string) => {
    while ((await ironic.node(name))['provision_state'] !== state) await sleep(50);
  };
  const provision = (target: string) => ironic.request('PUT', `nodes/${name}/states/provision`, { target });
  const [deploy, power] = ['faulty', 'faulty'];
  const hardware = { driver: 'fake-hardware', deploy_interface: deploy, power_interface: power };
  await ironic.request('POST', 'nodes', { name, ...hardware });
  await provision('manage');
  await until('manageable');
  await provision('provide');
  await until('available');
  await ironic.patch(name, '/instance_info', {
    image_source: 'https://images.example.net/gpu.img',
    root_gb: 10,
  });
  await provision('active');
  await until('active');
}
