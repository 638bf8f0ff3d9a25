#!/usr/bin/env node
import { processIo } from './io.js';
import { run } from './run.js';

void run(process.argv.slice(2), processIo()).then((code) => {
  // Not process.exit: what is still in a pipe would be cut off.
  process.exitCode = code;
});
