import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes the provider for Ironic one file, which runs without `node_modules`: Terraform starts it several times a
 * command, and it is copied to machines that have nothing of rackform but this. The licences of what is in it stand at
 * its end.
 */
export async function bundleProvider(outfile: string): Promise<void> {
  const { metafile } = await build({
    entryPoints: [join(root, 'src/cli/provider/ironic-main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    // CommonJS, since some of what is bundled is.
    format: 'cjs',
    target: 'node20.19',
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'error',
    absWorkingDir: root,
    metafile: true,
  });
  const packages = Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []);
  appendFileSync(outfile, [...new Set(packages)].sort().map(licenceComment).join(''));
}

/** Folder of the package that a file is of; null for our own. */
function packageOf(path: string): string | null {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

/** @throws {Error} where a package has no licence to show */
function licenceComment(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file === undefined && license === undefined) throw new Error(`${name} says no licence`);
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(root, folder, file), 'utf8');
  return `\n/*\n${name} ${version}\n\n${text.replaceAll('*/', '* /').trim()}\n*/\n`;
}
