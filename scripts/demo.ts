import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import picocolors from 'picocolors';

/**
 * Takes the example through the main job with no hardware and no account, each step by the real command line and real
 * Terraform: check, lock, synth, a first apply in the lab, a machine that fails, a slot that is given back, the end.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const project = join(root, '.work', 'demo');
const cli = ['--import', 'tsx', join(root, 'src/cli/main.ts')];
const colors = picocolors.createColors(process.stdout.isTTY && process.env['NO_COLOR'] === undefined);
/** The step of the way that a user has not taken: no git, so nothing outside of the folder counts. */
const env = {
  ...process.env,
  GIT_DIR: join(project, '.git'),
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: join(project, 'terraform.rc'),
};
const began = performance.now();

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function step(title: string, why: string): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`\n${colors.bold(colors.cyan(`== ${title}`))} ${colors.dim(`(${seconds} s)`)}\n${why}\n`);
}

interface Shown {
  /** Which of the lines that Terraform prints are worth a look. @default - all */
  readonly lines?: RegExp;
  readonly input?: string;
}

/** Runs one command of rackform in the demo project, showing it and what it prints; returns that. */
function rackform(args: readonly string[], { lines, input }: Shown = {}): string {
  const quoted = args.map((arg) => (/^[\w./=:*-]+$/.test(arg) ? arg : JSON.stringify(arg)));
  say(colors.bold(`$ rackform ${quoted.join(' ')}`));
  const ran = spawnSync(process.execPath, [...cli, ...args], {
    cwd: project,
    encoding: 'utf8',
    input: input ?? '',
    env,
    maxBuffer: 1 << 26,
  });
  if (ran.error !== undefined) throw ran.error;
  const printed = `${ran.stdout}${ran.stderr}`;
  if (ran.status !== 0) {
    say(printed);
    throw new Error(`rackform ${args.join(' ')} ended with ${ran.status}`);
  }
  const shown = lines === undefined ? printed : matching(printed, lines);
  if (shown.trim() !== '') say(shown.trimEnd());
  return ran.stdout;
}

function matching(text: string, lines: RegExp): string {
  return text
    .split('\n')
    .filter((line) => lines.test(line))
    .join('\n');
}

const stacks = ['dc1-network', 'dc1-enrolment-01', 'dc1-train-a-claim-01'];
const claim = 'dc1-train-a-claim-01';
const result = /^-- |^(Apply|Destroy) complete|^No changes|^Plan:|^ {2}# .* replaced/;

/** Terraform in all stacks, in the order of apply: what `cdktf deploy '*'` does. */
writeFileSync(
  join(mkdirs(project), 'all.sh'),
  `#!/bin/sh
# all.sh apply -auto-approve: the command in the folder of every stack, in the order of apply.
# REVERSE=1: the other way round.
set -e
stacks='${stacks.join(' ')}'
[ -z "$REVERSE" ] || stacks='${[...stacks].reverse().join(' ')}'
for stack in $stacks; do
  echo "-- $stack"
  cd "cdktf.out/stacks/$stack"
  [ -f .initialised ] || { terraform init -input=false -no-color >/dev/null && touch .initialised; }
  terraform "$@" -input=false -no-color
  cd ../../..
done
`,
);

