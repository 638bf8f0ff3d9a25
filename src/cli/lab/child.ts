import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { CliError } from '../cli-error.js';

/** How a shell ends where a command cannot be run. */
const cannotRun: Readonly<Record<string, { readonly code: number; readonly why: string }>> = {
  ENOENT: { code: 127, why: 'no such command' },
  EACCES: { code: 126, why: 'permission denied' },
};

/** How a command ended. */
export interface Ended {
  /** Of the command; 128 and the signal's number where one ended it, as shells have it. */
  readonly code: number;
  /** Why it could not be started at all. */
  readonly problem: string | null;
}

/**
 * Passes on what would end this process, and outlives it: the command decides, and needs the lab until it has ended.
 *
 * @param hasTerminal then Ctrl-C reaches the command by itself, and twice would make Terraform give up at once
 */
function passSignals(hasTerminal: boolean, pass: (signal: NodeJS.Signals) => void): () => void {
  const ignore = (): void => {};
  const handlers: Readonly<Partial<Record<NodeJS.Signals, (signal: NodeJS.Signals) => void>>> = {
    SIGINT: hasTerminal ? ignore : pass,
    SIGQUIT: hasTerminal ? ignore : pass,
    SIGTERM: pass,
    SIGHUP: pass,
  };
  const entries = Object.entries(handlers) as [NodeJS.Signals, (signal: NodeJS.Signals) => void][];
  for (const [signal, handler] of entries) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of entries) process.off(signal, handler);
  };
}

/** Runs a command on this process's own terminal, to its end. */
export async function runCommand(
  [file, ...args]: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly hasTerminal: boolean },
): Promise<Ended> {
  const child = spawn(file, args, { cwd: options.cwd, env: options.env, stdio: 'inherit' });
  const stop = passSignals(options.hasTerminal, (signal) => child.kill(signal));
  try {
    return await new Promise<Ended>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        // E2BIG, for one: then nothing runs either.
        const { code, why } = cannotRun[error.code ?? ''] ?? { code: 126, why: error.message };
        if (child.pid === undefined) resolve({ code, problem: `cannot run ${file}: ${why}` });
        else reject(new CliError(`${file}: ${error.message}`, undefined, { cause: error }));
      });
      child.once('exit', (code, signal) => {
        const ended = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
        resolve({ code: ended, problem: null });
      });
    });
  } finally {
    stop();
  }
}

/** A process that was given the environment of a lab. */
export interface User {
  readonly pid: number;
  readonly name: string;
}

/**
 * Processes whose environment names a text, this one aside. Found by procfs, of the same user; where there is none,
 * as on macOS, nobody is found.
 */
export function processesWith(text: string): readonly User[] {
  let pids: readonly string[];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids.flatMap((pid) => {
    try {
      if (Number(pid) === process.pid || !readFileSync(`/proc/${pid}/environ`).includes(text)) return [];
      return [{ pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() }];
    } catch {
      // Another user's, or ended meanwhile.
      return [];
    }
  });
}

/**
 * Waits until nobody uses a lab any more. One that begins to after the lab has stopped kills whoever has its process
 * id by then.
 *
 * @param users who has its environment
 * @param connections clients that are connected now
 * @param say told who is waited for, once that takes long
 * @param isEnough true: stop waiting
 */
export async function untilUnused(
  users: () => readonly User[],
  connections: () => number,
  say: (users: readonly User[]) => void,
  isEnough: () => boolean,
): Promise<void> {
  const start = performance.now();
  let isSaid = false;
  for (;;) {
    const left = users();
    if ((left.length === 0 && connections() === 0) || isEnough()) return;
    if (!isSaid && performance.now() - start > 1000) {
      isSaid = true;
      say(left);
    }
    await setTimeout(100);
  }
}
