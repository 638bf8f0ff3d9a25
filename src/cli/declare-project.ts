import { type Command, Option } from 'commander';
import { action } from './declare.js';
import { graphFormats, graphSubjects } from './graph/forms.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

const site = () => new Option('--site <name>', 'only this site (default: every site that the project has)');
const json = () => new Option('--json', 'print JSON, with a formatVersion');

/** Commands that read a project and change nothing. */
export function declareReading(program: Command, io: Io, finish: Finish): void {
  program
    .command('check')
    .summary('check the project: definition, lock and guardrails')
    .description(
      'Reads the project, resolves every site with its lock, runs all guardrails and prints every problem in one run.',
    )
    .addOption(site())
    .addOption(json())
    .addOption(new Option('--sarif', 'print SARIF 2.1.0, for code scanning').conflicts('json'))
    .addHelpText('after', '\nExample:\n  rackform check --sarif > rackform.sarif')
    .action(action(io, finish, async () => (await import('./commands/check.js')).check));
  program
    .command('model')
    .summary('print the resolved model: nothing left to default')
    .description(
      'Prints what the project comes to at each site: racks, networks, and every slot with its machine and addresses.',
    )
    .addOption(site())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./commands/model.js')).model));
  program
    .command('explain')
    .summary('say where something comes from, or what a rule means')
    .description(
      'Explains a slot or its host name, a machine, a field (pools.gpu.image, networks.in-band.mtu), a guardrail or a code of a message.',
    )
    .argument('<word>', 'host, address, asset, serial, MAC, field, rule or code')
    .addOption(site())
    .addOption(json())
    .addHelpText('after', '\nExample:\n  rackform explain train-gpu-001\n  rackform explain power/feed-loss')
    .action(action(io, finish, async () => (await import('./commands/explain.js')).explain, ['word']));
  program
    .command('status')
    .summary('say what the lock knows of each slot')
    .description(
      'Prints each slot with its phase, generation and machine, and whether it differs from what was deployed.',
    )
    .addOption(site())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./commands/status.js')).status));
  declareTenancyAndSites(program, io, finish);
  declareGraph(program, io, finish);
}

function declareGraph(program: Command, io: Io, finish: Finish): void {
  program
    .command('graph')
    .summary('draw the racks, networks or tenants of a site')
    .description(
      'Draws what a site comes to, by its definition: the front of each rack with units to scale, networks by fabric with subnets and pools, or tenants with their clusters, pools, machines and networks.',
    )
    .addOption(new Option('--site <name>', 'the site to draw (default: the only one that the project has)'))
    .addOption(new Option('--of <subject>', 'what to draw').choices([...graphSubjects]).default('rack'))
    .addOption(
      new Option('--format <format>', 'form of the drawing').choices([...graphFormats]).default('svg'),
    )
    .option('--out <file>', 'write it there (default: print it)')
    .addHelpText(
      'after',
      '\nExamples:\n  rackform graph --out racks.svg\n  rackform graph --site dc1 --of network --format mermaid',
    )
    .action(action(io, finish, async () => (await import('./commands/graph.js')).graph));
}

function declareTenancyAndSites(program: Command, io: Io, finish: Finish): void {
  program
    .command('isolation')
    .summary('prove what tenants share, and that it is no more than declared')
    .description(
      'Compares each two tenants of a site: machines, pools, VLANs, VNIs, prefixes, P_Keys, NVLink domains, BMC and provisioning networks, and the namespaces of workload tenants. Prints the path by which they meet where no shared service declares it, and then exits with 3.',
    )
    .addOption(site())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./commands/isolation.js')).isolation));
  program
    .command('capacity')
    .summary('show who may use what of shared clusters, and what is free')
    .description(
      'For each shared cluster: whole GPUs and MIG slices by profile, what quotas promise of them, what is free, and whether what is left still fills all quotas where the worst machine or the worst rack is lost, with no spare put in its place; and what the layer that each pool runs on costs, by published figures. Nothing is refused for it: quotas that are too large are for `check`.',
    )
    .addOption(site())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./commands/capacity.js')).capacity));
  program
    .command('sites')
    .summary('compare the sites of the project')
    .description('Compares the sites of the project.')
    .command('diff')
    .summary('show how one cluster differs between its sites')
    .description(
      'Resolves one cluster at every site that it is deployed at, and prints field by field where it came to something else: counts, hardware, images, networks, addresses, GPUs and how they are cut.',
    )
    .argument('<cluster>', 'a cluster that is deployed')
    .option('--sites <name...>', 'only these sites (default: all that it is deployed at)')
    .option('--all', 'print fields that are the same, too')
    .addOption(json())
    .action(
      action(io, finish, async () => (await import('./commands/sites-diff.js')).sitesDiff, ['cluster']),
    );
}

