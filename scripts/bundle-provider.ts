import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Makes the provider for Ironic one file, which runs without `node_modules`: Terraform starts it several times a
 * command, and it is copied to machines that have nothing of rackform but this.
 */
export async function bundleProvider(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('../src/cli/provider/ironic-main.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    // CommonJS, since some of what is bundled is.
    format: 'cjs',
    target: 'node20.19',
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'error',
  });
}
