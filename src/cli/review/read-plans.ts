import { constants } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Issue } from '../../errors.js';
import { readPlan } from '../../review/plan/plan-file.js';
import type { StackPlan } from '../../review/plan/plan-types.js';
import { CliError } from '../cli-error.js';
import { readGiven } from '../files.js';
import type { Io } from '../io.js';

/** Reads plans one after another, so that only one is in memory as a whole; all problems at once. */
export async function readPlans(
  io: Io,
  files: readonly string[],
): Promise<{ readonly plans: readonly StackPlan[]; readonly issues: readonly Issue[] }> {
  const plans: StackPlan[] = [];
  const issues: Issue[] = [];
  for (const file of files) {
    const read = readPlan(await readText(io, file), file === '-' ? 'standard input' : file);
    issues.push(...read.issues);
    if (read.plan === null) continue;
    const { stack } = read.plan;
    const twice = plans.find((plan) => plan.stack === stack);
    if (twice === undefined) plans.push(read.plan);
    else issues.push(twoPlans(stack, twice.file, file));
  }
  return { plans, issues };
}

function twoPlans(stack: string, first: string, second: string): Issue {
  return {
    code: 'REVIEW_STACK_TWICE',
    severity: 'error',
    message: `two plans of stack ${JSON.stringify(stack)}: ${first} and ${second}`,
    at: { document: 'project', path: [] },
    position: { file: second, line: 1, column: 1 },
    hint: 'give the newer one',
  };
}

async function readText(io: Io, file: string): Promise<string> {
  const size = file === '-' ? 0 : (await stat(resolve(io.cwd, file))).size;
  // What V8 can hold as one text.
  if (size > constants.MAX_STRING_LENGTH) {
    throw new CliError(
      `${file}: has ${Math.round(size / 2 ** 20)} MiB, and ${Math.floor(constants.MAX_STRING_LENGTH / 2 ** 20)} can be read`,
      'give the plans of the stacks one by one',
    );
  }
  return readGiven(io, file);
}
