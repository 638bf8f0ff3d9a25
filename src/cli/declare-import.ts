import { type Command, Option } from 'commander';
import type { ProvisionerType } from '../facts/provisioner-types.js';
import { action, provisionerOption } from './declare.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

const csvExample = `
A map:
  columns:
    Asset: name
    Cabinet: rack
    RAM: { to: hardware.memoryGiB, unit: GB }
    State: { to: state, values: { in use: available, decommissioned: retired } }
    iLO IP: bmc.address
    MAC 1: nics.eno1.mac
  constants:
    bmc.protocol: redfish
  where:
    Type: server

Example:
  rackform import csv assets.csv --map assets.map.yaml --site dc1 --out .`;

const netboxExample = `
Example:
  curl -H "Authorization: Token $TOKEN" "$NETBOX/api/dcim/devices/?site=dc1&limit=0" > devices.json
  curl -H "Authorization: Token $TOKEN" "$NETBOX/api/dcim/interfaces/?site=dc1&limit=0" > interfaces.json
  rackform import netbox devices.json interfaces.json --site dc1 --role gpu-server --out .`;

/** `import` with one command for each kind of inventory. */
export function declareImporters(program: Command, io: Io, finish: Finish): void {
  const importer = program
    .command('import')
    .summary('turn an inventory of another system into a site')
    .description('Turns an inventory of another system into a site.');
  importing(importer, 'reference-api', 'JSON documents of one site')
    .summary('import reference-API documents (Grid’5000, Chameleon)')
    .description(
      'Writes site.yaml, machines.csv and hardware profiles from what the machines really are. What the documents do not know is left blank and listed.',
    )
    .action(
      action(
        io,
        finish,
        async () => (await import('./commands/import-reference-api.js')).importReferenceApi,
        ['files'],
      ),
    );
  importing(importer, 'csv', 'CSV files, one machine a row')
    .summary('import any CSV, by a map of its columns')
    .description(
      'Writes site.yaml, machines.csv and hardware profiles from a CSV of any origin. A map in YAML says which column is which field of a machine; what no column says is left blank and listed.',
    )
    .addOption(
      new Option('--map <file>', 'YAML file that maps columns to fields of a machine').makeOptionMandatory(),
    )
    .addHelpText('after', csvExample)
    .action(action(io, finish, async () => (await import('./commands/import-csv.js')).importCsv, ['files']));
  importing(importer, 'netbox', 'saved answers of the REST API, or CSV exports')
    .summary('import answers or CSV exports of NetBox')
    .description(
      'Writes site.yaml, machines.csv and hardware profiles from what NetBox answers. Each file is recognised by its content: devices, interfaces, racks, device types, modules, module types, inventory items, power feeds, prefixes, VLANs and IP addresses (REST API), devices and interfaces (CSV export).',
    )
    .addOption(
      new Option(
        '--role <slug...>',
        'only devices of these roles (default: all but switches, PDUs and the like)',
      ),
    )
    .addOption(
      new Option(
        '--netbox-site <slug>',
        'site in NetBox (default: the only one, or the one called as --site)',
      ),
    )
    .addHelpText('after', netboxExample)
    .action(
      action(io, finish, async () => (await import('./commands/import-netbox.js')).importNetbox, ['files']),
    );
  importing(importer, 'instackenv', 'instackenv.json, or its YAML form', 'ironic')
    .summary('import instackenv.json (TripleO, OpenStack)')
    .description(
      'Writes site.yaml, machines.csv and hardware profiles from the nodes of TripleO. Users and passwords in the file are copied nowhere.',
    )
    .action(
      action(io, finish, async () => (await import('./commands/import-instackenv.js')).importInstackenv, [
        'files',
      ]),
    );
}

/** A command with what every importer takes. */
function importing(
  importer: Command,
  name: string,
  files: string,
  provisioner: ProvisionerType = 'maas',
): Command {
  return importer
    .command(name)
    .argument('<file...>', files)
    .requiredOption('--site <name>', 'name of the site')
    .requiredOption('--out <dir>', 'project folder to write to')
    .addOption(provisionerOption(provisioner))
    .option('--overlay <file>', 'CSV with columns as in machines.csv, laid over what was read')
    .option('--force', 'write over files that are there')
    .option('--json', 'print JSON, with a formatVersion');
}
