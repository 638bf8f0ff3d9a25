import { type Command, Option } from 'commander';
import { DEFAULT_IRONIC_DIALECT } from '../facts/providers/ironic-dialects.js';
import { action } from './declare.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

const maasExample = `
Example:
  maas $PROFILE machines read > machines.json
  maas $PROFILE machines power-parameters > power.json
  maas $PROFILE subnets read > subnets.json
  maas $PROFILE ipranges read > ipranges.json
  rackform adopt maas machines.json power.json subnets.json ipranges.json --organization aurora --site dc1 --tenant research --out dc1`;

const ironicExample = `
networks.yaml has the networks of a site, which Ironic does not know:
  in-band:
    purpose: in-band
    subnets: { in-band: { cidr: 203.0.113.0/24, gateway: 203.0.113.1 } }

Example:
  openstack baremetal node list --long -f json > nodes.json
  openstack baremetal port list --long -f json > ports.json
  rackform adopt ironic nodes.json ports.json --networks networks.yaml --addresses addresses.csv --domain dc2.example.net --organization aurora --site dc2 --tenant research --out dc2`;

/** `adopt` with one command for each provisioner. */
export function declareAdopt(program: Command, io: Io, finish: Finish): void {
  const adopt = program
    .command('adopt')
    .summary('take over a site that already runs')
    .description(
      'Takes over a site that already runs: writes a project with its lock, whose first plan only imports, and lists what Terraform will not manage.',
    );
  adopting(adopt, 'maas', 'answers of MAAS, as its command line prints them')
    .summary('take over a site of MAAS')
    .description(
      'Writes site, machines, clusters and lock from machines, power parameters, subnets and IP ranges of MAAS, each file told by its content. Users and passwords in them are copied nowhere.',
    )
    .addHelpText('after', maasExample)
    .action(action(io, finish, async () => (await import('./commands/adopt-maas.js')).adoptMaas, ['files']));
  adopting(adopt, 'ironic', 'answers of Ironic, as its API or the openstack command gives them')
    .summary('take over a site of Ironic')
    .description(
      'Writes site, machines, clusters and lock from nodes and ports of Ironic. Its provider must be one that can import: metal3-community, or rackform; what it cannot have is listed.',
    )
    .addOption(
      new Option('--dialect <name>', 'Terraform provider for Ironic').default(DEFAULT_IRONIC_DIALECT),
    )
    .requiredOption('--domain <name>', 'DNS domain of the servers')
    .requiredOption('--networks <file>', 'YAML file with the networks that servers are on')
    .option('--addresses <file>', 'CSV file with the columns name and address')
    .addHelpText('after', ironicExample)
    .action(
      action(io, finish, async () => (await import('./commands/adopt-ironic.js')).adoptIronic, ['files']),
    );
}

/** A command with what every adoption takes. */
function adopting(adopt: Command, name: string, files: string): Command {
  return adopt
    .command(name)
    .argument('<file...>', files)
    .requiredOption('--organization <name>', 'who runs the site')
    .requiredOption('--site <name>', 'name of the site')
    .requiredOption('--tenant <name>', 'who has the servers that are deployed')
    .option('--cluster <name>', 'one cluster for all (default: one for each group of the provisioner)')
    .requiredOption('--out <dir>', 'folder to write the project to')
    .option('--force', 'write over files that are there')
    .option('--json', 'print JSON, with a formatVersion');
}