function mkdirs(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function all(...terraform: readonly string[]): void {
  rackform(['lab', 'run', '--', 'sh', 'all.sh', ...terraform], { lines: result });
}

/** Tells the lock what the state of the claims holds now. */
function evidence(): void {
  const folder = join('cdktf.out/stacks', claim);
  const state = rackform(['lab', 'run', '--', 'terraform', `-chdir=${folder}`, 'show', '-json'], {
    lines: /^$/,
  });
  rackform(['lock', '--applied', '-'], { input: state });
}

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(project, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

const example = join(root, 'examples', 'training');
const made = new Set(['cdktf.out', 'locks', 'state', '.rackform']);
cpSync(example, project, { recursive: true, filter: (source) => !made.has(basename(source)) });
// An own, empty file: terraform warns where the user's is missing.
writeFileSync(join(project, 'terraform.rc'), '');
if (spawnSync('terraform', ['version'], { env }).status !== 0) {
  say('the demo applies with real Terraform, and there is no terraform on the PATH');
  process.exit(1);
}

step(
  '1. What was read',
  `A made-up site and a cluster of 21 lines: ${relative(process.cwd(), project) || project}`,
);
for (const file of ['rackform.yaml', 'clusters/train-a.yaml']) {
  say(colors.bold(file));
  say(readFileSync(join(project, file), 'utf8').replace(/^/gm, '  '));
}
rackform(['check']);

step(
  '2. What is decided, once',
  'Slots get machines, addresses and shards. The lock remembers; nothing moves afterwards unless it is said.',
);
rackform(['lock']);

step(
  '3. The Terraform',
  'Three stacks, cut by who owns the thing: the site network, the enrolled machines, the cluster’s claims.',
);
rackform(['synth']);

step(
  '4. The first apply, with no metal',
  'The lab serves a MAAS that is not there. Real Terraform applies every stack in order, and then plans nothing.',
);
all('apply', '-auto-approve');
all('plan');
rackform(['lab', 'show'], { lines: /^(?!.*cpu-r0[23])/ });
rackform(['lab', 'report'], { lines: /^run|longest|^all/ });
evidence();

step(
  '5. A machine fails',
  'gpu-r01-n02 goes to repair in machines.csv. Exactly its slot moves, to the spare, with the same name and addresses.',
);
edit('sites/dc1/machines.csv', /^(gpu-r01-n02,[^,]*,[^,]*,[^,]*,[^,]*),,/m, '$1,repair,');
rackform(['lock']);
rackform(['synth'], { lines: /written/ });
all('plan');
all('apply', '-auto-approve');
all('plan');
evidence();

step(
  '6. A slot is given back',
  'Never by leaving it out: first its state is known to carry the erase, then the server is erased and let go, then it is gone.',
);
edit('clusters/train-a.yaml', 'gpuNodes: 6', 'gpuNodes: 5');
rackform(['lock', '--release', 'train-a-gpu-006', '--reason', 'lent to another team']);
rackform(['synth'], { lines: /written/ });
all('apply', '-auto-approve');
evidence();
rackform(['synth'], { lines: /written/ });
all('apply', '-auto-approve');
rackform(['lab', 'log'], { lines: /Disk erasing|gpu-r02-n02.*Ready/ });
evidence();

step('7. Why is it so?', 'Every value says where it comes from, and what changing it would touch.');
rackform(['explain', 'clusters.train-a.pools.gpu.kernel.acs']);

step(
  '8. What runs on it',
  'Drivers, Slurm, mounts and checks come after the deployment, as files for Ansible: nothing of it reimages a server.',
);
rackform(['software']);
rackform(['export', 'slurm-topology']);

step('9. The end', 'Everything is destroyed in the reverse order: claims, machines, network.');
Object.assign(env, { REVERSE: '1' });
all('destroy', '-auto-approve');

const shared = join(root, '.work', 'demo-inference');
rmSync(shared, { recursive: true, force: true });
cpSync(join(root, 'examples', 'inference'), shared, {
  recursive: true,
  filter: (source) => !made.has(basename(source)),
});
step(
  '10. The other preset: shared inference',
  'Three teams on Kubernetes and MIG slices, from one cluster file. What each has, and what is left when a rack is lost.',
);
const there = ['--project', relative(project, shared), '--site', 'dc2'];
rackform(['lock', ...there], { lines: /serve-mig/ });
rackform(['capacity', ...there]);
rackform(['software', '--out', join(relative(project, shared), 'ansible'), ...there], { lines: /files in/ });
const tenantFile = join(shared, 'ansible/dc2/kubernetes/serve/tenant-chat.yaml');
say(colors.bold(relative(process.cwd(), tenantFile)));
const quota = readFileSync(tenantFile, 'utf8')
  .split('---\n')
  .filter((object) => /kind: (ResourceQuota|LimitRange)/.test(object));
say(quota.join('---\n').trimEnd().replace(/^/gm, '  '));

step('What to run next', 'In your own project:');
say('  npx rackform init                        start a project');
say('  npx rackform check                       check it, as often as you like');
say('  npx rackform lock                        decide, and commit locks/');
say('  npx rackform synth                       write the Terraform');
say('  npx rackform lab run -- terraform plan   rehearse it');
say(
  "  npx cdktf deploy '*'                     apply it to your MAAS, with MAAS_API_URL and MAAS_API_KEY set",
);
say(`\nThe demo’s project stays in ${relative(process.cwd(), project) || project} to look at.`);
