import type { Issue } from '../errors.js';
import { startNotes } from './imported/notes.js';
import { assertSiteName, finishImport, type ImportResult } from './imported/output/result.js';
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
import { collectAnswer, reportMissingPages, startCollection } from './netbox/kinds.js';
import { readMachines } from './netbox/machine.js';
import { readNetworks } from './netbox/networks.js';
import { readRackFacts } from './netbox/racks.js';
import { type Selection, selectDevices } from './netbox/select.js';

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
  const pages = new Map();
  for (const { input, value, table } of read) {
    if (table !== undefined) collectExport(table, collection, report);
    else if (value !== undefined) collectAnswer(value, input.source.file, collection, pages, report);
  }
  reportMissingPages(pages, report);
  const objects = collection.all();
  const notes = startNotes();
  const devices = selectDevices(objects.devices, selection, notes, report);
  const machines = readMachines(devices, objects, notes, report);
  const isHere = siteFilter(devices);
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
      site: selection.site,
      files: files.map(({ name }) => name),
      origin: 'NetBox',
      machines,
      racks: readRackFacts(objects.racks.filter(isHere), objects['power-feeds'], report),
      networks: readNetworks(objects.vlans, objects.prefixes, isHere, report),
      notes,
    },
    issues,
    report,
  );
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

/** Whether a rack, VLAN or prefix is at the site of the devices: `site`, and `scope` of prefixes since NetBox 4.2. */
function siteFilter(devices: readonly Fields[]): (object: Fields) => boolean {
  const names = (related: Fields): readonly string[] =>
    [related.text('slug'), related.text('name')].flatMap((name) => (name === null ? [] : [slug(name)]));
  const here = new Set(devices.flatMap((device) => names(device.fields('site'))));
  return (object) => {
    const scope = object.text('scope_type') === 'dcim.site' ? object.fields('scope') : object.fields('site');
    const own = names(scope);
    return own.length === 0 || here.size === 0 || own.some((name) => here.has(name));
  };
}
