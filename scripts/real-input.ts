import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasInventories, inventories, realInputs, runRealInput } from './real-input/run.js';

/** Runs the main job on inventories of machines that exist: import, the missing facts, check, lock, synth. */
const work = fileURLToPath(new URL('../.work/real-input', import.meta.url));

if (!hasInventories()) {
  process.stdout.write(
    `skipped: there are no inventories at ${inventories}, which are no part of this repository\n`,
  );
} else {
  for (const input of realInputs) {
    const dir = join(work, input.site);
    for (const { command, code, stdout, stderr } of await runRealInput(input, dir)) {
      process.stdout.write(`\n$ ${command.replace(inventories, '<inventories>')}\n${stderr}${stdout}`);
      if (code !== 0) {
        process.stdout.write(`ended with ${code}\n`);
        process.exitCode = 1;
      }
    }
    process.stdout.write(`\n${input.site} stays in ${dir}\n`);
  }
}
