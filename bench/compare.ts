import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names the files of two outputs that differ. All bytes count but one line a construct: `path` in the notes of
 * cdktf, which says where the construct stands in its tree and not what Terraform does.
 */
export function differences(one: string, other: string): readonly string[] {
  const files = new Set([...filesOf(one), ...filesOf(other)]);
  return [...files].sort().filter((file) => read(one, file) !== read(other, file));
}

/** Stack files of an output, relative to it. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function read(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), 'utf8').replace(/^ {12}"path": "[^"]*",\n/gm, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
