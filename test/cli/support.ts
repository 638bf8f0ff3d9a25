import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/run.js';

interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** What is on standard input. */
  readonly input?: string;
}

/** An io that keeps what is printed. */
export function capture(around: Surroundings = {}) {
  const printed = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      printed[name] += text;
    },
    isTTY: around.isTTY ?? false,
    columns: around.columns ?? 80,
  });
  const io: Io = {
    stdout: stream('out'),
    stderr: stream('err'),
    readInput: async () => around.input ?? '',
    canAsk: false,
    env: around.env ?? {},
    cwd: around.cwd ?? tmpdir(),
  };
  return { io, printed };
}

/** Runs one command line in process. */
export async function rackform(argv: readonly string[], around: Surroundings = {}): Promise<Captured> {
  const { io, printed } = capture(around);
  const code = await run(argv, io);
  return { code, ...printed };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with these files; gone when the test file has run. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rackform-cli-')));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
