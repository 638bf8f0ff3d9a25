import { type Command, InvalidArgumentError, Option } from 'commander';
import { action } from './declare.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

const state = () =>
  new Option('--state <dir>', 'folder of the lab (default: .rackform/lab in the project, or here)');
const site = () => new Option('--site <name>', 'only this site (default: every site that the project has)');

function speed(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It is a number above 0: virtual seconds per second.');
}

/** Commands about simulated provisioners. */
export function declareLab(program: Command, io: Io, finish: Finish): void {
  const lab = program
    .command('lab')
    .summary('plan and apply with no hardware: a simulated MAAS for real Terraform')
    .description(
      'Simulates the MAAS and the servers of the project for real terraform, tofu and cdktf: no hardware, no account, no provider to install.',
    );
  lab
    .command('run')
    .summary('run a command whose Terraform meets the lab')
    .description(
      'Starts the lab, runs the command in its environment, and ends as the command does. The lab is kept, so that the next run goes on where this one ended. Without a project it is a MAAS on its first day.',
    )
    .usage('[options] -- COMMAND...')
    .argument('<command...>', 'what to run, after --')
    .addOption(site())
    .addOption(state())
    .addOption(
      new Option('--speed <n>', 'virtual seconds per second (default: as fast as possible)').argParser(speed),
    )
    .option('--progress', 'print a line on stderr for each thing that happens')
    .addHelpText(
      'after',
      "\nExamples:\n  rackform lab run -- terraform apply\n  rackform lab run -- npx cdktf deploy '*' --skip-provider-lock\n  rackform lab run -- bash",
    )
    .action(action(io, finish, async () => (await import('./lab/run.js')).labRun, ['command']));
}
