import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout, without a trailing slash, wherever the tests are started. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** The absolute path of something in this checkout, e.g. `fromRoot('examples', 'two-racks')`. */
export function fromRoot(...segments: readonly string[]): string {
  return join(projectRoot, ...segments);
}
