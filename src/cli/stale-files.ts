import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from './cli-error.js';

/** What rackform wrote to the folder of a site, one path a line: so that it knows its own files again. */
const listFile = '.rackform-files';
const head = '# Files that rackform wrote here, and removes when they are no longer wanted.\n';

/**
 * Removes what rackform wrote for a site before and does not write now, such as files of machines that left. Files that
 * are not in its list are not touched; nor is a folder that holds one.
 *
 * @param files all that is written now, by path below the folder, which begins with the site's name
 * @returns what was removed, sorted
 * @throws {CliError} where the list names something outside of the folder of its site
 */
export function removeStale(
  dir: string,
  sites: readonly string[],
  files: Readonly<Record<string, string>>,
): readonly string[] {
  return sites.flatMap((site) => {
    const folder = join(dir, site);
    const wanted = Object.keys(files)
      .filter((file) => file.startsWith(`${site}/`))
      .map((file) => file.slice(site.length + 1))
      .sort();
    const isWanted = new Set(wanted);
    const stale = listed(join(folder, listFile)).filter((file) => !isWanted.has(file));
    const removed = stale.filter((file) => remove(folder, file));
    writeFileSync(join(folder, listFile), `${head}${wanted.join('\n')}\n`);
    return removed.map((file) => `${site}/${file}`);
  });
}

function listed(list: string): readonly string[] {
  if (!existsSync(list)) return [];
  const files = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const odd = files.find((file) => file.startsWith('/') || file.split('/').includes('..'));
  if (odd !== undefined)
    throw new CliError(`${list} names ${JSON.stringify(odd)}, which is not in its folder`);
  return files;
}

function remove(folder: string, file: string): boolean {
  const path = join(folder, file);
  if (!existsSync(path)) return false;
  rmSync(path);
  for (let parent = dirname(file); parent !== '.'; parent = dirname(parent)) {
    if (readdirSync(join(folder, parent)).length > 0) break;
    rmdirSync(join(folder, parent));
  }
  return true;
}
