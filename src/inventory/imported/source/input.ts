import type { DocumentPath, Issue } from '../../../errors.js';
import { placeOf, type Source, type TextPlace } from '../../text.js';
import { locateInYaml } from '../../yaml.js';
import type { Report } from './fields.js';
import { type JsonFault, offsetsIn } from './json-text.js';

/** One input file. */
export interface InputFile {
  /** As the user named it. */
  readonly name: string;
  readonly text: string;
}

/** An input file that can be pointed into. */
export interface Input {
  readonly source: Source;
  readonly place: (path: DocumentPath['path']) => TextPlace;
}

/** A file as a source: line ends `\n`, without a byte order mark, which counts for no position. */
export function sourceOf({ name, text }: InputFile): Source {
  return { file: name, text: text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n') };
}

/** A JSON file, pointed into by path. */
export function jsonInput(source: Source): Input {
  const offset = offsetsIn(source.text);
  return { source, place: (path) => placeOf(source, offset(path)) };
}

/** A YAML file, pointed into by path. */
export function yamlInput(source: Source): Input {
  return { source, place: (path) => locateInYaml(source, path) };
}

/** Codes that stand in the way of using what was read; all others leave something blank. */
const fatal = new Set([
  'ADOPT_DUPLICATE_NAME',
  'ADOPT_NO_POWER',
  'CSV_RAGGED',
  'IMPORT_ERROR_ANSWER',
  'IMPORT_INCOMPLETE',
  'IMPORT_MAP',
  'IMPORT_NO_MACHINES',
  'IMPORT_NO_SITE',
  'IMPORT_UNKNOWN_DOCUMENT',
  'IMPORT_UNKNOWN_ROLE',
  'IMPORT_UNKNOWN_STATE',
]);

/** An issue with its place in an input. */
export function issueAt(
  input: Input,
  path: DocumentPath['path'],
  code: string,
  message: string,
  hint?: string,
): Issue {
  return {
    code,
    severity: fatal.has(code) ? 'error' : 'warning',
    message,
    at: { document: `import/${input.source.file}`, path },
    position: { file: input.source.file, ...input.place(path) },
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Takes problems of all inputs, each to its file, and once however often the value is looked at. */
export function reportInto(issues: Issue[], inputs: readonly Input[]): Report {
  const byFile = new Map(inputs.map((input) => [input.source.file, input]));
  const seen = new Set<string>();
  return (place, ...problem) => {
    const input = byFile.get(place.file);
    const key = JSON.stringify([place, ...problem]);
    if (seen.has(key)) return;
    seen.add(key);
    if (input !== undefined) issues.push(issueAt(input, place.path, ...problem));
  };
}

/** The problem with a text that is no JSON. */
export function syntaxIssue(source: Source, fault: JsonFault): Issue {
  return {
    code: 'IMPORT_SYNTAX',
    severity: 'error',
    message: `the file is no JSON: ${fault.message}`,
    at: { document: `import/${source.file}`, path: [] },
    position: { file: source.file, ...placeOf(source, fault.offset) },
    hint: 'it was cut short or edited by hand; get it again',
  };
}

/** The problem with a file that is no UTF-8 text, as a spreadsheet may save it. */
export function encodingIssue(source: Source): Issue | undefined {
  const offset = source.text.search(/[\0\ufffd]/);
  if (offset < 0) return undefined;
  return {
    code: 'FILE_NOT_UTF8',
    severity: 'error',
    message: 'the file is not UTF-8 text',
    at: { document: `import/${source.file}`, path: [] },
    position: { file: source.file, ...placeOf(source, offset) },
    hint: 'save it as UTF-8; a spreadsheet calls it "CSV UTF-8"',
  };
}
