import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where Debian keeps the programs of the server, which are not on the path. */
const DEBIAN = '/usr/lib/postgresql';

/** Folder of the programs of a PostgreSQL server; undefined where this machine has none. */
export function postgresFolder(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const found = [...(process.env['PATH'] ?? '').split(delimiter), ...debian].flatMap((folder) => {
    const server = join(folder, 'postgres');
    return existsSync(server) ? [dirname(realpathSync(server))] : [];
  });
  return found.find((folder) => ['initdb', 'psql'].every((name) => existsSync(join(folder, name))));
}

/** A PostgreSQL of a test's own: in a folder of its own, on a socket there, on no port. */
export interface Postgres {
  /** For `PG_CONN_STR`. Its password is of no use: the server trusts who reaches the socket. */
  readonly connection: string;
  /** Rows of a query as `psql` prints them, without a frame. */
  query(sql: string): readonly string[];
  stop(): Promise<void>;
}

/** @param programs folder of `initdb`, `postgres` and `psql` */
export async function startPostgres(programs: string): Promise<Postgres> {
  // Short: the path of a socket ends at 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'pg-'));
  const user = unprivileged();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { cwd: folder, ...user };
  const data = join(folder, 'data');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'rackform', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-F'],
    {
      ...options,
      stdio: 'ignore',
    },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const connection = `postgres://rackform:canary@/postgres?host=${folder}&sslmode=disable`;
  const query = (sql: string) =>
    execFileSync(join(programs, 'psql'), ['--no-psqlrc', '-Atc', sql, connection], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
      .split('\n')
      .filter((line) => line !== '');
  const stop = async () => {
    // Not SIGTERM: it would wait for every session to end.
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let left = 200; !answers(query); left -= 1) {
    if (left === 0 || server.exitCode !== null) {
      await stop();
      throw new Error('PostgreSQL does not answer on its socket');
    }
    await sleep(50);
  }
  return { connection, query, stop };
}

function answers(query: (sql: string) => unknown): boolean {
  try {
    query('select 1');
    return true;
  } catch {
    return false;
  }
}

/** Somebody else than root, whom PostgreSQL refuses to serve; undefined where the tests run as somebody else. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (which: '-u' | '-g') => Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
