import { schemaModeline } from '../../definition/json-schema.js';
import { hasErrors, type Issue } from '../../errors.js';
import { type DocumentMap, emitYaml } from '../emit.js';
import { reportDuplicates } from '../imported/duplicates.js';
import type { ImportNote, Notes } from '../imported/notes.js';
import { profileFiles } from '../imported/output/documents.js';
import { machinesCsv } from '../imported/output/machine-rows.js';
import { groupProfiles } from '../imported/output/profiles.js';
import { readRacks } from '../imported/racks.js';
import type { Report } from '../imported/source/fields.js';
import type { FoundServer } from './found.js';
import { type AdoptedSlot, groupServers } from './pools.js';

/** What a user says of a site that is adopted. */
export interface AdoptOptions {
  readonly site: string;
  readonly organization: string;
  /** Who has the servers. */
  readonly tenant: string;
  /** Name of the one cluster. @default null - one for each group of the provisioner */
  readonly cluster: string | null;
}

/** What a provisioner says of itself, read. */
export interface AdoptFindings {
  readonly options: AdoptOptions;
  /** Input files as the user named them. */
  readonly files: readonly string[];
  /** What they are, for the source of figures. */
  readonly origin: string;
  readonly servers: readonly FoundServer[];
  /** The site but for its machines; `images` and `defaults` are added. */
  readonly siteDocument: DocumentMap;
  readonly notes: Notes;
  readonly unmanaged: Notes;
}

/** What came of an adoption: a project, and the slots that its lock must hold. */
export interface AdoptResult {
  /** Texts by path in the project; none with errors. */
  readonly files: Readonly<Record<string, string>>;
  readonly servers: readonly FoundServer[];
  readonly slots: readonly AdoptedSlot[];
  /** What was taken for lack of better, each with its machines. */
  readonly notes: readonly ImportNote[];
  /** What Terraform will not manage, and why, each with its machines. */
  readonly unmanaged: readonly ImportNote[];
  readonly issues: readonly Issue[];
}

/** Makes a project of what was found. The same findings give the same bytes. */
export function finishAdoption(
  findings: AdoptFindings,
  issues: readonly Issue[],
  report: Report,
): AdoptResult {
  const { options, servers, notes, unmanaged } = findings;
  const machines = servers.map(({ machine }) => machine);
  reportDuplicates(machines, report);
  const racks = readRacks(machines, notes);
  const profiles = groupProfiles(machines);
  const clusters = groupServers(servers, profiles.profileOf, options.tenant, options.cluster, notes);
  const sources = findings.files.map((file) => file.split(/[/\\]/).at(-1) ?? file).join(', ');
  const head = (kind: 'project' | 'site' | 'cluster', file: string) => [
    schemaModeline(kind, file),
    `# Adopted from ${sources}.`,
  ];
  const folder = `sites/${options.site}`;
  const documents: readonly (readonly ['project' | 'site' | 'cluster', string, DocumentMap])[] = [
    ['project', 'rackform.yaml', projectDocument(options, Object.keys(clusters.documents))],
    ['site', `${folder}/site.yaml`, { ...findings.siteDocument, ...imagesOf(clusters.slots) }],
    ...Object.entries(clusters.documents).map(
      ([name, document]) => ['cluster', `clusters/${name}.yaml`, document] as const,
    ),
  ];
  const files = {
    ...Object.fromEntries(
      documents.map(([kind, file, document]) => [file, emitYaml(document, head(kind, file))]),
    ),
    [`${folder}/machines.csv`]: machinesCsv({ machines, racks, profiles }),
    ...profileFiles(profiles, options.site, findings.origin),
  };
  return {
    files: hasErrors(issues) ? {} : files,
    servers,
    slots: clusters.slots,
    notes: notes.all(),
    unmanaged: unmanaged.all(),
    issues,
  };
}

function projectDocument(
  { organization, tenant, site }: AdoptOptions,
  clusters: readonly string[],
): DocumentMap {
  return {
    organization,
    tenants: { [tenant]: {} },
    '#state': 'State holds BMC passwords: for more than a first try use a backend that encrypts it.',
    state: { type: 'local' },
    deployments: clusters.map((cluster) => ({ cluster, site })),
  };
}

function imagesOf(slots: readonly AdoptedSlot[]): DocumentMap {
  const images = slots.map(({ server }) => server.deployed.image);
  return {
    images:
      images.length === 0
        ? undefined
        : Object.fromEntries(images.map(({ name, document }) => [name, document])),
  };
}
