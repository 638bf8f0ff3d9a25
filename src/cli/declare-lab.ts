import { type Command, InvalidArgumentError, Option } from 'commander';
import { action } from './declare.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

const state = () =>
  new Option('--state <dir>', 'folder of the lab (default: .rackform/lab in the project, or here)');
const site = () => new Option('--site <name>', 'only this site (default: every site that the project has)');

const json = () => new Option('--json', 'print JSON, with a formatVersion');

function speed(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It is a number above 0: virtual seconds per second.');
}

function count(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('It is a whole number above 0.');
}

const speedOption = () =>
  new Option('--speed <n>', 'virtual seconds per second (default: as fast as possible)').argParser(speed);

/** Commands about simulated provisioners. */
export function declareLab(program: Command, io: Io, finish: Finish): void {
  const lab = program
    .command('lab')
    .summary('plan and apply with no hardware: simulated MAAS and Ironic for real Terraform')
    .description(
      'Simulates the MAAS or Ironic and the servers of the project for real terraform, tofu and cdktf: no hardware, no account, no provider to install.',
    );
  lab
    .command('run')
    .summary('run a command whose Terraform meets the lab')
    .description(
      'Starts the lab, runs the command in its environment, and ends as the command does. The lab is kept, so that the next run goes on where this one ended. Without a project it is a MAAS on its first day, and an empty Ironic.',
    )
    .usage('[options] -- COMMAND...')
    .argument('<command...>', 'what to run, after --')
    .addOption(site())
    .addOption(state())
    .addOption(speedOption())
    .option('--scenario <file>', 'YAML file of what goes wrong and how long things take')
    .option('--progress', 'print a line on stderr for each machine that changes its state, and each failure')
    .addHelpText(
      'after',
      "\nExamples:\n  rackform lab run -- terraform apply\n  rackform lab run -- npx cdktf deploy '*' --skip-provider-lock\n  rackform lab run --scenario dead-bmc.yaml -- terraform apply\n  rackform lab run -- bash",
    )
    .action(action(io, finish, async () => (await import('./lab/run.js')).labRun, ['command']));
  declareInstall(lab, io, finish);
  declareLooking(lab, io, finish);
}

function declareInstall(lab: Command, io: Io, finish: Finish): void {
  lab
    .command('install')
    .summary('write the lab’s providers to a folder, for tools that outlive a run')
    .description(
      'Writes simulated providers canonical/maas and hashicorp/null into a filesystem mirror, in the versions that the sites ask for, and a CLI configuration that names it. For Atlantis or CI, which start Terraform themselves: every process shares the one lab. Run it again when the sites have changed.',
    )
    .argument('<dir>', 'folder to write to')
    .addOption(site())
    .addOption(state())
    .addOption(speedOption())
    .addHelpText(
      'after',
      '\nExample:\n  rackform lab install .rackform/mirror\n  export TF_CLI_CONFIG_FILE=$PWD/.rackform/mirror/terraform.rc',
    )
    .action(action(io, finish, async () => (await import('./lab/install.js')).labInstall, ['dir']));
}

/** Commands that look into a lab, or forget it. */
function declareLooking(lab: Command, io: Io, finish: Finish): void {
  lab
    .command('show')
    .summary('show racks, machines and what runs on them')
    .description(
      'Prints each simulated MAAS with its racks: machines with status, slot, tenant, image and addresses. Also while a lab runs.',
    )
    .addOption(state())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./lab/show.js')).labShow));
  lab
    .command('log')
    .summary('tell what happened, in order')
    .description(
      'Prints every request, every change of a machine’s state, every fault and how long operations took, by virtual time.',
    )
    .addOption(state())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./lab/log.js')).labLog));
  lab
    .command('report')
    .summary('tell how long it would have taken on the metal')
    .description(
      'Prints how long each run of Terraform would have taken on real servers: in all, by machine and by step, with a range. Lengths in --json are milliseconds.',
    )
    .addOption(state())
    .addOption(
      new Option(
        '--parallelism <n>',
        'operations that Terraform runs at a time (default: 10, as it does)',
      ).argParser(count),
    )
    .addOption(json())
    .action(action(io, finish, async () => (await import('./lab/report.js')).labReportCommand));
  lab
    .command('reset')
    .summary('forget the lab: the next one begins anew')
    .description(
      'Removes the folder of the lab. Refused while a lab runs. Terraform’s own state stays, so that its next plan finds everything gone.',
    )
    .addOption(state())
    .action(action(io, finish, async () => (await import('./lab/reset.js')).labReset));
}