/** The command for pull requests. */
export function declareReview(program: Command, io: Io, finish: Finish): void {
  program
    .command('review')
    .summary('say what a change does to servers, racks and tenants')
    .description(
      'Reviews a change: which servers are wiped, reimaged, moved between tenants or power-cycled, and why. By real plans (--plan), or without any credentials by comparing the work tree with a branch (--base): both sides are synthesized, the base is applied in the lab, and this change is planned there with real Terraform.',
    )
    .option('--plan <file...>', 'output of `terraform show -json` for plans; - is standard input')
    .option('--base <ref>', 'branch to compare with; with --plan, for the difference of the definitions only')
    .addOption(json())
    .addOption(new Option('--markdown', 'print Markdown for a pull-request comment').conflicts('json'))
    .addOption(new Option('--sarif', 'print SARIF 2.1.0').conflicts(['json', 'markdown']))
    .option(
      '--html <file>',
      'also write a page for a browser there, which needs no network and no other file',
    )
    .option('--out <dir>', 'also write review.html, review.json, review.md and review.sarif there')
    .addHelpText(
      'after',
      '\nExamples:\n  rackform review --base main --markdown > comment.md\n  rackform review --base main --html review.html\n  terraform show -json plan | rackform review --plan -',
    )
    .action(action(io, finish, async () => (await import('./commands/review.js')).review));
}

/** Commands that decide and write: the lock and the Terraform. */
export function declareDeciding(program: Command, io: Io, finish: Finish): void {
  declareLock(program, io, finish);
  program
    .command('synth')
    .summary('write the Terraform of the project to cdktf.out')
    .description('Synthesizes every stack, the same run as `cdktf synth`, and says what to run next.')
    .addOption(site())
    .addOption(stack())
    .addOption(new Option('--out <dir>', 'folder to write to (default: CDKTF_OUTDIR or cdktf.out)'))
    .action(action(io, finish, async () => (await import('./commands/synth.js')).synth));
  program
    .command('app')
    .summary('the CDKTF app: what cdktf.json runs')
    .description(
      'Entry point for cdktf.json ("app": "npx --no rackform app"). Synthesizes, silent when all is well; refuses with one line.',
    )
    .addOption(site())
    .addOption(stack())
    .action(action(io, finish, async () => (await import('./commands/app.js')).app));
}

const stack = () =>
  new Option('--stack <name...>', 'only these stacks, so that memory does not grow with the fleet');

function declareLock(program: Command, io: Io, finish: Finish): void {
  program
    .command('lock')
    .summary('decide what is undecided, and write the lock')
    .description(
      'Allocates slots, addresses, numbers and shards, keeps every decision that still holds, and writes locks/<site>.yaml. Nothing else writes locks.',
    )
    .addOption(site())
    .addOption(json())
    .option('--check', 'write nothing; exit 1 when the lock is not up to date')
    .option('--release <slot...>', 'start to give these slots back; needs --reason')
    .option('--abandon <slot...>', 'give up a dead machine that cannot be erased; needs --reason')
    .option('--reason <text>', 'why; it stays in the lock')
    .option('--reimage <slot...>', 'deploy these slots anew, with what the definition says now')
    .option('--applied <file...>', 'evidence: output of `terraform show -json` for a state or a plan')
    .option('--onto <ref>', 'take the lock of another branch and re-do only what is new here')
    .option('--prune [name...]', 'forget what is gone: these, or all but machines that were not erased')
    .option('--base <ref>', 'branch whose lock is in service (default: baseBranch of the project)')
    .addHelpText(
      'after',
      '\nExamples:\n  rackform lock\n  rackform lock --release train-gpu-007 --reason "back to the vendor"\n  terraform show -json | rackform lock --applied -',
    )
    .action(action(io, finish, async () => (await import('./commands/lock.js')).lock));
}
