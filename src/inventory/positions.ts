import type { DocumentPath, Locate, Position } from '../errors.js';
import { locateInCsv, type MachineRows } from './csv.js';
import type { Source, TextPlace } from './text.js';
import { locateInYaml } from './yaml.js';

/** What stands behind one document: its YAML file, and for a site the rows of its machines. */
export interface DocumentSource {
  readonly yaml?: Source;
  readonly csv?: { readonly source: Source; readonly rows: MachineRows };
}

/**
 * Finds positions in files on demand. The first question about a YAML file parses it once more, which costs what
 * reading it cost; a run without problems never asks.
 */
export function locateIn(documents: ReadonlyMap<string, DocumentSource>): Locate {
  return (at) => {
    const source = documents.get(at.document);
    if (source === undefined) return undefined;
    return inRows(source, at.path) ?? inFile(source, at);
  };
}

function inRows({ csv }: DocumentSource, path: DocumentPath['path']): Position | undefined {
  const [field, machine, ...rest] = path;
  if (csv === undefined || field !== 'machines' || typeof machine !== 'string') return undefined;
  const place = locateInCsv(csv.source, csv.rows, machine, rest);
  return place === undefined ? undefined : { file: csv.source.file, ...place };
}

function inFile({ yaml, csv }: DocumentSource, at: DocumentPath): Position | undefined {
  if (yaml === undefined)
    return csv === undefined ? undefined : { file: csv.source.file, line: 1, column: 1 };
  const place = at.document.startsWith('lock/')
    ? locateInLock(yaml.text, at.path)
    : locateInYaml(yaml, at.path);
  return { file: yaml.file, ...place };
}

/** A lock has one line a record, below the line of its section: no need to parse megabytes for it. */
function locateInLock(text: string, path: DocumentPath['path']): TextPlace {
  const [section, key] = path;
  if (section === undefined) return { line: 1, column: 1 };
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`${section}:`));
  if (head < 0) return { line: 1, column: 1 };
  if (key === undefined) return { line: head + 1, column: 1 };
  const starts = [`  ${JSON.stringify(String(key))}:`, `  ${key}:`];
  for (let index = head + 1; index < lines.length && lines[index]?.startsWith(' ') === true; index += 1) {
    if (starts.some((start) => lines[index]?.startsWith(start))) return { line: index + 1, column: 3 };
  }
  return { line: head + 1, column: 1 };
}
