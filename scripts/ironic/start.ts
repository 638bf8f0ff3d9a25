import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { InstalledIronic } from './obtain.js';

/** How an Ironic is to be. */
export interface IronicOptions {
  /** Password hash as `htpasswd -B` writes it, for HTTP basic authentication. @default - no authentication */
  readonly basicAuth?: string;
  /** Settings beside the usual ones, by section and name. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An Ironic of one process with fake hardware, on a port of 127.0.0.1. */
export interface RunningIronic {
  readonly url: string;
  /** All it has logged. */
  log(): string;
  stop(): Promise<void>;
}

const faults = fileURLToPath(new URL('faults', import.meta.url));

const fakes = ['bios', 'boot', 'console', 'firmware', 'inspect', 'management', 'rescue', 'vendor'];

function settingsOf(folder: string, port: number, options: IronicOptions) {
  const usersFile = join(folder, 'users');
  if (options.basicAuth !== undefined) writeFileSync(usersFile, `${options.basicAuth}\n`);
  const interfaces = fakes.map((name) => {
    const absent = ['boot', 'management'].includes(name) ? '' : `,no-${name}`;
    return [`enabled_${name}_interfaces`, `fake${absent}`] as const;
  });
  const sections: Record<string, Readonly<Record<string, string>>> = {
    DEFAULT: {
      auth_strategy: options.basicAuth === undefined ? 'noauth' : 'http_basic',
      http_basic_auth_user_file: usersFile,
      rpc_transport: 'none',
      host: 'localhost',
      my_ip: '127.0.0.1',
      enabled_hardware_types: 'fake-hardware',
      enabled_deploy_interfaces: 'fake,faulty',
      enabled_power_interfaces: 'fake,faulty',
      enabled_network_interfaces: 'noop',
      enabled_storage_interfaces: 'noop,fake',
      default_deploy_interface: 'fake',
      default_network_interface: 'noop',
      enabled_raid_interfaces: 'fake,faulty,no-raid',
      ...Object.fromEntries(interfaces),
    },
    database: {
      connection: `sqlite:///${join(folder, 'ironic.sqlite')}?timeout=60`,
      sqlite_synchronous: 'false',
      sqlite_max_wait_for_retry: '60',
    },
    api: { host_ip: '127.0.0.1', port: String(port), api_workers: '1' },
    conductor: { automated_clean: 'true', node_locked_retry_attempts: '10' },
    oslo_messaging_notifications: { driver: 'noop' },
    sensor_data: { send_sensor_data: 'false' },
  };
  for (const [name, settings] of Object.entries(options.settings ?? {})) {
    sections[name] = { ...sections[name], ...settings };
  }
  return Object.entries(sections)
    .map(
      ([name, settings]) =>
        `[${name}]\n${Object.entries(settings)
          .map(([key, value]) => `${key} = ${value}\n`)
          .join('')}`,
    )
    .join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answers(url: string): Promise<boolean> {
  try {
    // Its root is there before the conductor is, without which nothing can be enrolled.
    const { status } = await fetch(`${url}/v1/drivers/fake-hardware`);
    return status === 200 || status === 401;
  } catch {
    return false;
  }
}

/** Starts an Ironic and waits until it has a conductor: about three seconds. */
export async function startIronic(
  { programs, emptyDatabase }: InstalledIronic,
  options: IronicOptions = {},
): Promise<RunningIronic> {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-'));
  copyFileSync(emptyDatabase, join(folder, 'ironic.sqlite'));
  const port = await freePort();
  const config = join(folder, 'ironic.conf');
  writeFileSync(config, settingsOf(folder, port, options));
  const logFile = join(folder, 'ironic.log');
  const output = openSync(logFile, 'w');
  const child = spawn(join(programs, 'ironic'), ['--config-file', config], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: faults, RACKFORM_STARTER: String(process.pid) },
    stdio: ['ignore', output, output],
    // A group of its own, since its workers are processes too.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const log = () => readFileSync(logFile, 'utf8');
  const stop = async () => {
    // It would wait for its workers, and there is nothing to be kept.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
    // A worker may be writing still when the first of them has ended.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const url = `http://127.0.0.1:${port}`;
  for (let left = 600; !(await answers(url)); left -= 1) {
    if (left === 0 || child.exitCode !== null) {
      const said = log().slice(-2000);
      await stop();
      throw new Error(`Ironic does not answer at ${url}\n${said}`);
    }
    await sleep(100);
  }
  return { url, log, stop };
}
