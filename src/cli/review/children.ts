import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CliError } from '../cli-error.js';
import type { Io } from '../io.js';
import type { Side } from './side.js';

/** How a child ended, with all that it printed. */
export interface Output {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Of the caller's environment what programs need to run at all. Nothing else reaches the code under review. */
const needed = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'SystemRoot', 'LD_LIBRARY_PATH'] as const;

/**
 * Environment for code under review and for its Terraform: no token, no cloud account, no home folder of the caller.
 *
 * @param home folder that stands for the home
 */
export function cleanEnvironment(io: Io, home: string): Readonly<Record<string, string>> {
  const kept = needed.flatMap((name) => {
    const value = io.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), HOME: home, CI: '1', NO_COLOR: '1' };
}

/** Runs a program to its end, without a terminal. */
export function runQuietly(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const what = cause.code === 'ENOENT' ? 'no such command' : cause.message;
      reject(new CliError(`cannot run ${file}: ${what}`, 'install it, or put it on the PATH', { cause }));
    });
    child.once('close', (code, signal) => {
      const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
      resolve({ code: code ?? (signal === null ? 1 : 128), out: text(out), err: text(err) });
    });
  });
}

/** Sources run by the loader that the tests have; what is installed is JavaScript. */
function programOf(name: string): readonly string[] {
  const here = import.meta.url;
  const isSource = here.endsWith('.ts');
  const file = fileURLToPath(new URL(`${name}${isSource ? '.ts' : '.js'}`, here));
  const loader = isSource ? ['--import', pathToFileURL(createRequire(here).resolve('tsx')).href] : [];
  return [...loader, file];
}

/**
 * Reads one side of a review in a process of its own.
 *
 * @param what how to call it in a message: `the base`, `this project`
 * @param out folder to synthesize into; null: nothing is synthesized
 */
export async function sideOf(
  io: Io,
  what: string,
  dir: string,
  work: string,
  out: string | null,
): Promise<Side> {
  const answer = join(work, 'side.json');
  const args = [...programOf('side-main'), dir, answer, out ?? ''];
  const { code, err } = await runQuietly(process.execPath, args, {
    cwd: dir,
    env: cleanEnvironment(io, work),
  });
  if (code !== 0) throw new CliError(`${what} cannot be read: ${err.trim()}`);
  return JSON.parse(readFileSync(answer, 'utf8')) as Side;
}
