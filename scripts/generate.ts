/**
 * Runs every `scripts/generate-*.ts`, one after another, with the arguments it was given.
 *
 * `npm run generate` writes, `npm run generate -- --check` compares. All of them run even when one fails, so that
 * a reader sees everything that is out of date at once.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const generators = readdirSync(folder)
  .filter((name) => /^generate-.*\.ts$/.test(name))
  .sort();

const failed = generators.filter((name) => {
  const args = ['--import', 'tsx', join(folder, name), ...process.argv.slice(2)];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0;
});

if (failed.length > 0) {
  process.stderr.write(`failed or out of date: ${failed.join(', ')}; run npm run generate\n`);
  process.exit(1);
}
