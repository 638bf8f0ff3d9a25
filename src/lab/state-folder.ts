import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from './lab-error.js';
import { type Holder, holderOf, mayBeAlive, release, take } from './link-lock.js';

/** The right to use a folder, until it is given back. */
export interface Tenure {
  readonly end: () => void;
}

function ownerPath(folder: string): string {
  return join(folder, 'owner');
}

function usersPath(folder: string): string {
  return join(folder, 'users');
}

const marker = 'lab.json';
const formatVersion = 1;

/**
 * Makes sure that a folder is a lab's.
 *
 * @throws {LabError} where it is not, or of a version that cannot be read
 */
export function requireLab(folder: string): void {
  const path = join(folder, marker);
  if (!existsSync(path)) {
    throw new LabError(`there is no lab in ${folder}`, 'rackform lab run -- COMMAND begins one');
  }
  const found = JSON.parse(readFileSync(path, 'utf8')) as { readonly formatVersion?: unknown };
  if (found.formatVersion === formatVersion) return;
  throw new LabError(
    `${path} is of format ${String(found.formatVersion)}, and this rackform reads format ${formatVersion}`,
    'use the rackform that wrote it, or give another folder by --state',
  );
}

function make(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, marker);
  if (!existsSync(path)) {
    // The first file there is; that of another process which is at the same is no obstacle.
    if (!readdirSync(folder).every((name) => name.startsWith(marker))) {
      throw new LabError(`${folder} holds other things than a lab`, 'give a folder of its own by --state');
    }
    writeFileSync(`${path}.${process.pid}`, `${JSON.stringify({ formatVersion })}\n`, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  }
  requireLab(folder);
  mkdirSync(usersPath(folder), { recursive: true, mode: 0o700 });
  // It is the state of one person's lab: no repository wants it.
  writeFileSync(join(folder, '.gitignore'), '*\n', { mode: 0o600 });
}

function taken(folder: string, holder: Holder, who: string): LabError {
  return new LabError(
    `${who} works on ${folder}: process ${holder.pid} of ${holder.host}`,
    'wait until it has ended, or give each a state of its own by --state',
  );
}

/** Processes that share the folder. Those that were killed are taken off. */
function users(folder: string): readonly Holder[] {
  return readdirSync(usersPath(folder)).flatMap((name) => {
    const path = join(usersPath(folder), name);
    const holder = holderOf(path);
    if (holder === null) return [];
    if (mayBeAlive(holder)) return [holder];
    if (take(path) === null) release(path);
    return [];
  });
}

/** The lab that owns the folder and runs; null where there is none. */
export function runningOwner(folder: string): Holder | null {
  const holder = holderOf(ownerPath(folder));
  return holder !== null && mayBeAlive(holder) ? holder : null;
}

/**
 * Makes this process the only one that uses a folder.
 *
 * @throws {LabError} where another process that runs uses it
 */
export function ownFolder(folder: string): Tenure {
  make(folder);
  const path = ownerPath(folder);
  const owner = take(path);
  if (owner !== null) throw taken(folder, owner, 'another lab');
  const [user] = users(folder);
  if (user !== undefined) {
    release(path);
    throw taken(folder, user, 'a provider of rackform lab install');
  }
  return { end: () => release(path) };
}

let shares = 0;

/**
 * Makes this process one of several that use a folder at once.
 *
 * @throws {LabError} where a lab that runs has it for itself
 */
export function shareFolder(folder: string): Tenure {
  make(folder);
  shares += 1;
  const path = join(usersPath(folder), `${process.pid}-${shares}`);
  take(path);
  const owner = runningOwner(folder);
  if (owner !== null) {
    release(path);
    throw taken(folder, owner, 'a lab that runs');
  }
  return { end: () => release(path) };
}
