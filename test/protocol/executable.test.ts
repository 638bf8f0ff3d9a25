import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChannelCredentials, Client, credentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../src/protocol/certificate.js';
import { runExecutable } from '../../src/protocol/executable.js';
import type { LogEntry } from '../../src/protocol/provider.js';
import { fromRoot } from '../support/project-root.js';
import { apply, terraform } from './support/terraform.js';
import { toyProvider, toyWorld } from './support/toy.js';

const cookie = { TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2' };

describe('started by Terraform', () => {
  let folder: string;
  let env: Record<string, string>;

  /** The program of a provider: a script that imports the sources, in place of the compiled package. */
  const install = (): void => {
    const program = `
      import { runExecutable } from ${JSON.stringify(fromRoot('src/protocol/executable.ts'))};
      import { toyProvider, toyWorld } from ${JSON.stringify(fromRoot('test/protocol/support/toy.ts'))};
      const toy = toyProvider(toyWorld());
      const keep = ({ state }) => ({ state });
      toy.resources.toy_machine.read = keep;
      const log = ({ level, text }) => process.stderr.write(level + ': ' + text + '\\n');
      const write = (line) => process.stdout.write(line);
      process.exitCode = await runExecutable(toy, { env: process.env, write, log });
    `;
    writeFileSync(join(folder, 'provider.mts'), program);
    mkdirSync(join(folder, 'bin'));
    const file = join(folder, 'bin', 'terraform-provider-toy');
    const loader = fromRoot('node_modules/tsx/dist/esm/index.mjs');
    writeFileSync(
      file,
      `#!/bin/sh\nexec "${process.execPath}" --import "${loader}" "${join(folder, 'provider.mts')}"\n`,
    );
    chmodSync(file, 0o755);
    writeFileSync(
      join(folder, 'terraform.rc'),
      `provider_installation {\n  dev_overrides {\n    "example/toy" = "${join(folder, 'bin')}"\n  }\n}\n`,
    );
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'executable-'));
    mkdirSync(join(folder, 'sockets'));
    install();
    env = {
      TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
      PLUGIN_UNIX_SOCKET_DIR: join(folder, 'sockets'),
    };
    writeFileSync(
      join(folder, 'main.tf'),
      'terraform {\n  required_providers {\n    toy = {\n      source = "example/toy"\n    }\n  }\n}\nresource "toy_machine" "a" {\n  name = "a"\n}\n',
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('applies and plans by mTLS, and ends without leaving its socket', { timeout: 60_000 }, async () => {
    const applied = await terraform(folder, apply, env);
    expect(applied.text).toContain('1 added, 0 changed, 0 destroyed');
    expect(applied.code).toBe(0);
    const again = await terraform(folder, ['plan', '-detailed-exitcode', '-no-color'], env);
    expect(again.code).toBe(0);
    await expect.poll(() => readdirSync(join(folder, 'sockets')), { timeout: 5000 }).toEqual([]);
  });

  test('ends by itself once the process that started it was killed', { timeout: 60_000 }, async () => {
    const program = join(folder, 'bin', 'terraform-provider-toy');
    const parent = spawn('sh', ['-c', `"${program}" & wait`], { env: { ...process.env, ...env, ...cookie } });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(line.toString()).toMatch(/^1\|5\|unix\|/);
    expect(readdirSync(join(folder, 'sockets'))).toHaveLength(1);
    parent.kill('SIGKILL');
    await expect.poll(() => readdirSync(join(folder, 'sockets')), { timeout: 20_000 }).toEqual([]);
  });
});

/** Starts a provider in this process, as Terraform would start it in another. */
async function startHere(env: Record<string, string>) {
  let handshake = (_: string): void => {};
  const line = new Promise<string>((resolve) => {
    handshake = resolve;
  });
  const ended = runExecutable(toyProvider(toyWorld()), {
    env: { ...cookie, ...env },
    write: handshake,
    log: () => {},
  });
  return { parts: (await line).trimEnd().split('|'), ended };
}

const identity = (body: Buffer): Buffer => body;

function ask(socket: string | undefined, trust: ChannelCredentials, path: string): Promise<Buffer> {
  const options = { 'grpc.ssl_target_name_override': 'localhost', 'grpc.default_authority': 'localhost' };
  const client = new Client(`unix:${socket}`, trust, options);
  return new Promise<Buffer>((resolve, reject) => {
    client.makeUnaryRequest(path, identity, identity, Buffer.alloc(0), (error, answer) => {
      if (answer === undefined) reject(error);
      else resolve(answer);
    });
  }).finally(() => client.close());
}

describe('the handshake', () => {
  test('names the version, the socket and the certificate; only the client that was named is served', async () => {
    const [own, other] = [selfSignedCertificate(new Date()), selfSignedCertificate(new Date())];
    const { parts, ended } = await startHere({
      PLUGIN_PROTOCOL_VERSIONS: '6,5',
      PLUGIN_CLIENT_CERT: own.certificate,
    });
    const [core, version, network, socket, protocol, der = ''] = parts;
    expect([core, version, network, protocol]).toEqual(['1', '6', 'unix', 'grpc']);
    expect(der).not.toContain('=');
    const root = Buffer.from(new X509Certificate(Buffer.from(der, 'base64')).toString());
    const as = (client: typeof own) =>
      credentials.createSsl(root, Buffer.from(client.key), Buffer.from(client.certificate));
    await expect(ask(socket, as(other), '/plugin.GRPCController/Shutdown')).rejects.toThrow();
    await expect(
      ask(socket, credentials.createInsecure(), '/plugin.GRPCController/Shutdown'),
    ).rejects.toThrow();
    await ask(socket, as(own), '/tfplugin6.Provider/GetProviderSchema');
    await ask(socket, as(own), '/plugin.GRPCController/Shutdown');
    expect(await ended).toBe(0);
    expect(existsSync(socket ?? '')).toBe(false);
  });

  test.each([
    ['5', { PLUGIN_PROTOCOL_VERSIONS: '4,5' }],
    ['6', { PLUGIN_PROTOCOL_VERSIONS: '5,6,7' }],
    ['5', {}],
  ])('chooses version %s of %o, without mTLS where the client has no certificate', async (version, env) => {
    const { parts, ended } = await startHere(env as Record<string, string>);
    expect(parts).toEqual(['1', version, 'unix', expect.any(String), 'grpc']);
    await ask(parts[3], credentials.createInsecure(), '/plugin.GRPCController/Shutdown');
    expect(await ended).toBe(0);
  });
});

describe('refuses to start, with a reason and exit code 1,', () => {
  const start = async (env: Record<string, string>) => {
    const log: LogEntry[] = [];
    const lines: string[] = [];
    const options = {
      env,
      write: (line: string) => lines.push(line),
      log: (entry: LogEntry) => log.push(entry),
    };
    const code = await runExecutable(toyProvider(toyWorld()), options);
    expect(lines).toEqual([]);
    return { code, text: log.map(({ text }) => text).join() };
  };

  test('by hand', async () => {
    expect(await start({})).toEqual({
      code: 1,
      text: expect.stringContaining('Terraform starts it, not a person'),
    });
  });

  test('by a Terraform that speaks other versions only', async () => {
    expect(await start({ ...cookie, PLUGIN_PROTOCOL_VERSIONS: '7,4' })).toEqual({
      code: 1,
      text: 'wrong protocol version: Terraform offers 7,4, this provider speaks 5 and 6',
    });
  });
});

test('the certificate is valid, self-signed, for localhost, and read by Node as any other', () => {
  const now = new Date('2026-02-03T04:05:06Z');
  const { certificate, der } = selfSignedCertificate(now);
  const read = new X509Certificate(certificate);
  expect(read.raw.equals(der)).toBe(true);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.ca).toBe(true);
  expect(read.checkHost('localhost')).toBe('localhost');
  expect(new Date(read.validFrom).toISOString()).toBe('2026-02-03T04:04:06.000Z');
  expect(new Date(read.validTo).toISOString()).toBe('2027-02-03T04:05:06.000Z');
});
