import { type Command, InvalidArgumentError, Option } from 'commander';
import { action } from './declare.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

function platformName(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[a-z0-9]+_[a-z0-9]+$/.test(text)) return [...before, text];
  throw new InvalidArgumentError('It looks like linux_amd64.');
}

/** Commands about the provider for Ironic. */
export function declareProvider(program: Command, io: Io, finish: Finish): void {
  const provider = program
    .command('provider')
    .summary('the Terraform provider rackform/ironic, to install')
    .description(
      'A Terraform provider for Ironic that comes with rackform: nodes, ports, port groups and deployments.',
    );
  provider
    .command('install')
    .summary('write the provider to a folder where Terraform finds it')
    .description(
      'Writes rackform/ironic into a filesystem mirror, and a CLI configuration that names it. What is written runs by itself, with Node on the PATH (or at RACKFORM_NODE): copy it to where Atlantis or CI run.',
    )
    .argument('<dir>', 'folder to write to')
    .addOption(
      new Option(
        '--platform <os_arch>',
        'platform to write for, as linux_amd64; may be given again (default: this one)',
      ).argParser(platformName),
    )
    .addOption(new Option('--json', 'print JSON, with a formatVersion'))
    .addHelpText(
      'after',
      '\nExample:\n  rackform provider install .rackform/providers\n  eval "$(rackform provider env .rackform/providers)"\n  terraform init',
    )
    .action(action(io, finish, async () => (await import('./provider/install.js')).providerInstall, ['dir']));
  provider
    .command('env')
    .summary('print the environment in which Terraform finds the provider')
    .description(
      'Prints a line for a shell to evaluate: TF_CLI_CONFIG_FILE, for a folder that was installed to.',
    )
    .argument('<dir>', 'folder that was installed to')
    .action(action(io, finish, async () => (await import('./provider/install.js')).providerEnv, ['dir']));
}
