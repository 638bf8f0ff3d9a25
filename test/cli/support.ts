import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { run } from '../../src/cli/run.js';
import { capture, type Surroundings } from './capture.js';

interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
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
