import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type LabOptions, startLab } from '../../../src/lab/lab.js';
import { fromRoot } from '../../support/project-root.js';
import type { Message } from './lab-process.js';
import { answerTo, type Question } from './lab-questions.js';

/** A lab, here or in a process of its own. */
export interface AnyLab {
  readonly env: Readonly<Record<string, string>>;
  /** False where it was killed. */
  isAlive(): boolean;
  ask(question: Question): Promise<unknown>;
  close(): Promise<void>;
}

/** A lab in this process. */
export async function labHere(options: LabOptions): Promise<AnyLab> {
  const lab = await startLab(options);
  return {
    env: lab.env,
    isAlive: () => true,
    ask: async (question) => answerTo(lab, question),
    close: () => lab.close(),
  };
}

/** A lab in a process of its own, which may be killed. */
export async function forkedLab(options: LabOptions): Promise<AnyLab> {
  const child = fork(fromRoot('test', 'lab', 'support', 'lab-process.ts'), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const env = await tell(child, { ask: 'start', options });
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    env: env as Readonly<Record<string, string>>,
    isAlive,
    ask: (question) => tell(child, question),
    close: async () => {
      if (!isAlive()) return;
      const ended = once(child, 'exit');
      child.send({ ask: 'close' } satisfies Message);
      await ended;
    },
  };
}

async function tell(child: ChildProcess, message: Message): Promise<unknown> {
  const stop = new AbortController();
  const answered = once(child, 'message', { signal: stop.signal });
  const ended = once(child, 'exit', { signal: stop.signal }).then(() => {
    throw new Error(`the lab's process ended before it answered ${message.ask}`);
  });
  child.send(message);
  try {
    const [answer] = (await Promise.race([answered, ended])) as [{ value?: unknown; error?: string }];
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  } finally {
    for (const waiting of [answered, ended]) waiting.catch(() => {});
    stop.abort();
  }
}
