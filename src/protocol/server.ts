import { once } from 'node:events';
import { chmodSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import type { Log, Provider } from './provider.js';
import { blockType } from './schema.js';
import { connectionServer } from './service.js';
import { type Session, type Shared, stopCalls } from './session.js';

/** How to serve a provider. */
export interface ServeOptions {
  /** Where the socket is made, readable by the user only. @default - in a new folder of the temporary one */
  readonly socket?: string;
  /** @default - nothing is logged */
  readonly log?: Log;
  /** mTLS, for a provider that Terraform starts. @default - none, as Terraform wants it of a running one */
  readonly credentials?: ServerCredentials;
  /** Called when a client asks the process to end. @default - the request is refused */
  readonly onShutdown?: () => void;
}

/** A provider that is being served. */
export interface Served {
  /** Path of the socket. */
  readonly socket: string;
  /** Clients that are connected now. */
  connections(): number;
  /**
   * Stops, cutting what is still open. Only after the last Terraform that was told of the socket has ended:
   * one that finds nobody there kills the process that is named as its owner.
   */
  close(): Promise<void>;
}

/** Linux ends a socket's path after 107 bytes; macOS after 103. */
const longestPath = 103;

function socketPath(wanted: string | undefined): { readonly path: string; readonly folder: string | null } {
  if (wanted !== undefined) {
    const { length } = Buffer.from(wanted);
    if (length > longestPath) {
      throw new Error(
        `the socket's path has ${length} bytes, and at most ${longestPath} are possible: ${wanted}`,
      );
    }
    return { path: wanted, folder: null };
  }
  const folder = mkdtempSync(join(tmpdir(), 'tf-'));
  return { path: join(folder, 's'), folder };
}

/** True where somebody answers at the path; what else is there is left by a process that was killed. */
async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function listen(server: NetServer, path: string): Promise<void> {
  if (await answers(path)) throw new Error(`another process serves at ${path}`);
  const left = lstatSync(path, { throwIfNoEntry: false });
  if (left !== undefined && !left.isSocket())
    throw new Error(`not a socket, and not ours to remove: ${path}`);
  rmSync(path, { force: true });
  const listening = once(server, 'listening');
  server.listen(path);
  await listening;
  chmodSync(path, 0o600);
}

function accept<C>(socket: Socket, shared: Shared<C>, options: ServeOptions): () => void {
  const session: Session<C> = { shared, calls: new Set(), end: () => end() };
  const server = connectionServer(session, options.onShutdown);
  const injector = server.createConnectionInjector(options.credentials ?? ServerCredentials.createInsecure());
  const end = (): void => {
    stopCalls(session);
    server.forceShutdown();
    socket.destroy();
  };
  socket.on('error', (error: NodeJS.ErrnoException) => {
    // So Terraform ends at times; a call that is cut off by it is logged as such.
    if (error.code === 'ECONNRESET') return;
    shared.log({ level: 'warn', text: `a connection broke: ${error.message}` });
  });
  socket.once('close', end);
  injector.injectConnection(socket);
  return end;
}

/**
 * Serves a provider on a Unix socket, in both versions of the protocol. Each connection is a provider instance
 * of its own, as each process is with providers that Terraform starts.
 */
export async function serveProvider<C>(provider: Provider<C>, options: ServeOptions = {}): Promise<Served> {
  const { schema } = provider;
  // What cannot be described fails here, not at the first plan.
  for (const entry of [
    schema.provider,
    ...Object.values(schema.resources),
    ...Object.values(schema.dataSources),
  ]) {
    blockType(entry.block);
  }
  const shared: Shared<C> = { provider, log: options.log ?? (() => {}) };
  const open = new Map<Socket, () => void>();
  const server = createServer((socket) => {
    open.set(socket, accept(socket, shared, options));
    socket.once('close', () => open.delete(socket));
  });
  const { path, folder } = socketPath(options.socket);
  await listen(server, path);
  return {
    socket: path,
    connections: () => open.size,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const end of open.values()) end();
      await closed;
      rmSync(folder ?? path, { recursive: true, force: true });
    },
  };
}
