import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that holds a lock. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When it began, as the system counts; empty where that cannot be told. A pid alone is used again. */
  readonly began: string;
}

function beginningOf(pid: number | 'self'): string {
  try {
    // Field 22 of proc(5); the second, the program's name, may hold spaces and brackets.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No procfs here, or no such process: the pid alone has to do.
    return '';
  }
}

const self: Holder = { host: hostname(), pid: process.pid, began: beginningOf('self') };

function print({ host, pid, began }: Holder): string {
  return `${pid}@${host}@${began}`;
}

function parse(text: string): Holder {
  const [pid = '', host = '', began = ''] = text.split('@');
  return { host, pid: Number(pid), began };
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Who holds a lock, dead or alive; null where nobody does. */
export function holderOf(path: string): Holder | null {
  try {
    return parse(readlinkSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** False only where the process is known to have ended. Of processes of other hosts nothing is known. */
export function mayBeAlive({ host, pid, began }: Holder): boolean {
  if (host !== self.host) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // No permission to signal it: it is there all the same.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = beginningOf(pid);
  return began === '' || now === '' || now === began;
}

/**
 * Takes away a lock whose holder is dead. Two that see it dead at once must not remove each other's new one, so that
 * only the one who holds the lock's own lock removes it, after another look.
 */
function removeDead(path: string, dead: Holder): void {
  const inner = `${path}.removal`;
  if (!create(inner)) {
    const remover = holderOf(inner);
    if (remover !== null && !mayBeAlive(remover)) removeDead(inner, remover);
    return;
  }
  const holder = holderOf(path);
  if (holder !== null && print(holder) === print(dead)) rmSync(path, { force: true });
  rmSync(inner, { force: true });
}

/** A symbolic link is made with its content at once, or not at all: nobody sees a lock without a holder. */
function create(path: string): boolean {
  try {
    symlinkSync(print(self), path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes a lock, also one whose holder is dead.
 *
 * @returns who holds it; null where this process does from now on
 */
export function take(path: string): Holder | null {
  for (;;) {
    if (create(path)) return null;
    const holder = holderOf(path);
    if (holder === null) continue;
    if (mayBeAlive(holder)) return holder;
    removeDead(path, holder);
  }
}

/** Gives back a lock of this process. */
export function release(path: string): void {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  if (isThere && print(holderOf(path) ?? self) === print(self)) rmSync(path, { force: true });
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Takes a lock that others hold for moments only, waiting for it.
 *
 * @returns who holds it still after the time; null where this process does
 */
export function waitFor(path: string, milliseconds: number): Holder | null {
  const end = performance.now() + milliseconds;
  for (let wait = 1; ; wait = Math.min(wait * 2, 16)) {
    const holder = take(path);
    if (holder === null || performance.now() > end) return holder;
    Atomics.wait(pause, 0, 0, wait);
  }
}
