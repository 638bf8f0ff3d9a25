import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startLab } from '../../src/lab/lab.js';
import type { LabModel } from '../../src/lab/worlds.js';
import type { LogEntry } from '../../src/protocol/provider.js';
import { exampleSite } from '../support/model-fixture.js';
import { openLabWorkspace } from './support/workspace.js';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'lab-state-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const bytes = (body: Buffer): Buffer => body;

function socketOf(env: Readonly<Record<string, string>>): string {
  const providers = JSON.parse(env['TF_REATTACH_PROVIDERS'] ?? '') as Record<
    string,
    { Addr: { String: string } }
  >;
  return providers['registry.terraform.io/canonical/maas']?.Addr.String ?? expect.fail('no MAAS is served');
}

function call(socket: string, path: string, body: Buffer): Promise<Error | null> {
  const client = new Client(`unix:${socket}`, credentials.createInsecure());
  return new Promise<Error | null>((resolve) => {
    client.makeUnaryRequest(path, bytes, bytes, body, (error) => resolve(error));
  }).finally(() => client.close());
}

test('takes no harm from what is no request, says so in its log, and goes on with an attribute of 6 MB', async () => {
  const log: LogEntry[] = [];
  const work = await openLabWorkspace(
    `resource "maas_tag" "big" {
      name    = "big"
      comment = join("", [for i in range(1000) : "${'x'.repeat(6000)}"])
    }`,
    { state, log: (entry) => log.push(entry) },
  );
  try {
    const socket = socketOf(work.lab.env);
    const stranger = connect(socket);
    stranger.end('GET / HTTP/1.1\r\n\r\n');
    stranger.resume();
    await once(stranger, 'close');
    const rubbish = Buffer.from([0x0a, 0xff, 0xff, 0xff]);
    expect(await call(socket, '/tfplugin6.Provider/ApplyResourceChange', rubbish)).toMatchObject({
      message: expect.stringContaining('malformed ApplyResourceChange request'),
    });
    expect(await call(socket, '/tfplugin7.Provider/GetProviderSchema', Buffer.alloc(0))).toMatchObject({
      message: expect.stringContaining('UNIMPLEMENTED'),
    });
    expect(log.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^malformed ApplyResourceChange request: /)]),
    );
    await work.apply();
    expect(await work.plan()).toEqual({});
    // Terraform may have ended before its socket is seen to be closed.
    await expect.poll(() => work.lab.connections(), { timeout: 5000 }).toBe(0);
  } finally {
    await work.close();
  }
  const again = await startLab({ state });
  const [maas] = again.maas;
  expect(maas?.world.store.get('tags', 'big')?.comment).toHaveLength(6_000_000);
  await again.close();
}, 60_000);

function siteAt(name: string, type: 'maas' | 'dry-run' | 'ironic', apiUrl: string | null): LabModel {
  const site = exampleSite();
  return { site: { ...site, name, provisioner: { ...site.provisioner, type, apiUrl } } };
}

test('simulates one MAAS for each URL, and refuses sites that cannot be told apart', async () => {
  const lab = await startLab({
    models: [
      siteAt('one', 'maas', 'http://a.example.org/MAAS'),
      siteAt('two', 'maas', 'http://a.example.org/MAAS'),
      siteAt('three', 'maas', 'http://b.example.org/MAAS'),
      siteAt('four', 'maas', null),
      siteAt('five', 'dry-run', null),
    ],
  });
  expect(lab.show().map(({ url }) => url)).toEqual([
    'http://a.example.org/MAAS',
    'http://b.example.org/MAAS',
    '',
  ]);
  await lab.close();
  const twice = startLab({ models: [siteAt('one', 'maas', null), siteAt('two', 'maas', null)], state });
  await expect(twice).rejects.toMatchObject({
    name: 'LabError',
    message: 'the sites one, two name no MAAS, so that their Terraform cannot be told apart',
    hint: expect.stringContaining('provisioner.apiUrl'),
  });
  const ironics = startLab({
    models: [siteAt('six', 'ironic', null), siteAt('seven', 'ironic', null)],
    state,
  });
  await expect(ironics).rejects.toThrow('the sites six, seven name no Ironic');
  // What was refused holds nothing.
  await (await startLab({ state })).close();
});
