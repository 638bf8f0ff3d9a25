import { Argument, type Command, Option } from 'commander';
import { action, provisionerOption } from './declare.js';
import { declareAdopt } from './declare-adopt.js';
import { declareImporters } from './declare-import.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

/** Commands that start a project. */
export function declareSetup(program: Command, io: Io, finish: Finish): void {
  program
    .command('init')
    .summary('start a project')
    .description(
      'Writes a small project that passes `rackform check`, to be edited. Asks on a terminal; flags answer everywhere else.',
    )
    .argument('[dir]', 'folder to make it in', '.')
    .option('--organization <name>', 'who runs the sites')
    .option('--site <name>', 'first site')
    .option('--domain <name>', 'DNS domain of the first site')
    .option('--tenant <name>', 'who owns the machines')
    .option('--cluster <name>', 'first cluster')
    .addOption(provisionerOption('maas'))
    .addOption(new Option('--preset <name>', 'what the cluster is made from'))
    .option('-y, --yes', 'ask nothing, take the defaults')
    .action(action(io, finish, async () => (await import('./commands/init.js')).init, ['dir']));
  declareImporters(program, io, finish);
  declareAdopt(program, io, finish);
}

/** Commands that need no project. */
export function declareTools(program: Command, io: Io, finish: Finish): void {
  program
    .command('rules')
    .summary('list the guardrails')
    .description('Lists every guardrail: id, severity, whether it may be acknowledged, and what it is about.')
    .addOption(new Option('--json', 'print JSON, with a formatVersion'))
    .action(action(io, finish, async () => (await import('./commands/rules.js')).rules));
  program
    .command('schema')
    .summary('write the JSON Schemas that editors use')
    .description('Writes one JSON Schema for each kind of file to .rackform/schema in the project.')
    .option('--out <dir>', 'folder to write to (default: .rackform/schema in the project)')
    .addOption(new Option('--print <kind>', 'print one schema instead').conflicts('out'))
    .action(action(io, finish, async () => (await import('./commands/schema.js')).schema));
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description(
      'Prints a script that completes commands, options, sites and slots.\n\n  bash        source <(rackform completion bash)   (with the package bash-completion)\n  zsh         source <(rackform completion zsh)\n  fish        rackform completion fish | source\n  powershell  rackform completion powershell | Out-String | Invoke-Expression',
    )
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .action(action(io, finish, async () => (await import('./commands/completion.js')).completion, ['shell']));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      const { complete } = await import('./commands/completion.js');
      finish(await complete(io, { ...program.opts(), words, program }));
    });
}
