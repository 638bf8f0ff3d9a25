/**
 * Writes what changing each field of a definition comes to: `src/facts/field-effects.json`, and the page of it. Found
 * by doing it: every field is changed in a definition that has them all, at a site in service. `--check` writes
 * nothing and names what differs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fieldEffectsPage } from './field-effects/page.js';
import { printTable } from './field-effects/print.js';
import { fieldEffectTable } from './field-effects/table.js';

const rows = fieldEffectTable();
const wanted = {
  'src/facts/field-effects.json': printTable(rows),
  'docs/reference/field-effects.md': fieldEffectsPage(rows),
};
const pathOf = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const differing = Object.entries(wanted).filter(
  ([file, text]) => !existsSync(pathOf(file)) || readFileSync(pathOf(file), 'utf8') !== text,
);

if (process.argv.includes('--check')) {
  for (const [file] of differing) process.stderr.write(`${file} is not what changing the fields comes to\n`);
  if (differing.length > 0) {
    process.stderr.write('run npm run generate\n');
    process.exitCode = 1;
  }
} else {
  for (const [file, text] of differing) writeFileSync(pathOf(file), text);
  process.stdout.write(`${rows.length} fields changed, ${differing.length} files written\n`);
}
