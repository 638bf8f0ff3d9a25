import type { LabModel } from './worlds.js';

/** User and password of one BMC. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Linux takes 128 KiB for one variable of the environment, with its name, `=` and a final zero byte. */
const longestVariable = 128 * 1024;
const variable = 'TF_VAR_bmc_credentials';

/**
 * Credentials of BMCs that nobody has, for every machine by its asset name: the value of the variable
 * `bmc_credentials`. The same at each run, since a password that changes is a change in the plan.
 */
export function madeUpCredentials(models: readonly LabModel[]): Readonly<Record<string, Credentials>> {
  const assets = models.flatMap(({ site }) => site.machines.map(({ asset }) => asset));
  return Object.fromEntries(assets.map((asset) => [asset, { user: 'lab', password: 'lab' }]));
}

/** Credentials for the environment of Terraform; null where it has no room for them. */
export function credentialsEnv(
  credentials: Readonly<Record<string, Credentials>>,
): Readonly<Record<string, string>> | null {
  if (Object.keys(credentials).length === 0) return {};
  const text = JSON.stringify(credentials);
  const bytes = Buffer.byteLength(text) + variable.length + 2;
  return bytes <= longestVariable ? { [variable]: text } : null;
}

/** What Terraform of a site of Ironic asks for where the site does not state it. */
export function ironicVariables(models: readonly LabModel[]): Readonly<Record<string, string>> {
  if (!models.some(({ site }) => site.provisioner.type === 'ironic')) return {};
  return { TF_VAR_ironic_url: '', TF_VAR_ironic_username: 'lab', TF_VAR_ironic_password: 'lab' };
}
