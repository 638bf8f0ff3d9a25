import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import picocolors from 'picocolors';

/**
 * Takes the example through the main job with no hardware and no account, each step by the real command line:
 * check, lock, model, synth, and then a machine that fails.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const project = join(root, '.work', 'demo');
const colors = picocolors.createColors(process.stdout.isTTY && process.env['NO_COLOR'] === undefined);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function step(title: string, why: string): void {
  say(`\n${colors.bold(colors.cyan(`== ${title}`))}\n${why}\n`);
}

/** Runs one command of rackform in the demo project, showing it and what it prints. */
function rackform(...args: readonly string[]): void {
  say(
    colors.bold(
      `$ rackform ${args.map((arg) => (/^[\w./=-]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' ')}`,
    ),
  );
  const { status, error } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'src/cli/main.ts'), ...args],
    {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
      // The step of the way that a user has not taken: no git, so nothing outside of the folder counts.
      env: { ...process.env, GIT_DIR: join(project, '.git') },
    },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`rackform ${args.join(' ')} ended with ${status}`);
}

/** Addresses in a synthesized stack, by type. */
function resources(stack: string): readonly string[] {
  const path = join(project, 'cdktf.out', 'stacks', stack, 'cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly resource: Readonly<Record<string, object>>;
  };
  return Object.entries(resource).flatMap(([type, names]) =>
    Object.keys(names).map((name) => `${type}.${name}`),
  );
}

function showSlot(stack: string, slot: string): void {
  const own = resources(stack).filter(
    (address) => address.split('.')[1] === slot || address.split('.')[1]?.startsWith(`${slot}_`),
  );
  say(colors.bold(`\nTerraform of slot ${slot}, all in one state (${stack}):`));
  for (const address of own) say(`  ${address}`);
}

rmSync(project, { recursive: true, force: true });
mkdirSync(project, { recursive: true });
cpSync(join(root, 'examples', 'training'), project, { recursive: true });

step(
  '1. What was read',
  `A made-up site and a cluster of 21 lines: ${relative(process.cwd(), project) || project}`,
);
for (const file of ['rackform.yaml', 'clusters/train-a.yaml']) {
  say(colors.bold(file));
  say(readFileSync(join(project, file), 'utf8').replace(/^/gm, '  '));
}
rackform('check');

step(
  '2. What is decided, once',
  'Slots get machines, addresses and shards. The lock remembers; nothing moves afterwards unless it is said.',
);
rackform('lock');
rackform('model');

step(
  '3. The Terraform',
  'Three stacks, cut by who owns the thing: the site network, the enrolled machines, the cluster’s claims.',
);
rackform('synth');
showSlot('dc1-train-a-claim-01', 'train-a-gpu-001');

step(
  '4. A machine fails',
  'gpu-r01-n02 goes to repair in machines.csv. Exactly its slot moves, to the spare, with the same name and addresses.',
);
const inventory = join(project, 'sites/dc1/machines.csv');
writeFileSync(
  inventory,
  readFileSync(inventory, 'utf8').replace(/^(gpu-r01-n02,[^,]*,[^,]*,[^,]*,[^,]*),,/m, '$1,repair,'),
);
rackform('lock');
rackform('synth');
rackform('status');

step('5. Why is it so?', 'Every value says where it comes from, and what changing it would touch.');
rackform('explain', 'clusters.train-a.pools.gpu.kernel.acs');

step('What to run next', 'In your own project:');
say('  npx rackform init          start a project');
say('  npx rackform check         check it, as often as you like');
say('  npx rackform lock          decide, and commit locks/');
say('  npx cdktf synth            write the Terraform (or: npx rackform synth)');
say("  npx cdktf deploy '*'       apply it to your MAAS, with MAAS_API_URL and MAAS_API_KEY set");
say(`\nThe demo’s project stays in ${relative(process.cwd(), project) || project} to look at.`);
