import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildBench } from './build.js';
import type { Measured, PartsMeasured, RackformMeasured, Task } from './child.js';
import { differences } from './compare.js';
import { progress } from './progress.js';
import { printResults, type Result, type Runs, resultOf } from './report.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Of this run alone: two runs at once must not take the program away from each other. */
const built = join(root, 'node_modules', '.cache', `rackform-bench-${process.pid}`);

interface Options {
  readonly sizes: readonly number[];
  /** Null: five at a thousand machines, three above. */
  readonly runs: number | null;
  readonly isJson: boolean;
  readonly hasParts: boolean;
}

/** Runs the bench; returns its exit code. */
export function runBench(args: readonly string[]): number {
  const options = optionsOf(args);
  if (typeof options === 'string') {
    process.stderr.write(`bench: ${options}\n`);
    return 2;
  }
  const work = mkdtempSync(join(tmpdir(), 'rackform-bench-'));
  try {
    progress('building');
    buildBench(root, built);
    const results = options.sizes.map((machines) =>
      resultAt(machines, options, join(work, String(machines))),
    );
    progress('');
    process.stdout.write(options.isJson ? `${JSON.stringify(results, null, 2)}\n` : printResults(results));
    return results.every((result) => result.isWithinGates) ? 0 : 1;
  } catch (error) {
    progress('');
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    for (const folder of [work, built]) rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOf(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        machines: { type: 'string', default: '1000,10000' },
        runs: { type: 'string' },
        json: { type: 'boolean', default: false },
        parts: { type: 'boolean', default: true },
      },
      allowNegative: true,
    });
    const sizes = values.machines.split(',').map(Number);
    if (!sizes.every((size) => Number.isInteger(size) && size >= 20 && size <= 20_000))
      return `--machines ${JSON.stringify(values.machines)} is not a list of numbers from 20 to 20000`;
    const runs = values.runs === undefined ? null : Number(values.runs);
    if (runs !== null && !(Number.isInteger(runs) && runs >= 1))
      return `--runs ${JSON.stringify(values.runs)} is not a number of 1 or more`;
    return { sizes, runs, isJson: values.json, hasParts: values.parts };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function resultAt(machines: number, options: Options, work: string): Result {
  const count = options.runs ?? (machines > 1000 ? 3 : 5);
  const inputs = join(work, 'inputs');
  const child = <T>(kind: Task['kind'], folder: string, what: string) => {
    progress(`${machines} machines: ${what}`);
    return runChild<T>({ kind, machines, inputs, outdir: join(work, folder) });
  };
  const { stacks } = child<{ readonly stacks: number }>('prepare', 'none', 'deciding the lock');
  const rackform: RackformMeasured[] = [];
  const plain: Measured[] = [];
  for (let run = 1; run <= count; run += 1) {
    const of = `run ${run} of ${count}`;
    // In turns, and each first in every other pair: what warms or slows the machine slows both.
    const turns = [
      () => rackform.push(child('rackform', 'rackform', `${of}, rackform`)),
      () => plain.push(child('plain', 'plain', `${of}, plain`)),
    ];
    for (const turn of run % 2 === 1 ? turns : turns.reverse()) turn();
    refuseDifferent(join(work, 'rackform'), join(work, 'plain'), '');
  }
  const parts = options.hasParts ? child<PartsMeasured>('parts', 'parts', 'one stack at a time') : null;
  if (parts !== null)
    refuseDifferent(join(work, 'parts', 'stacks'), join(work, 'plain', 'stacks'), 'parts: ');
  rmSync(work, { recursive: true, force: true });
  const runs: Runs = { machines, stacks, rackform, plain, parts };
  return resultOf(runs);
}

function refuseDifferent(one: string, other: string, what: string): void {
  const files = differences(one, other);
  if (files.length === 0) return;
  const named = files.slice(0, 5).join(', ');
  throw new Error(`${what}${files.length} files differ from what the plain program writes: ${named}`);
}

function runChild<T>(task: Task): T {
  const script = join(built, 'bench', 'main.js');
  const args = [
    '--expose-gc',
    '--disable-warning=ExperimentalWarning',
    script,
    'child',
    JSON.stringify(task),
  ];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${task.kind} ended with ${status ?? signal}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}
