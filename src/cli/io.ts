import { exitCodes } from './exit-codes.js';

/** A stream that a command prints to. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
}

/** All that a command sees of the process, so that tests run it in process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Whether questions can be asked. */
  readonly canAsk: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/**
 * A process stream as output. A reader that goes away (`| head`) silences it and nothing else, so that the
 * command still ends with its own exit code.
 */
function output(stream: Stream): Output {
  let isOpen = true;
  stream.on('error', (error) => {
    isOpen = false;
    if (error.code === 'EPIPE') return;
    // A disk that is full, for one. Standard error may be the very stream that fails.
    if (stream !== process.stderr) process.stderr.write(`rackform: cannot write: ${error.message}\n`);
    process.exit(exitCodes.failed);
  });
  return {
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
  };
}

async function readInput(): Promise<string> {
  // By the stream and not by file descriptor 0: reading that fails where the pipe does not block.
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** The real process. */
export function processIo(): Io {
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    readInput,
    canAsk: isInteractive && process.env['CI'] === undefined,
    env: process.env,
    cwd: process.cwd(),
  };
}
