import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from './docs/pages.js';

/**
 * Writes the pages of `docs` that are made from code. `--check` writes nothing and names what differs.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
/** Everything in this folder is generated: what is not a page of ours any more goes. */
const folder = 'docs/reference';

function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const wanted = pages();
mkdirSync(join(root, folder), { recursive: true });
const present = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const paths = [...new Set([...Object.keys(wanted), ...present])].sort();
const differing = paths.filter((path) => textOf(path) !== wanted[path]);

if (process.argv.includes('--check')) {
  for (const path of differing) process.stderr.write(`${path} is not what it is generated from\n`);
  if (differing.length > 0) process.exitCode = 1;
} else {
  for (const path of differing) {
    const text = wanted[path];
    if (text === undefined) {
      rmSync(join(root, path));
      continue;
    }
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  process.stdout.write(`${Object.keys(wanted).length} pages in docs, ${differing.length} written\n`);
}
