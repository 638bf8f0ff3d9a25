import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from '../definition/raw.js';
import type { Issue } from '../errors.js';
import { type MachinesFile, readMachines } from './csv.js';
import type { DocumentSource } from './positions.js';
import { conflictIn, readSource, reasonOf } from './read.js';
import type { Source } from './text.js';
import { readYaml } from './yaml.js';

/** What a folder has under a name. */
export type EntryKind = 'file' | 'folder';

/** A machines file as read. */
export interface CsvReading {
  readonly file: MachinesFile;
  readonly source: Source;
}

/** One pass over a folder, with what was found so far. */
export interface Reading {
  readonly issues: Issue[];
  readonly files: string[];
  readonly documents: Map<string, DocumentSource>;
  /** Entries by name, hidden ones left out; undefined where there is no such folder or it cannot be read. */
  readonly list: (folder: string) => ReadonlyMap<string, EntryKind> | undefined;
  readonly text: (file: string, document: string) => Source | undefined;
  readonly yaml: (file: string, document: string) => unknown;
  readonly csv: (file: string, document: string) => CsvReading | typeof unreadable;
  readonly report: (
    code: string,
    message: string,
    document: string,
    file: string,
    hint: string,
    line?: number,
  ) => void;
}

/** Starts to read the project in a folder. */
export function startReading(dir: string): Reading {
  const issues: Issue[] = [];
  const files: string[] = [];
  const documents = new Map<string, DocumentSource>();
  const report: Reading['report'] = (code, message, document, file, hint, line = 1) => {
    const position = { file, line, column: 1 };
    issues.push({ code, severity: 'error', message, at: { document, path: [] }, position, hint });
  };
  const text: Reading['text'] = (file, document) => {
    files.push(file);
    const read = readSource(dir, file, document);
    if ('issue' in read) {
      issues.push(read.issue);
      return undefined;
    }
    documents.set(document, { ...documents.get(document), yaml: read.source });
    return read.source;
  };
  const isConflicted = (source: Source, document: string): boolean => {
    const conflict = conflictIn(source, document);
    if (conflict !== undefined) issues.push(conflict);
    return conflict !== undefined;
  };
  return {
    issues,
    files,
    documents,
    report,
    text,
    list: (folder) => listFolder(dir, folder, issues),
    yaml: (file, document) => {
      const source = text(file, document);
      if (source === undefined || isConflicted(source, document)) return unreadable;
      const read = readYaml(source, document);
      issues.push(...read.issues);
      return read.value;
    },
    csv: (file, document) => {
      files.push(file);
      const read = readSource(dir, file, document);
      if ('issue' in read) {
        issues.push(read.issue);
        return unreadable;
      }
      if (isConflicted(read.source, document)) return unreadable;
      const machines = readMachines(read.source, document);
      issues.push(...machines.issues);
      return { file: machines, source: read.source };
    },
  };
}

function listFolder(
  dir: string,
  folder: string,
  issues: Issue[],
): ReadonlyMap<string, EntryKind> | undefined {
  const path = join(dir, folder);
  const entries = new Map<string, EntryKind>();
  try {
    // Sorted by code unit: the order of a folder is the file system’s, and must not decide anything.
    for (const name of readdirSync(path).sort()) {
      if (name.startsWith('.')) continue;
      const status = statSync(join(path, name), { throwIfNoEntry: false });
      entries.set(name, status?.isDirectory() === true ? 'folder' : 'file');
    }
    return entries;
  } catch (error) {
    const isOptional = folder !== '' && error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isOptional) return undefined;
    const message = `${folder === '' ? 'the project folder' : 'the folder'} cannot be read: ${reasonOf(error)}`;
    const position = { file: folder === '' ? '.' : folder, line: 1, column: 1 };
    issues.push({
      code: 'FOLDER_UNREADABLE',
      severity: 'error',
      message,
      at: { document: 'project', path: [] },
      position,
    });
    return undefined;
  }
}
