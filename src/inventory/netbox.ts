import { isSecretText } from '../definition/secrets.js';
import type { Issue } from '../errors.js';
import { startNotes } from './imported/notes.js';
import {
  assertSiteName,
  finishImport,
  type ImportResult,
  usualProvisioner,
} from './imported/output/result.js';
import type { Fields } from './imported/source/fields.js';
import {
  encodingIssue,
  type Input,
  type InputFile,
  jsonInput,
  reportInto,
  sourceOf,
  syntaxIssue,
} from './imported/source/input.js';
import { parseJson } from './imported/source/json-text.js';
import { slug } from './imported/words.js';
import { collectExport, type Export, readExport } from './netbox/export.js';
import { collectAnswer, type PagesByKind, reportMissingPages, startCollection } from './netbox/kinds.js';
import { readMachines } from './netbox/machine.js';
import { readNetworks } from './netbox/networks.js';
import { nameRacks, readRackFacts } from './netbox/racks.js';
import { namesOf, type Selection, selectDevices } from './netbox/select.js';

/**
 * Turns saved answers of NetBox's REST API (3.x and 4.x), and its CSV exports of devices and interfaces, into the
 * files of a site. Each file is recognised by its content. Never throws for what is in the files.
 */
export function importNetbox(files: readonly InputFile[], selection: Selection): ImportResult {
  assertSiteName(selection.site);
  const issues: Issue[] = [];
  const read = files.map((file) => readFile(file, issues));
  const report = reportInto(
    issues,
    read.map(({ input }) => input),
  );
  const collection = startCollection();
  const pages: PagesByKind = new Map();
  for (const { input, value, table } of read) {
    if (table !== undefined) collectExport(table, collection, report);
    else if (value !== undefined) collectAnswer(value, input.source.file, collection, pages, report);
  }
  reportMissingPages(pages, report);
  const objects = collection.all();
  const notes = startNotes();
  const devices = selectDevices(objects.devices, selection, notes, report);
  const sites = sitesOf(devices);
  const isHere = siteFilter(sites);
  const nameOfRack = nameRacks([
    ...devices.map((device) => ({
      rack: device.fields('rack'),
      location: device.fields('location').text('name'),
    })),
    ...objects.racks.filter(isHere).map((rack) => ({ rack, location: rack.fields('location').text('name') })),
  ]);
  const machines = readMachines(devices, objects, nameOfRack, notes, report);
  const hasErrors = issues.some(({ severity }) => severity === 'error');
  const [first] = read;
  if (machines.length === 0 && first !== undefined && !hasErrors)
    report(
      { file: first.input.source.file, path: [] },
      'IMPORT_NO_MACHINES',
      ...noMachines(objects.devices.length),
    );
  return finishImport(
    {
      ...selection,
      description: describe(
        objects.sites.filter((one) => namesOf(one).some((name) => sites.has(slug(name)))),
      ),
      files: files.map(({ name }) => name),
      origin: 'NetBox',
      machines,
      racks: readRackFacts(objects.racks.filter(isHere), objects['power-feeds'], nameOfRack, report),
      networks: readNetworks(
        objects.vlans,
        objects.prefixes,
        isHere,
        selection.provisioner ?? usualProvisioner,
        report,
      ),
      notes,
    },
    issues,
    report,
  );
}

/** What NetBox says of the one site that is imported. */
function describe(sites: readonly Fields[]): string | null {
  const [only, ...others] = sites;
  if (only === undefined || others.length > 0) return null;
  const text = only.text('description') ?? only.text('name');
  return text === null || isSecretText(text) ? null : text;
}

function noMachines(devices: number): readonly [string, string] {
  if (devices === 0) return ['no device is in any of the files', 'save /api/dcim/devices/?limit=0 too'];
  return ['all devices are left out', 'choose by --role what the servers are'];
}

interface Read {
  readonly input: Input;
  readonly value?: unknown;
  readonly table?: Export;
}

function readFile(file: InputFile, issues: Issue[]): Read {
  const source = sourceOf(file);
  const encoding = encodingIssue(source);
  if (encoding !== undefined) {
    issues.push(encoding);
    return { input: jsonInput(source) };
  }
  if (!/^\s*[[{]/.test(source.text)) {
    const table = readExport(source, issues);
    return { input: table.input, table };
  }
  const input = jsonInput(source);
  const parsed = parseJson(source.text);
  if ('value' in parsed) return { input, value: parsed.value };
  issues.push(syntaxIssue(source, parsed.fault));
  return { input };
}

/** Names of the sites that devices are at. */
function sitesOf(devices: readonly Fields[]): ReadonlySet<string> {
  return new Set(devices.flatMap((device) => namesOf(device.fields('site')).map((name) => slug(name))));
}

/** Whether a rack, VLAN or prefix is at one of the sites, or at none: `scope` of prefixes since NetBox 4.2, else `site`. */
function siteFilter(sites: ReadonlySet<string>): (object: Fields) => boolean {
  return (object) => {
    const isScoped = object.text('scope_type') === 'dcim.site';
    const own = namesOf(object.fields(isScoped ? 'scope' : 'site'));
    return own.length === 0 || sites.size === 0 || own.some((name) => sites.has(slug(name)));
  };
}
