import type { Issue } from '../errors.js';
import { startNotes } from './imported/notes.js';
import {
  assertSiteName,
  finishImport,
  type ImportOptions,
  type ImportResult,
  usualProvisioner,
} from './imported/output/result.js';
import type { Fields } from './imported/source/fields.js';
import { issueAt, jsonInput, reportInto, sourceOf, syntaxIssue } from './imported/source/input.js';
import { parseJson } from './imported/source/json-text.js';
import { readMachines } from './reference-api/machine.js';
import { networksDocument, networksToFillIn, readNetworks } from './reference-api/networks.js';
import { type FoundNode, findNodes } from './reference-api/nodes.js';

/** One input file. */
export interface ReferenceFile {
  /** As the user named it. */
  readonly name: string;
  /** Its text. */
  readonly json: string;
}

/**
 * Turns inventories of the reference-API shape (Grid'5000, Chameleon), several files of one site merged, into the
 * files of a site. Nothing is invented: what is not known is blank and noted, and what is wrong in the input is an
 * issue with its place. Never throws for what is in the files.
 *
 * The same files in the same order give the same bytes.
 */
export function importReferenceApi(files: readonly ReferenceFile[], options: ImportOptions): ImportResult {
  assertSiteName(options.site);
  const { provisioner = usualProvisioner } = options;
  const issues: Issue[] = [];
  const found: FoundNode[] = [];
  const networkFields: Fields[] = [];
  const inputs = files.map(({ name, json }) => jsonInput(sourceOf({ name, text: json })));
  const report = reportInto(issues, inputs);
  for (const input of inputs) {
    const parsed = parseJson(input.source.text);
    if ('fault' in parsed) {
      issues.push(syntaxIssue(input.source, parsed.fault));
      continue;
    }
    const document = findNodes(parsed.value, input.source.file, report);
    if (document.nodes.length === 0) {
      const hint = 'the file must hold { clusters: [{ nodes: [...] }] }, as the reference API answers';
      issues.push(issueAt(input, [], 'IMPORT_NO_MACHINES', 'no machine is found in the file', hint));
    }
    found.push(...document.nodes);
    networkFields.push(document.networks);
  }
  const notes = startNotes();
  const machines = readMachines(found, notes, report);
  const networks = readNetworks(networkFields, report);
  return finishImport(
    {
      ...options,
      files: files.map(({ name }) => name),
      origin: `reference inventory of ${options.site}`,
      machines,
      networks: {
        document: networksDocument(networks, provisioner),
        count: networks.length,
        fillIn: networksToFillIn(networks, provisioner),
      },
      notes,
    },
    issues,
    report,
  );
}
