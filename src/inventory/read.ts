import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue } from '../errors.js';
import { placeOf, type Source } from './text.js';

const MiB = 1024 * 1024;
/** Parsed YAML takes 75 times its size; machines by the thousand belong into CSV. */
const maxBytes = { yaml: 16 * MiB, csv: 64 * MiB };

/**
 * Reads a text file of a project. Line ends come as `\n`, a byte order mark is dropped.
 *
 * @param file relative to `dir`, with `/`
 * @param document that the file is read for, to say where a problem is
 */
export function readSource(
  dir: string,
  file: string,
  document: string,
): { readonly source: Source } | { readonly issue: Issue } {
  const problem = (
    code: string,
    message: string,
    hint?: string,
    line = 1,
    column = 1,
  ): { readonly issue: Issue } => ({
    issue: {
      code,
      severity: 'error',
      message,
      at: { document, path: [] },
      position: { file, line, column },
      ...(hint === undefined ? {} : { hint }),
    },
  });
  const limit = file.endsWith('.csv') ? maxBytes.csv : maxBytes.yaml;
  let bytes: Buffer;
  try {
    const status = statSync(join(dir, file));
    if (!status.isFile()) return problem('FILE_UNREADABLE', 'is not a file');
    if (status.size > limit) {
      const hint = file.endsWith('.csv') ? undefined : 'give machines in machines.csv beside it, one a row';
      return problem(
        'FILE_TOO_LARGE',
        `the file has ${Math.ceil(status.size / MiB)} MiB, and ${limit / MiB} MiB are the most that is read`,
        hint,
      );
    }
    bytes = readFileSync(join(dir, file));
  } catch (error) {
    return problem('FILE_UNREADABLE', `cannot be read: ${reasonOf(error)}`);
  }
  if (!isUtf8(bytes)) {
    const { line, column } = firstBadByte(bytes);
    return problem('FILE_NOT_UTF8', 'the file is not UTF-8 text', 'save it as UTF-8', line, column);
  }
  const text = new TextDecoder('utf-8').decode(bytes).replace(/\r\n?/g, '\n');
  const source = { file, text };
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const { line, column } = placeOf(source, nul);
    return problem(
      'FILE_NOT_TEXT',
      'the file holds a NUL byte, so it is no text',
      'save it as UTF-8',
      line,
      column,
    );
  }
  return { source };
}

/** The problem with a file that a merge left unfinished; a lock has its own word for it. */
export function conflictIn(source: Source, document: string): Issue | undefined {
  const match = /^(?:<{7}|>{7}) /m.exec(source.text);
  if (match === null) return undefined;
  return {
    code: 'FILE_CONFLICT',
    severity: 'error',
    message: 'the file holds an unfinished merge',
    at: { document, path: [] },
    position: { file: source.file, ...placeOf(source, match.index) },
    hint: 'decide between the sides and take the marker lines out',
  };
}

function firstBadByte(bytes: Buffer): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = bytes.indexOf(0x0a, start);
    const end = next < 0 ? bytes.length : next;
    const part = bytes.subarray(start, end);
    if (!isUtf8(part) || next < 0) {
      const column = part.toString('utf8').indexOf('\ufffd');
      return { line, column: Math.max(0, column) + 1 };
    }
    line += 1;
    start = end + 1;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'somebody else has just made it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its symbolic links go in a circle',
};

/** Why the file system refused, in words and without the absolute path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return code === undefined ? String(error) : (reasons[code] ?? code);
}
