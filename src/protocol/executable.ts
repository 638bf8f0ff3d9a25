import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ServerCredentials } from '@grpc/grpc-js';
import { selfSignedCertificate } from './certificate.js';
import type { Log, Provider } from './provider.js';
import type { ProtocolVersion } from './provider-calls.js';
import { serveProvider } from './server.js';

/** What Terraform sets for its providers, so that nobody takes them for programs to run by hand. */
const cookie = {
  name: 'TF_PLUGIN_MAGIC_COOKIE',
  value: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
};

/** The surroundings of a provider that Terraform started. */
export interface ExecutableOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes the one line of the handshake to standard output, where nothing else may be written. */
  readonly write: (line: string) => void;
  /** Terraform shows these lines, which go to standard error, in its own log. */
  readonly log: Log;
}

/** The newest version that both sides speak; Terraform lists its own in any order. */
function negotiate(offered: string | undefined): ProtocolVersion | null {
  const versions = (offered ?? '').split(',').map(Number);
  if (versions.includes(6)) return 6;
  // A client so old that it names none speaks version 5.
  return offered === undefined || versions.includes(5) ? 5 : null;
}

interface Handshake {
  readonly credentials: ServerCredentials;
  /** The end of the handshake's line: the server's certificate, or nothing without mTLS. */
  readonly certificate: string;
}

function secure(clientCertificate: string | undefined): Handshake {
  if (clientCertificate === undefined || clientCertificate === '') {
    return { credentials: ServerCredentials.createInsecure(), certificate: '' };
  }
  const own = selfSignedCertificate(new Date());
  const pair = { private_key: Buffer.from(own.key), cert_chain: Buffer.from(own.certificate) };
  return {
    credentials: ServerCredentials.createSsl(Buffer.from(clientCertificate), [pair], true),
    certificate: `|${own.der.toString('base64').replace(/=+$/, '')}`,
  };
}

/** Calls back once this process has another parent: a Terraform that was killed says nothing to its providers. */
function watchParent(orphaned: () => void): NodeJS.Timeout {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, 1000);
}

async function serveUntilTold<C>(
  provider: Provider<C>,
  { env, write, log }: ExecutableOptions,
  version: ProtocolVersion,
): Promise<void> {
  const { credentials, certificate } = secure(env['PLUGIN_CLIENT_CERT']);
  const folder = mkdtempSync(join(env['PLUGIN_UNIX_SOCKET_DIR'] || tmpdir(), 'tf-'));
  let end = (): void => {};
  const told = new Promise<void>((resolve) => {
    end = resolve;
  });
  const watch = watchParent(() => end());
  // Ctrl-C reaches the whole process group; Terraform lets running calls finish, and says when to stop.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  try {
    const socket = join(folder, 's');
    const served = await serveProvider(provider, { socket, log, credentials, onShutdown: () => end() });
    write(`1|${version}|unix|${served.socket}|grpc${certificate}\n`);
    await told;
    // The answer to Shutdown is still on its way.
    await setTimeout(50);
    await served.close();
  } finally {
    clearInterval(watch);
    process.off('SIGINT', ignore);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Serves a provider as the program that Terraform starts: handshake on standard output, mTLS where Terraform
 * asks for it. Ends when Terraform says so, or is gone.
 *
 * @returns the exit code
 */
export async function runExecutable<C>(provider: Provider<C>, options: ExecutableOptions): Promise<number> {
  const { env, log } = options;
  if (env[cookie.name] !== cookie.value) {
    log({ level: 'error', text: 'this program is a Terraform provider: Terraform starts it, not a person' });
    return 1;
  }
  const offered = env['PLUGIN_PROTOCOL_VERSIONS'];
  const version = negotiate(offered);
  if (version === null) {
    const text = `wrong protocol version: Terraform offers ${offered}, this provider speaks 5 and 6`;
    log({ level: 'error', text });
    return 1;
  }
  await serveUntilTold(provider, options, version);
  return 0;
}
