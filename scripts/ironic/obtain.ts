import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** No Ironic is to be had here. Its text says what is missing. */
export class IronicMissing extends Error {
  override readonly name = 'IronicMissing';
}

/** An Ironic that is installed. */
export interface InstalledIronic {
  /** Folder of its programs. */
  readonly programs: string;
  /** A database with its tables and nothing in them. */
  readonly emptyDatabase: string;
}

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** Not in node_modules, which `npm ci` empties: an installation takes a minute where the network is slow. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rackform', 'ironic');
}

async function newestPython(): Promise<string> {
  const script = 'import sys; print(sys.version_info >= (3, 11))';
  const { stdout } = await run('python3', ['-c', script]).catch((cause: unknown) => {
    throw new IronicMissing('no Ironic: python3 does not run here, and Ironic is written in it', { cause });
  });
  if (stdout.trim() === 'True') return 'python3';
  throw new IronicMissing('no Ironic: it takes Python 3.11 or later, and python3 here is older');
}

/** Another where the empty database is made otherwise. */
const databaseFormat = 'wal';

/** Its tables take three seconds to make, and are the same for everyone. */
async function makeDatabase(programs: string, path: string): Promise<void> {
  const config = `${path}.conf`;
  writeFileSync(config, `[database]\nconnection = sqlite:///${path}\n`);
  await run(join(programs, 'ironic-dbsync'), ['--config-file', config, 'create_schema']);
  // Kept in the file: readers then wait for no writer.
  const wal = 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL")';
  await run(join(programs, 'python'), ['-c', wal, path]);
  rmSync(config);
}

/** uv takes 2 s for what pip does in a minute, but knows nothing of pip's own settings. */
async function installRequirements(programs: string): Promise<void> {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const python = join(programs, 'python');
  try {
    await run(python, [...pip, 'uv']);
    await run(join(programs, 'uv'), ['pip', 'install', '--python', python, '-r', requirements]);
  } catch {
    await run(python, [...pip, '-r', requirements]).catch((cause: Error) => {
      throw new IronicMissing(`no Ironic: pip could not install it: ${cause.message.slice(-500)}`, { cause });
    });
  }
}

/** Where the programs of an environment say to find Python: its folder cannot be renamed afterwards. */
async function install(folder: string, say: (line: string) => void): Promise<void> {
  const python = await newestPython();
  say(`installing Ironic from PyPI into ${folder}, once`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await run(python, ['-m', 'venv', folder]).catch((cause: unknown) => {
    throw new IronicMissing('no Ironic: python3 -m venv does not work here', { cause });
  });
  const programs = join(folder, 'bin');
  await installRequirements(programs);
  const made = mkdtempSync(join(folder, 'database-'));
  await makeDatabase(programs, join(made, 'empty.sqlite'));
  renameSync(join(made, 'empty.sqlite'), join(folder, 'empty.sqlite'));
}

/** An installation that was killed leaves its lock behind. */
const staleAfterMs = 10 * 60_000;

function takeLock(path: string): boolean {
  mkdirSync(dirname(path), { recursive: true });
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const taken = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (taken > 0 && Date.now() - taken > staleAfterMs) rmSync(path, { recursive: true, force: true });
    return false;
  }
}

/** One process installs, others wait for it. */
async function installOnce(folder: string, done: () => boolean, say: (line: string) => void): Promise<void> {
  const lock = `${folder}.lock`;
  while (!takeLock(lock)) await sleep(500);
  try {
    if (!done()) await install(folder, say);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * An Ironic with all that it needs, in the versions of `requirements.txt`: installed before, or now.
 *
 * @throws {IronicMissing} saying what there is not
 */
export async function obtainIronic(
  say: (line: string) => void = () => {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<InstalledIronic> {
  const version = createHash('sha256')
    .update(readFileSync(requirements))
    .update(databaseFormat)
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(env), version);
  const emptyDatabase = join(folder, 'empty.sqlite');
  // Made last, so what was interrupted is done again.
  const done = () => existsSync(emptyDatabase);
  if (!done()) await installOnce(folder, done, say);
  return { programs: join(folder, 'bin'), emptyDatabase };
}
