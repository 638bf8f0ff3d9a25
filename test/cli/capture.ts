import { tmpdir } from 'node:os';
import type { Io } from '../../src/cli/io.js';

/** What is around a command line. */
export interface Surroundings {
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
