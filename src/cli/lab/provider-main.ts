import { runInstalled } from '../../lab/installed.js';
import { exitCodes } from '../exit-codes.js';

/** The program of a provider that `rackform lab install` wrote: Terraform starts it with its settings and its name. */
const [path = '', source = ''] = process.argv.slice(2);

void runInstalled(path, source, {
  env: process.env,
  write: (line) => process.stdout.write(line),
  log: ({ level, text }) => process.stderr.write(`${level}: ${text}\n`),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`rackform: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.failed;
  },
);
