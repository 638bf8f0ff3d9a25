import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Change, Keeper } from './store.js';

/** Bytes of journal after which the whole state is written anew. */
const compactAfter = 32 * 1024 * 1024;

/** The folder of a lab cannot be used; the message says why. */
export class StateFolderError extends Error {
  override readonly name = 'StateFolderError';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // No permission to signal it: it is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes this process the only owner of a folder, until it ends or gives it up.
 *
 * @throws {StateFolderError} where another process that runs has it
 */
export function ownFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'owner');
  for (let attempt = 0; ; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeFileSync(file, `${process.pid}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(path, 'utf8'));
      if (attempt > 0 || (Number.isInteger(pid) && pid > 0 && isAlive(pid))) {
        throw new StateFolderError(`another lab (process ${pid}) works on ${folder}`, { cause: error });
      }
      // Left by a lab that was killed.
      rmSync(path, { force: true });
    }
  }
}

/** Lines of a journal; what a killed process left half written is the last and is left out. */
function* readLines(path: string): Iterable<readonly Change[]> {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    try {
      yield JSON.parse(line) as readonly Change[];
    } catch (error) {
      if (index !== lines.length - 1)
        throw new StateFolderError(`${path}:${index + 1}: not a line of a lab's journal`, { cause: error });
    }
  }
}

/** One world on disk: the state when it was last written whole, and a journal of what changed since. */
export class WorldFile implements Keeper {
  readonly #snapshot: string;
  readonly #journal: string;

  constructor(folder: string, name: string) {
    this.#snapshot = join(folder, `${name}.world.jsonl`);
    this.#journal = join(folder, `${name}.journal.jsonl`);
  }

  /** All changes that lead to the present state. */
  *load(): Iterable<Change> {
    for (const path of [this.#snapshot, this.#journal]) {
      for (const changes of readLines(path)) yield* changes;
    }
  }

  append(changes: readonly Change[]): void {
    appendFileSync(this.#journal, `${JSON.stringify(changes)}\n`, { mode: 0o600 });
  }

  /** Writes the state whole where the journal has grown long, or where it is asked for. */
  compact(snapshot: Iterable<Change>, isForced = false): void {
    if (!existsSync(this.#journal) || (!isForced && statSync(this.#journal).size < compactAfter)) return;
    const next = `${this.#snapshot}.next`;
    const lines = [...snapshot].map((change) => JSON.stringify([change]));
    writeFileSync(next, `${lines.join('\n')}\n`, { mode: 0o600 });
    // The journal goes second: read after the new state, its changes lead to the same end.
    renameSync(next, this.#snapshot);
    rmSync(this.#journal, { force: true });
  }
}
