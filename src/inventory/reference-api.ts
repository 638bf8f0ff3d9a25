import { DnsLabel } from '../definition/scalars.js';
import { InternalError, type Issue } from '../errors.js';
import { writeDocuments } from './reference-api/documents.js';
import { reportDuplicates } from './reference-api/duplicates.js';
import type { Fields, Report } from './reference-api/fields.js';
import { type JsonFault, offsetsIn, parseJson } from './reference-api/json-text.js';
import { type ImportedMachine, readMachines } from './reference-api/machine.js';
import { type ImportedNetwork, readNetworks } from './reference-api/networks.js';
import { type FoundNode, findNodes } from './reference-api/nodes.js';
import { type ImportNote, startNotes } from './reference-api/notes.js';
import { groupProfiles } from './reference-api/profiles.js';
import { type ImportedRacks, readRacks } from './reference-api/racks.js';
import { placeOf, type Source } from './text.js';

/** One input file. */
export interface ReferenceFile {
  /** As the user named it. */
  readonly name: string;
  /** Its text. */
  readonly json: string;
}

/** What came of an import. */
export interface ReferenceImport {
  /** Texts by path in the project, with `/`: `sites/<site>/site.yaml`, `machines.csv` beside it, `hardware/*.yaml`. */
  readonly files: Readonly<Record<string, string>>;
  readonly summary: ImportSummary;
  /** Problems of the input, each with its file, path and position. Only errors stand in the way of using `files`. */
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

/**
 * Turns inventories of the reference-API shape (Grid'5000, Chameleon), several files of one site merged, into the
 * files of a site. Nothing is invented: what is not known is blank and noted, and what is wrong in the input is an
 * issue with its place. Never throws for what is in the files.
 *
 * The same files in the same order give the same bytes.
 */
export function importReferenceApi(
  files: readonly ReferenceFile[],
  options: { readonly site: string },
): ReferenceImport {
  if (!DnsLabel.safeParse(options.site).success)
    throw new InternalError(`site name "${options.site}" was not checked before the import`);
  const issues: Issue[] = [];
  const found: FoundNode[] = [];
  const networks: Fields[] = [];
  const inputs = files.map(inputOf);
  for (const input of inputs) {
    const { source } = input;
    const report = reporter(input, issues);
    const parsed = parseJson(source.text);
    if ('fault' in parsed) {
      issues.push(syntaxIssue(source, parsed.fault));
      continue;
    }
    const document = findNodes(parsed.value, source.file, report);
    if (document.nodes.length === 0)
      report(
        { file: source.file, path: [] },
        'IMPORT_NO_MACHINES',
        'no machine is found in the file',
        'the file must hold { clusters: [{ nodes: [...] }] }, as the reference API answers',
      );
    found.push(...document.nodes);
    networks.push(document.networks);
  }
  return assemble(found, networks, inputs, options.site, issues);
}

function assemble(
  found: readonly FoundNode[],
  networkFields: readonly Fields[],
  inputs: readonly Input[],
  site: string,
  issues: Issue[],
): ReferenceImport {
  const byFile = new Map(inputs.map((input) => [input.source.file, reporter(input, issues)]));
  const report: Report = (place, ...problem) => byFile.get(place.file)?.(place, ...problem);
  const notes = startNotes();
  const machines = readMachines(found, notes, report);
  reportDuplicates(machines, report);
  const racks = readRacks(machines, notes);
  const networks = readNetworks(networkFields, report);
  const profiles = groupProfiles(machines);
  const sources = inputs.map(({ source }) => source.file.split(/[/\\]/).at(-1) ?? source.file);
  const texts = writeDocuments({ site, sources, machines, profiles, racks, networks });
  const sum = (count: (machine: (typeof machines)[number]) => number): number =>
    machines.reduce((total, machine) => total + count(machine), 0);
  return {
    files: machines.length === 0 ? {} : texts,
    issues,
    summary: {
      site,
      machines: machines.length,
      profiles: profiles.profiles.length,
      gpus: sum(({ hardware }) => hardware.gpus?.count ?? 0),
      nics: sum(({ hardware }) => hardware.nics.length),
      disks: sum(({ hardware }) => hardware.disks.length),
      racks: racks.racks.length,
      networks: networks.length,
      notes: notes.all(),
      fillIn: fillIn(racks, networks, machines),
    },
  };
}

function fillIn(
  { racks }: ImportedRacks,
  networks: readonly ImportedNetwork[],
  machines: readonly ImportedMachine[],
): readonly string[] {
  const others = networks.filter(({ name, prefix }) => name !== 'default' || prefix === null).length;
  return [
    'domain',
    ...(racks.length === 0 ? ['racks'] : []),
    ...(machines.some(({ outlets }) => outlets.length > 0)
      ? ['feeds (PDUs are listed, their capacities are not known)']
      : []),
    'fabrics',
    others === networks.length ? 'the network that machines boot on' : 'fabric and dhcp of network in-band',
    ...(others === 0 ? [] : [`the VLAN numbers of ${others} networks, where they are wanted`]),
    'images',
    'credentials',
  ];
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

/** An input file that can be pointed into. */
interface Input {
  readonly source: Source;
  readonly offset: ReturnType<typeof offsetsIn>;
}

function inputOf({ name, json }: ReferenceFile): Input {
  // A byte order mark is no JSON, and counts for no position.
  const text = json.replace(/^\ufeff/, '');
  return { source: { file: name, text }, offset: offsetsIn(text) };
}

/** Problems of the input are warnings: what is usable is used, and the rest is left blank. */
function reporter({ source, offset }: Input, issues: Issue[]): Report {
  return ({ path }, code, message, hint) => {
    issues.push({
      code,
      severity: code === 'IMPORT_NO_MACHINES' ? 'error' : 'warning',
      message,
      at: { document: `import/${source.file}`, path },
      position: { file: source.file, ...placeOf(source, offset(path)) },
      ...(hint === undefined ? {} : { hint }),
    });
  };
}

function syntaxIssue(source: Source, fault: JsonFault): Issue {
  return {
    code: 'IMPORT_SYNTAX',
    severity: 'error',
    message: `the file is no JSON: ${fault.message}`,
    at: { document: `import/${source.file}`, path: [] },
    position: { file: source.file, ...placeOf(source, fault.offset) },
    hint: 'it was cut short or edited by hand; get it again',
  };
}
