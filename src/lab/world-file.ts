import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LabError } from './lab-error.js';
import { release, waitFor } from './link-lock.js';
import type { Change, Keeper, Kept } from './store.js';

/** Bytes of journal after which the whole state is written anew: each start of a process reads all of it. */
const compactAfter = 8 * 1024 * 1024;
/** How long a transaction of another process may take. They take milliseconds. */
const patienceMs = 30_000;

const worldEnding = '.world.jsonl';
const journalName = /^(.+)\.journal-(\d+)\.jsonl$/;

/** Names of the worlds in a folder. */
export function worldNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).flatMap((file) => {
    if (file.endsWith(worldEnding)) return [file.slice(0, -worldEnding.length)];
    const [, name] = journalName.exec(file) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].sort();
}

interface Read {
  readonly changes: readonly Change[];
  /** Bytes of whole lines. What a killed process left half written comes after them. */
  readonly size: number;
}

function notOurs(path: string, cause?: unknown): LabError {
  return new LabError(
    `${path}: not written by a lab, or damaged`,
    'rackform lab reset begins anew; Terraform then finds its resources gone',
    { cause },
  );
}

function parseLines(path: string, bytes: Buffer, offset: number): Read {
  const end = bytes.lastIndexOf(10) + 1;
  const changes: Change[] = [];
  for (const line of bytes.toString('utf8', 0, end).split('\n')) {
    if (line === '') continue;
    try {
      changes.push(...(JSON.parse(line) as readonly Change[]));
    } catch (error) {
      throw notOurs(path, error);
    }
  }
  return { changes, size: offset + end };
}

/** Enough of a file to hold its first line. */
function readStart(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(64);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function generationOf(path: string, bytes: Buffer): number {
  const [, generation] = /^\{"generation":(\d+)\}\n/.exec(bytes.toString('utf8', 0, 64)) ?? [];
  if (generation === undefined) throw notOurs(path);
  return Number(generation);
}

/** Reads a file from an offset on; null where it is not there. */
function readFrom(path: string, offset: number): Read | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(Math.max(fstatSync(file).size - offset, 0));
    const length = readSync(file, bytes, 0, bytes.length, offset);
    return parseLines(path, bytes.subarray(0, length), offset);
  } finally {
    closeSync(file);
  }
}

/**
 * One world on disk: the state when it was last written whole, and a journal of what changed since. The number in
 * the journal's name is in the first line of the state, so that a reader never mixes two of them.
 */
export class WorldFile implements Keeper {
  readonly #folder: string;
  readonly #name: string;
  readonly #isShared: boolean;
  #generation = 0;
  /** Bytes of the journal that the store has taken in. */
  #size = 0;

  /** @param isShared other processes work on it too: each transaction takes a lock, and first what others did */
  constructor(folder: string, name: string, isShared: boolean) {
    this.#folder = folder;
    this.#name = name;
    this.#isShared = isShared;
  }

  /** All changes that lead to the present state. Reads only. */
  load(): readonly Change[] {
    for (;;) {
      const [changes, generation] = this.#readWorld();
      const journal = readFrom(this.#journal(generation), 0);
      // Another process wrote the state anew in between: its journal went with it.
      if (journal === null && this.#readWorld()[1] !== generation) continue;
      this.#generation = generation;
      this.#size = journal?.size ?? 0;
      return [...changes, ...(journal?.changes ?? [])];
    }
  }

  append(changes: readonly Change[]): void {
    const path = this.#journal(this.#generation);
    const line = Buffer.from(`${JSON.stringify(changes)}\n`);
    // Left half written by a process that was killed, or by a disk that was full.
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > this.#size) truncateSync(path, this.#size);
    appendFileSync(path, line, { mode: 0o600 });
    this.#size += line.length;
  }

  exclusively<T>(kept: Kept, work: () => T): T {
    if (!this.#isShared) return this.#andCompact(kept, work);
    const lock = join(this.#folder, `${this.#name}.lock`);
    const holder = waitFor(lock, patienceMs);
    if (holder !== null) {
      throw new LabError(`process ${holder.pid} of ${holder.host} holds ${lock} and does not let go`);
    }
    try {
      this.#catchUp(kept);
      return this.#andCompact(kept, work);
    } finally {
      release(lock);
    }
  }

  /** Writes the state whole. */
  compact(kept: Kept): void {
    const path = this.#world();
    const next = `${path}.next`;
    const lines = [...kept.snapshot()].map((change) => `${JSON.stringify([change])}\n`);
    const generation = this.#generation + 1;
    writeFileSync(next, `${JSON.stringify({ generation })}\n${lines.join('')}`, { mode: 0o600 });
    renameSync(next, path);
    this.#generation = generation;
    this.#size = 0;
    for (const file of readdirSync(this.#folder)) {
      if (journalName.exec(file)?.[1] === this.#name) rmSync(join(this.#folder, file), { force: true });
    }
  }

  #andCompact<T>(kept: Kept, work: () => T): T {
    const result = work();
    if (this.#size > compactAfter) this.compact(kept);
    return result;
  }

  #catchUp(kept: Kept): void {
    const news = readFrom(this.#journal(this.#generation), this.#size);
    if (news === null && (this.#size > 0 || this.#readGeneration() !== this.#generation)) {
      kept.takeOver(this.load(), true);
    } else if (news !== null) {
      this.#size = news.size;
      kept.takeOver(news.changes, false);
    }
  }

  #world(): string {
    return join(this.#folder, `${this.#name}${worldEnding}`);
  }

  #journal(generation: number): string {
    return join(this.#folder, `${this.#name}.journal-${generation}.jsonl`);
  }

  #readGeneration(): number {
    const path = this.#world();
    return existsSync(path) ? generationOf(path, readStart(path)) : 0;
  }

  #readWorld(): readonly [changes: readonly Change[], generation: number] {
    const path = this.#world();
    if (!existsSync(path)) return [[], 0];
    const bytes = readFileSync(path);
    const { changes } = parseLines(path, bytes.subarray(bytes.indexOf(10) + 1), 0);
    return [changes, generationOf(path, bytes)];
  }
}
