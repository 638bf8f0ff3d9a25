import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DefinitionError, type Issue } from '../errors.js';
import { type WriteOptions, writeFiles } from '../inventory/write.js';
import { CliError } from './cli-error.js';
import type { Io } from './io.js';

function under(dir: string, issue: Issue): Issue {
  const { position } = issue;
  return position === undefined
    ? issue
    : { ...issue, position: { ...position, file: resolve(dir, position.file) } };
}

/**
 * Writes files below a folder, all or none.
 *
 * @returns those that are new or changed
 * @throws {DefinitionError} where one cannot be written; then none is
 */
export function writeAll(
  dir: string,
  files: Readonly<Record<string, string>>,
  options?: WriteOptions,
): readonly string[] {
  const { written, issues } = writeFiles(dir, files, options);
  if (issues.length > 0) throw new DefinitionError(issues.map((issue) => under(dir, issue)));
  return written;
}

/** Text of a file as the user named it; `-` is standard input. */
export async function readGiven(io: Io, name: string): Promise<string> {
  if (name === '-') return io.readInput();
  try {
    return await readFile(resolve(io.cwd, name), 'utf8');
  } catch (cause) {
    // The one error of reading that does not say of which path it speaks.
    const isFolder = cause instanceof Error && 'code' in cause && cause.code === 'EISDIR';
    throw isFolder
      ? new CliError(`${name}: is a folder, where a file is wanted`, undefined, { cause })
      : cause;
  }
}
