import { resolve } from 'node:path';
import { nearest } from '../../definition/nearest.js';
import { hasErrors } from '../../errors.js';
import { ansibleProject } from '../../software/day2/ansible/project.js';
import type { NodeSoftware } from '../../software/day2/node.js';
import { type SoftwareOfNode, softwareOfCluster } from '../../software/day2/software.js';
import type { SiteArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import type { ExitCode } from '../exit-codes.js';
import { writeAll } from '../files.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { type Style, styleFor } from '../render/style.js';
import { counted, table } from '../render/table.js';
import { endWith, type SiteModels, siteModels } from '../site-models.js';
import { removeStale } from '../stale-files.js';

/** Arguments of `software`. */
export interface SoftwareArgs extends SiteArgs {
  readonly host?: string | undefined;
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
}

interface NodeAtSite extends SoftwareOfNode {
  readonly site: string;
}

/** Nodes of all sites, or the one that was named by its slot, host name or machine. */
function nodesOf({ models, issues }: SiteModels, host: string | undefined): readonly NodeAtSite[] {
  const all = models.flatMap((model) =>
    model.clusters.flatMap((cluster) =>
      softwareOfCluster(cluster, model).map((one) => ({ ...one, site: model.site.name })),
    ),
  );
  if (host === undefined) return all;
  const found = all.filter(({ node: { slot } }) => [slot.name, slot.fqdn, slot.asset].includes(host));
  // Where a site could not be resolved, the host may be there, and what is wrong is told instead.
  if (found.length > 0 || issues.length > 0) return found;
  const near = nearest(
    host,
    all.flatMap(({ node: { slot } }) => [slot.name, slot.asset]),
  );
  throw new CliError(
    `no slot in use is called ${JSON.stringify(host)}`,
    near === undefined ? 'rackform software lists them' : `did you mean ${JSON.stringify(near)}?`,
  );
}

function json({ site, node, software }: NodeAtSite): unknown {
  const { files, ...rest } = software;
  return {
    site,
    cluster: node.cluster.name,
    slot: node.slot.name,
    machine: node.slot.asset,
    ...rest,
    files: files.map(({ path, mode, content, restarts }) => ({ path, mode, restarts, content })),
  };
}

function listed(title: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `  ${title.padEnd(16)}${inert(values.join(' '))}\n`;
}

function kubernetesWords(kubernetes: NodeSoftware['kubernetes']): readonly string[] {
  if (kubernetes === null) return [];
  const { role, version, tenant, migConfig } = kubernetes;
  const alone = tenant === null ? '' : `, for ${tenant} alone`;
  const cut = migConfig === null ? '' : `, GPUs cut as ${migConfig}`;
  return [`${role} of ${version}${alone}${cut}`];
}

/** One node in full: what is installed, what runs, and every file. */
function nodeText({ site, node, software }: NodeAtSite, style: Style): string {
  const { packages, driverPackages, units, bootUnits, driverUnits, secrets, repositories, files } = software;
  return [
    `${style.title(inert(node.slot.name))}  ${inert(node.slot.asset)} at ${inert(site)}\n`,
    listed(
      'repositories',
      repositories.map(({ url }) => url),
    ),
    listed('packages', packages),
    listed('driver', driverPackages),
    listed('units', [...units, ...bootUnits, ...driverUnits]),
    listed(
      'secrets',
      secrets.map(({ path, secret }) => `${path} (${secret})`),
    ),
    listed('kubernetes', kubernetesWords(software.kubernetes)),
    ...files.map(
      ({ path, mode, content }) =>
        `\n${style.name(`${inert(path)}`)} ${style.faint(mode)}\n${content.split('\n').map(inert).join('\n')}`,
    ),
  ].join('');
}

function summaryRow({ site, node, software }: NodeAtSite): readonly string[] {
  const { driverPackages, packages, files, groups }: NodeSoftware = software;
  const driver = node.cluster.software.drivers.find(({ slots }) => slots.includes(node.slot.name));
  const version =
    driver === undefined ? '' : driver.vendor === 'nvidia' ? driver.version : `ROCm ${driver.rocm}`;
  return [
    node.slot.name,
    site,
    counted(files.length, 'file'),
    counted(packages.length + driverPackages.length, 'package'),
    groups.filter((group) => /^(slurm|kubernetes)_/.test(group)).join(' ') || '-',
    version || '-',
  ];
}

/** Prints what is put on machines after they are deployed, or writes it for Ansible. */
export async function software(io: Io, args: SoftwareArgs): Promise<ExitCode> {
  if (args.out !== undefined && args.host !== undefined) {
    throw new CliError(
      '--out writes all machines of a site, and goes with no host',
      'ansible-playbook --limit picks',
    );
  }
  const read = await siteModels(io, args);
  const style = styleFor(io, 'stdout', args.color);
  if (args.out !== undefined) {
    const dir = resolve(io.cwd, args.out);
    // Loads cdk8s, which other commands have no use for.
    const { kubernetesManifests } = await import('../../software/manifests/manifests.js');
    const files = Object.fromEntries(
      read.models.flatMap((model) =>
        Object.entries({ ...ansibleProject(model), ...kubernetesManifests(model) }).map(([file, text]) => [
          `${model.site.name}/${file}`,
          text,
        ]),
      ),
    );
    if (hasErrors(read.issues)) return endWith(io, read, args);
    const written = writeAll(dir, files, { force: true });
    const sites = read.models.map(({ site }) => site.name);
    const removed = removeStale(dir, sites, files);
    if (args.json === true) io.stdout.write(inertJson({ formatVersion: 1, written, removed }));
    else {
      const where = relativeFile(dir, io.cwd);
      io.stdout.write(
        `${counted(Object.keys(files).length, 'file')} in ${inert(where)}, ${written.length} new or changed\n` +
          removed.map((file) => `removed ${inert(file)}\n`).join('') +
          read.models
            .map(
              ({ site }) =>
                `Next: cd ${inert(where)}/${site.name} && ansible-playbook --inventory inventory.yaml site.yaml\n`,
            )
            .join(''),
      );
    }
    return endWith(io, read, args);
  }
  const nodes = nodesOf(read, args.host);
  if (args.json === true) io.stdout.write(inertJson({ formatVersion: 1, nodes: nodes.map(json) }));
  else if (args.host === undefined) {
    io.stdout.write(
      table(
        nodes.map((one) => summaryRow(one).map(inert)),
        (cell, column) => (column === 0 ? style.name(cell) : cell),
      ),
    );
  } else io.stdout.write(nodes.map((one) => nodeText(one, style)).join('\n'));
  return endWith(io, read, args);
}
