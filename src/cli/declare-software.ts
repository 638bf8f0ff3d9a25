import { type Command, Option } from 'commander';
import { action } from './declare.js';
import type { Io } from './io.js';

type Finish = (code: number) => void;

const site = () => new Option('--site <name>', 'only this site (default: every site that the project has)');
const json = () => new Option('--json', 'print JSON, with a formatVersion');

/** Commands about what runs on machines after they are deployed, and about what they turn out to be. */
export function declareSoftware(program: Command, io: Io, finish: Finish): void {
  program
    .command('software')
    .summary('print or write what is put on machines after they are deployed')
    .description(
      'Drivers, scheduler, mounts, network settings, checks: as files, packages and units of each machine. Without a host lists all machines; --out writes an inventory, playbooks and files for Ansible and manifests for Kubernetes, one folder a site. Nothing of it changes what a deployment is made of, so nothing of it reimages.',
    )
    .argument('[host]', 'a slot, its host name or its machine: print all of it')
    .addOption(site())
    .addOption(json())
    .option(
      '--out <dir>',
      'write for Ansible and Kubernetes to this folder; what rackform wrote there before is replaced, or removed where its machine left',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  rackform software train-gpu-001\n  rackform software --out ansible\n  rackform software diff --base main',
    )
    .action(action(io, finish, async () => (await import('./commands/software.js')).software, ['host']))
    .command('diff')
    .summary('say which machines need what pushed')
    .description(
      'Compares the project with a branch: which machines need a push, and which of them more: a change of the driver, Kubernetes started anew, GPUs cut anew.',
    )
    .option('--base <ref>', 'branch or commit to compare with')
    .addOption(site())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./commands/software-diff.js')).softwareDiff));
  program
    .command('verify')
    .summary('compare what machines found of themselves with the model')
    .description(
      'Reads what the check on each machine found (GPUs, NICs, links, switch ports, MTU, disks, memory, mounts), and compares it with the model. Exits with 3 where a machine is not as defined, or nothing was collected of it.',
    )
    .option('--collect <dir>', 'folder with one JSON file a machine, as collect.yaml fetches them')
    .addOption(site())
    .addOption(json())
    .addHelpText('after', '\nExample:\n  rackform verify --collect ansible/dc1/collected')
    .action(action(io, finish, async () => (await import('./commands/verify.js')).verify));
  program
    .command('export')
    .summary('print the model as another system reads it')
    .description(
      'hosts: lines of /etc/hosts. slurm-topology: topology.conf. switch-ports: what each port carries, as CSV. pkeys: partitions.conf of OpenSM. maas-tests: a test script for MAAS that compares machines, GPUs too, with the definition while they are commissioned. ironic-burnin: commands that burn in the nodes of Ironic that are in no slot. mig-parted: how GPUs are cut, for nvidia-mig-parted and MIG manager of the GPU operator.',
    )
    .argument('<what>', 'hosts, slurm-topology, switch-ports, pkeys, maas-tests, ironic-burnin or mig-parted')
    .addOption(site())
    .addOption(json())
    .action(action(io, finish, async () => (await import('./commands/export.js')).exportModel, ['what']));
}
