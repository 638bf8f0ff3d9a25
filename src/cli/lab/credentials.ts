import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteModel } from '../../model/types.js';

/** Linux takes 128 KiB for one variable of the environment, with its name, `=` and a final zero byte. */
const longestVariable = 128 * 1024;
const variable = 'TF_VAR_bmc_credentials';

/** How a made-up variable is given to Terraform. */
export interface MadeUpCredentials {
  readonly env: Readonly<Record<string, string>>;
  /** A variable file, where the environment is too small; null otherwise. */
  readonly file: string | null;
}

/**
 * Credentials of BMCs that nobody has, for every machine: the same at each run, since a password that changes is a
 * change in the plan.
 *
 * @param given the variable as the caller's own environment has it, which is left as it is
 * @param folder where a file is written that the environment has no room for
 */
export function madeUpCredentials(
  sites: readonly Pick<SiteModel, 'site'>[],
  given: string | undefined,
  folder: string,
): MadeUpCredentials {
  const assets = sites.flatMap(({ site }) => site.machines.map(({ asset }) => asset));
  if (given !== undefined || assets.length === 0) return { env: {}, file: null };
  const value = Object.fromEntries(assets.map((asset) => [asset, { user: 'lab', password: 'lab' }]));
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) + variable.length + 2 <= longestVariable) {
    return { env: { [variable]: text }, file: null };
  }
  const file = join(folder, 'bmc-credentials.tfvars.json');
  writeFileSync(file, `${JSON.stringify({ bmc_credentials: value })}\n`, { mode: 0o600 });
  return { env: {}, file };
}
