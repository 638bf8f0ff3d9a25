/**
 * Builds dist, or the folder given, from nothing: a file that left src cannot stay in the package.
 *
 * `npm run build`, or `npm run build -- FOLDER`.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProvider } from './bundle-provider.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const out = resolve(process.argv[2] ?? join(root, 'dist'));

rmSync(out, { recursive: true, force: true });
const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', out];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
// What the page of a review is made of stands beside the code that reads it, here as there.
for (const name of ['client.css', 'client.js']) {
  const path = join('cli', 'render', 'review-html', name);
  copyFileSync(join(root, 'src', path), join(out, path));
}
// npm does this for an installed package; a checkout and a linked one run the file as it is.
chmodSync(join(out, 'cli', 'main.js'), 0o755);
await bundleProvider(join(out, 'cli', 'provider', 'terraform-provider-ironic.cjs'));
