import type { Issue } from '../errors.js';
import { noNetworks } from './imported/networks.js';
import { startNotes } from './imported/notes.js';
import {
  assertSiteName,
  finishImport,
  type ImportOptions,
  type ImportResult,
} from './imported/output/result.js';
import { fieldsOf, listOf, type Report } from './imported/source/fields.js';
import {
  encodingIssue,
  type Input,
  type InputFile,
  issueAt,
  jsonInput,
  reportInto,
  sourceOf,
  syntaxIssue,
  yamlInput,
} from './imported/source/input.js';
import { parseJson } from './imported/source/json-text.js';
import { readNodes } from './instackenv/node.js';
import type { Source } from './text.js';
import { readYaml } from './yaml.js';

/**
 * Turns `instackenv.json` of TripleO, or its YAML form, into the files of a site. Users and passwords are never
 * read, so that they can go nowhere. Never throws for what is in the file.
 */
export function importInstackenv(files: readonly InputFile[], options: ImportOptions): ImportResult {
  assertSiteName(options.site);
  const issues: Issue[] = [];
  const notes = startNotes();
  const inputs = files.map((file) => inputOf(sourceOf(file)));
  const report = reportInto(issues, inputs);
  const nodes = inputs.flatMap((input) => findNodes(input, issues, report));
  const machines = readNodes(nodes, notes, report);
  const findings = {
    ...options,
    // The format is that of Ironic's own installer.
    provisioner: options.provisioner ?? 'ironic',
    files: files.map(({ name }) => name),
    machines,
    networks: noNetworks,
  };
  return finishImport({ ...findings, origin: 'instackenv file', notes }, issues, report);
}

function isJson({ text }: Source): boolean {
  return /^\s*[[{]/.test(text);
}

function inputOf(source: Source): Input {
  return isJson(source) ? jsonInput(source) : yamlInput(source);
}

function findNodes(input: Input, issues: Issue[], report: Report): ReturnType<typeof listOf> {
  const { source } = input;
  const value = parse(source, issues);
  if (value === undefined) return [];
  const place = { file: source.file, path: [] };
  const nodes = Array.isArray(value)
    ? listOf(value, place, report)
    : fieldsOf(value, place, report).list('nodes');
  if (nodes.length === 0) {
    const hint = 'the file must hold { nodes: [...] }, each with pm_type, pm_addr and mac or ports';
    issues.push(issueAt(input, [], 'IMPORT_NO_MACHINES', 'no node is found in the file', hint));
  }
  return nodes;
}

/** Undefined where the text is neither JSON nor YAML; then an issue says so. */
function parse(source: Source, issues: Issue[]): unknown {
  const encoding = encodingIssue(source);
  if (encoding !== undefined) {
    issues.push(encoding);
    return undefined;
  }
  if (isJson(source)) {
    const parsed = parseJson(source.text);
    if ('value' in parsed) return parsed.value;
    issues.push(syntaxIssue(source, parsed.fault));
    return undefined;
  }
  const { value, issues: found } = readYaml(source, `import/${source.file}`);
  issues.push(...found);
  return found.length > 0 ? undefined : value;
}
