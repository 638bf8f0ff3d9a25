import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LifeStep, liveThrough } from './real-input/life.js';
import { hasInventories, inventories, type RealInput, realInputs, runRealInput } from './real-input/run.js';

/**
 * Runs the main job on inventories of machines that exist: import, the missing facts, check, lock, synth, software; then, with
 * real Terraform in the lab, apply, grow, shrink and destroy. Takes some three minutes.
 */
const work = fileURLToPath(new URL('../.work/real-input', import.meta.url));
// Terraform warns when the user's own file is missing, and a user's mirrors must not decide a run.
process.env['TF_CLI_CONFIG_FILE'] = fileURLToPath(new URL('../test/support/terraform.rc', import.meta.url));
process.env['CHECKPOINT_DISABLE'] = '1';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs the commands; false where one is refused. */
async function runCommands(input: RealInput, dir: string): Promise<boolean> {
  const ran = await runRealInput(input, dir);
  for (const { command, code, stdout, stderr } of ran) {
    say(`\n$ ${command.replace(inventories, '<inventories>')}\n${stderr}${stdout}`);
    if (code !== 0) say(`ended with ${code}`);
  }
  return ran.every(({ code }) => code === 0);
}

function lifeLine({ did, plan, left, machines }: LifeStep): string {
  const counts = Object.entries(machines).flatMap(([provisioner, states]) =>
    Object.entries(states).map(([state, count]) => `${provisioner} ${state} ${count}`),
  );
  const planned = Object.values(plan ?? {}).flatMap((changes) =>
    Object.entries(changes)
      .filter(([address]) => /^(?:ironic_deployment|maas_instance)\./.test(address))
      .map(([address, actions]) => `${actions} ${address}`),
  );
  const after = Object.keys(left).length === 0 ? 'nothing left to do' : `left to do: ${JSON.stringify(left)}`;
  return [
    did,
    counts.length === 0 ? 'no machine known any more' : counts.join(', '),
    after,
    ...(planned.length === 0 ? [] : [`the plan was: ${planned.join(', ')}`]),
  ].join('; ');
}

if (!hasInventories()) {
  say(`skipped: there are no inventories at ${inventories}, which are no part of this repository`);
} else {
  for (const input of realInputs) {
    const dir = join(work, input.site);
    if (!(await runCommands(input, dir))) {
      process.exitCode = 1;
      continue;
    }
    say(`\n${input.site} in the lab, with real Terraform`);
    for await (const step of liveThrough(input, dir)) {
      say(`  ${lifeLine(step)}`);
      if (Object.keys(step.left).length > 0) process.exitCode = 1;
    }
    say(`\n${input.site} stays in ${dir}`);
  }
}
