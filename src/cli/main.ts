#!/usr/bin/env node
import { exitCodes } from './exit-codes.js';
import { processIo } from './io.js';
import { run } from './run.js';

let isDone = false;
// The user's own module may wait for ever or end the process: then nothing was checked, which is not "clean".
process.once('exit', (code) => {
  if (isDone) return;
  process.exitCode = exitCodes.failed;
  // Who ended it otherwise has said why.
  if (code !== 0) return;
  process.stderr.write(
    'rackform: ended before it was done: rackform.config waits for what never comes, or calls process.exit\n',
  );
});

void run(process.argv.slice(2), processIo()).then((code) => {
  // Not process.exit: what is still in a pipe would be cut off.
  process.exitCode = code;
  isDone = true;
});
