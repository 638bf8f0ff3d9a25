import { ironicProvider } from '../../ironic-provider/provider.js';
import { runExecutable } from '../../protocol/executable.js';
import type { LogEntry } from '../../protocol/provider.js';
import { exitCodes } from '../exit-codes.js';

/** What Terraform's own log calls the levels; it shows the rest of the line as it is. */
const levels: Readonly<Record<LogEntry['level'], string>> = {
  info: '[INFO]',
  warn: '[WARN]',
  error: '[ERROR]',
};

const log = ({ level, text }: LogEntry) => process.stderr.write(`${levels[level]} ${text}\n`);

/** The program of the provider `rackform/ironic`: Terraform starts it, without arguments. */
void runExecutable(ironicProvider({ env: process.env, log }), {
  env: process.env,
  write: (line) => process.stdout.write(line),
  log,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`[ERROR] ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  },
);
