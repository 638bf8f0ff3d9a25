import { DnsLabel } from '../../../definition/scalars.js';
import { hasErrors, InternalError, type Issue } from '../../../errors.js';
import type { ProvisionerType } from '../../../facts/provisioner-types.js';
import type { DocumentMap } from '../../emit.js';
import { reportDuplicates } from '../duplicates.js';
import type { ImportedMachine } from '../machine.js';
import type { ImportNote, Notes } from '../notes.js';
import { layOver } from '../overlay.js';
import { hasFabrics } from '../provisioners.js';
import { type RackFacts, readRacks } from '../racks.js';
import type { Report } from '../source/fields.js';
import type { InputFile } from '../source/input.js';
import { writeDocuments } from './documents.js';
import { groupProfiles } from './profiles.js';

/** What came of an import. */
export interface ImportResult {
  /** Texts by path in the project, with `/`: `sites/<site>/site.yaml`, `machines.csv` beside it, `hardware/*.yaml`; none with errors. */
  readonly files: Readonly<Record<string, string>>;
  readonly summary: ImportSummary;
  /** Problems of the input, each with its file, path and position. */
  readonly issues: readonly Issue[];
}

/** What was read, and what could not be. */
export interface ImportSummary {
  readonly site: string;
  readonly machines: number;
  readonly profiles: number;
  readonly gpus: number;
  readonly nics: number;
  readonly disks: number;
  readonly racks: number;
  readonly networks: number;
  /** What is blank, or was taken for lack of better, each with its machines. */
  readonly notes: readonly ImportNote[];
  /** Fields of the site that are left for people. */
  readonly fillIn: readonly string[];
}

/** What every importer is told. */
export interface ImportOptions {
  readonly site: string;
  /** What installs the servers of the site; by default what the inventory is of, else MAAS. */
  readonly provisioner?: ProvisionerType | undefined;
  /** A CSV as `machines.csv` is one, laid over what was read. */
  readonly overlay?: InputFile | undefined;
}

/** All that a reader found, before profiles are made of it. */
export interface Findings extends ImportOptions {
  /** What the inventory says of the site, for people. */
  readonly description?: string | null;
  /** Input files as the user named them. */
  readonly files: readonly string[];
  /** What the inventory is, for the source of figures. */
  readonly origin: string;
  readonly machines: readonly ImportedMachine[];
  readonly racks?: ReadonlyMap<string, RackFacts>;
  /** The part `networks` of the site, how many they are, and what of them is left for people. */
  readonly networks: {
    readonly document: DocumentMap;
    readonly count: number;
    readonly fillIn: readonly string[];
  };
  readonly notes: Notes;
}

/** What a site is imported for where neither the user nor the inventory says it. */
export const usualProvisioner: ProvisionerType = 'maas';

/** @throws {InternalError} for a site name that is none: the command line checks it first */
export function assertSiteName(site: string): void {
  if (!DnsLabel.safeParse(site).success)
    throw new InternalError(`site name "${site}" was not checked before the import`);
}

/** Makes the files of a site from what was found. The same findings give the same bytes. */
export function finishImport(findings: Findings, found: readonly Issue[], report: Report): ImportResult {
  const { site, networks, notes, provisioner = usualProvisioner } = findings;
  const overlaid = layOver(findings.overlay, findings.machines, notes);
  const { machines } = overlaid;
  reportDuplicates(machines, report);
  const racks = readRacks(machines, notes, findings.racks);
  const issues = [...found, ...overlaid.issues];
  const profiles = groupProfiles(machines);
  const sources = findings.files.map((file) => file.split(/[/\\]/).at(-1) ?? file);
  const { origin } = findings;
  const texts = writeDocuments({
    site,
    provisioner,
    description: findings.description ?? null,
    sources,
    origin,
    machines,
    profiles,
    racks,
    networks: networks.document,
  });
  const sum = (count: (machine: ImportedMachine) => number): number =>
    machines.reduce((total, machine) => total + count(machine), 0);
  return {
    files: machines.length === 0 || hasErrors(issues) ? {} : texts,
    issues,
    summary: {
      site,
      machines: machines.length,
      profiles: profiles.profiles.length,
      gpus: sum(({ hardware }) => hardware.gpus?.count ?? 0),
      nics: sum(({ hardware }) => hardware.nics.length),
      disks: sum(({ hardware }) => hardware.disks.length),
      racks: racks.racks.length,
      networks: networks.count,
      notes: notes.all(),
      fillIn: [
        'domain',
        ...(racks.racks.length === 0 ? ['racks'] : []),
        ...(machines.some(({ outlets }) => outlets.length > 0)
          ? ['feeds (PDUs are listed, their capacities are not known)']
          : []),
        ...(hasFabrics(provisioner) ? ['fabrics'] : []),
        ...networks.fillIn,
        'images',
        'credentials',
      ],
    },
  };
}

/** The summary in lines for people: what was read, then what is blank or taken, once each. */
export function summaryLines(summary: ImportSummary): readonly string[] {
  const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  const read = [
    plural(summary.machines, 'machine'),
    plural(summary.gpus, 'GPU'),
    plural(summary.nics, 'NIC'),
    plural(summary.disks, 'disk'),
    plural(summary.profiles, 'hardware profile'),
    plural(summary.racks, 'rack'),
    plural(summary.networks, 'network'),
  ];
  const notes = summary.notes.map(({ what, text, machines }) => {
    const named = machines.length <= 3 ? ` (${machines.join(', ')})` : '';
    return `${what}: ${text}, for ${plural(machines.length, 'machine')}${named}`;
  });
  return [
    `read ${read.join(', ')}`,
    ...notes,
    `to fill in by hand in site.yaml: ${summary.fillIn.join(', ')}`,
  ];
}
