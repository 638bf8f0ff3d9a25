import { type ChildProcess, type ForkOptions, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Answer, Question, Usage } from './child.js';

/** What one run of terraform took. Processor and memory are null where the system does not tell of a running process. */
export interface Took {
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly peakMB: number | null;
}

/** The clock ticks of Linux, in which it counts the processor time of a process. */
const MS_PER_TICK = 10;

/** Processor time and most memory so far, as Linux tells it; null on other systems, and once the process is gone. */
function readProcess(pid: number): { readonly cpuMs: number; readonly peakMB: number } | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // The name before the bracket may hold blanks; user and system time are the 12th and 13th field after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    if (peak === undefined) return null;
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuMs: ticks * MS_PER_TICK, peakMB: (Number(peak) * 1024) / 1e6 };
  } catch {
    return null;
  }
}

/** Between two looks at a running process: what it takes after the last one is not seen. */
const LOOK_MS = 20;

/** Terraform in a folder. */
export interface Place {
  readonly terraform: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @throws {Error} with what terraform said, where it ended in anything but 0 */
export async function runTerraform(place: Place, ...args: readonly string[]): Promise<Took> {
  const begun = performance.now();
  const child = spawn(place.terraform, args, {
    cwd: place.folder,
    env: { ...process.env, ...place.env, TF_CLI_ARGS: '-no-color' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let last: ReturnType<typeof readProcess> = null;
  const looking = setInterval(() => {
    last = readProcess(child.pid ?? 0) ?? last;
  }, LOOK_MS);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${place.terraform} ${args.join(' ')} ended with ${code}:\n${said}`);
  } finally {
    clearInterval(looking);
  }
  const wallMs = performance.now() - begun;
  return { wallMs, cpuMs: null, peakMB: null, ...(last as object | null) };
}

/** A serving process. */
export interface LabProcess {
  readonly env: Readonly<Record<string, string>>;
  usage(): Promise<Usage>;
  end(): Promise<void>;
}

async function ask(child: ChildProcess, question?: Question): Promise<Answer> {
  const gone = new AbortController();
  const failed = once(child, 'exit', { signal: gone.signal }).then(([code]) => {
    throw new Error(`the serving process ended with ${code}`);
  });
  const answered = once(child, 'message');
  if (question !== undefined) child.send(question);
  try {
    const [answer] = await Promise.race([answered, failed]);
    return answer as Answer;
  } finally {
    failed.catch(() => {});
    gone.abort();
  }
}

/** Starts a provider in a process of its own, by a script that calls `runLabChild`. */
export async function startLabProcess(script: string, options: ForkOptions): Promise<LabProcess> {
  const child = fork(script, ['lab-child'], {
    ...options,
    execArgv: ['--expose-gc', ...(options.execArgv ?? [])],
  });
  const started = await ask(child);
  if (!('env' in started)) throw new Error('the serving process did not begin with its environment');
  return {
    env: started.env,
    usage: async () => (await ask(child, 'usage')) as Usage,
    end: async () => {
      const ended = once(child, 'exit');
      child.send('end' satisfies Question);
      await ended;
    },
  };
}
