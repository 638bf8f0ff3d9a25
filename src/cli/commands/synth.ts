import { hasErrors } from '../../errors.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { exitCodeFor } from '../outcome.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { progressFor } from '../render/progress.js';
import { styleFor } from '../render/style.js';
import { counted, table } from '../render/table.js';
import { prepare, type SynthArgs, synthesize } from '../synthesize.js';
import { printTrouble } from '../trouble.js';

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Synthesizes as `app` does, and says for people what was written. */
export async function synth(io: Io, args: SynthArgs): Promise<ExitCode> {
  const progress = progressFor(io);
  const ready = await prepare(io, args, progress);
  if (hasErrors(ready.issues)) {
    progress.done();
    printTrouble(io, ready.project, ready.issues, args.color);
    io.stderr.write('nothing was synthesized\n');
    return exitCodeFor(ready.issues);
  }
  progress.step('synthesizing');
  const { outdir, stacks } = await synthesize(io, args, ready);
  progress.done();
  // Warnings are for `check`: here they are counted, so that the files written are what one reads.
  const warnings = ready.issues.filter(({ acknowledged }) => acknowledged === undefined).length;
  const style = styleFor(io, 'stdout', args.color);
  const shown = inert(relativeFile(outdir, io.cwd) || '.');
  const rows = stacks.map(({ name, bytes }) => [`  ${shown}/stacks/${name}/cdk.tf.json`, kilobytes(bytes)]);
  const first = stacks[0]?.name;
  io.stdout.write(
    [
      `${style.title(counted(stacks.length, 'stack'))} written\n`,
      table(rows),
      warnings === 0 ? '' : `${style.warning(counted(warnings, 'warning'))}: rackform check lists them\n`,
      first === undefined
        ? ''
        : `Next: npx cdktf diff ${inert(first)}, or terraform init and plan in ${shown}/stacks/${inert(first)}\n`,
    ].join(''),
  );
  return exitCodes.clean;
}
