import { writeFileSync } from 'node:fs';
import { DefinitionError } from '../../errors.js';
import { CliError } from '../cli-error.js';
import { exitCodes } from '../exit-codes.js';
import { processIo } from '../io.js';
import { readSide } from './side.js';

/**
 * The process that runs the code of a project for a review, so that it runs in an environment of our choice. Answers
 * into a file: what a module of the user prints must not get into it.
 */
const [dir = '', answer = '', out = ''] = process.argv.slice(2);

void readSide(processIo(), dir, out === '' ? null : out).then(
  (side) => {
    writeFileSync(answer, JSON.stringify(side), { mode: 0o600 });
  },
  (error: unknown) => {
    const isKnown = error instanceof CliError || error instanceof DefinitionError;
    const text =
      error instanceof Error ? (isKnown ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCodes.failed;
  },
);
