import { schemaModeline } from '../../../definition/json-schema.js';
import type { ProvisionerType } from '../../../facts/provisioner-types.js';
import { type DocumentMap, emitYaml } from '../../emit.js';
import type { ImportedMachine } from '../machine.js';
import { byNumber } from '../notes.js';
import { fabricsComment, imagesComment, provisionerDocument } from '../provisioners.js';
import type { ImportedRacks, RackFacts } from '../racks.js';
import { machinesCsv } from './machine-rows.js';
import { profileDocument } from './profile-document.js';
import type { ImportedProfile, ImportedProfiles } from './profiles.js';

/** All that was read, ready to be written. */
export interface ImportedSite {
  readonly site: string;
  readonly provisioner: ProvisionerType;
  readonly description: string | null;
  /** Names of the input files. */
  readonly sources: readonly string[];
  /** What the inventory is, for the source of figures: `reference inventory of meadow`. */
  readonly origin: string;
  readonly machines: readonly ImportedMachine[];
  readonly profiles: ImportedProfiles;
  readonly racks: ImportedRacks;
  /** The part `networks` of the site. */
  readonly networks: DocumentMap;
}

/** Texts of `site.yaml`, `machines.csv` and the profiles, by path in the project. */
export function writeDocuments(imported: ImportedSite): Readonly<Record<string, string>> {
  const folder = `sites/${imported.site}`;
  const file = `${folder}/site.yaml`;
  const head = [
    schemaModeline('site', file),
    `# Imported from ${imported.sources.join(', ')}. The machines are in machines.csv beside this file.`,
    '# Lines with "fill in" stand for what the inventory does not know.',
  ];
  return {
    [file]: emitYaml(siteDocument(imported), head),
    [`${folder}/machines.csv`]: machinesCsv(imported),
    ...profileFiles(imported.profiles, imported.site, imported.origin),
  };
}

/** Texts of hardware profiles, by path in the project. */
export function profileFiles(
  { profiles }: ImportedProfiles,
  site: string,
  origin: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    profiles.map((profile) => {
      const file = `hardware/${profile.name}.yaml`;
      const head = [schemaModeline('hardware', file), `# ${profileOrigin(profile, site)}`];
      return [file, emitYaml(profileDocument(profile.hardware, origin), head)] as const;
    }),
  );
}

function profileOrigin({ machines, kinds }: ImportedProfile, site: string): string {
  const named =
    kinds.length === 0 ? '' : ` (${kinds.slice(0, 5).join(', ')}${kinds.length > 5 ? ', ...' : ''})`;
  const count = machines.length === 1 ? 'one machine' : `${machines.length} machines`;
  return `Hardware of ${count}${named} of site ${site}.`;
}

function siteDocument({ description, provisioner, racks, networks, machines }: ImportedSite): DocumentMap {
  return {
    description: description ?? undefined,
    '#domain': 'domain:  # fill in: DNS domain of the servers',
    provisioner: provisionerDocument(provisioner),
    ...racksDocument(racks),
    ...feedComment(machines),
    ...fabricsComment(provisioner),
    networks,
    ...imagesComment(provisioner),
    '#credentials': 'credentials:  # fill in: credential sets of the BMCs by name; and defaults.credentials',
  };
}

function racksDocument({ racks, facts }: ImportedRacks): DocumentMap {
  if (racks.length === 0) {
    const text =
      'racks:  # fill in: the inventory names no racks; add them, and rack and unit in machines.csv';
    return { '#racks': text };
  }
  const known = racks.map((rack) => facts.get(rack));
  const lacks = [
    ...(known.some((rack) => rack?.units == null) ? ['units (42 where not said)'] : []),
    ...(known.some((rack) => Object.keys(rack?.feeds ?? {}).length === 0)
      ? ['feeds with capacityWatts']
      : []),
  ];
  return {
    racks: Object.fromEntries(racks.map((rack, index) => [rack, rackDocument(known[index])])),
    ...(lacks.length === 0
      ? {}
      : { '#feeds': `A rack takes ${lacks.join(' and ')}; the inventory has ${lackWords(lacks, known)}.` }),
  };
}

function lackWords(lacks: readonly string[], known: readonly (RackFacts | undefined)[]): string {
  if (known.some((rack) => rack !== undefined)) return 'them not for every rack';
  return lacks.length > 1 ? 'neither' : 'none';
}

function rackDocument(facts: RackFacts | undefined): DocumentMap {
  const feeds = facts?.feeds ?? {};
  return {
    units: facts?.units ?? undefined,
    derate: facts?.derate ?? undefined,
    feeds: Object.keys(feeds).length === 0 ? undefined : feeds,
  };
}

/** Which PDUs there are is known, and not what they carry; without a capacity they are no feeds. */
function feedComment(machines: readonly ImportedMachine[]): DocumentMap {
  const pdus = new Map<string, number>();
  for (const { outlets } of machines) {
    for (const pdu of new Set(outlets.map((outlet) => outlet.slice(0, outlet.lastIndexOf(':')))))
      pdus.set(pdu, (pdus.get(pdu) ?? 0) + 1);
  }
  if (pdus.size === 0) return {};
  const listed = [...pdus]
    .sort(([a], [b]) => byNumber(a, b))
    .map(([pdu, count]) => `${pdu} (${count} ${count === 1 ? 'machine' : 'machines'})`);
  return { '#pdus': `PDUs of the inventory, whose racks and capacities are not known: ${listed.join(', ')}` };
}
