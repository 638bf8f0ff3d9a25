import { InternalError } from '../errors.js';

/**
 * Name of a Terraform address from names of things, so that the address says what the thing is and not where its
 * construct stands.
 *
 * Injective: parts are joined by `_`, which only the last part may hold, and none begins with it; a leading digit,
 * which Terraform does not take, gets a `_` in front. Moves when a thing gets another name, and then only.
 */
export function terraformName(...parts: readonly [string, ...string[]]): string {
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    if (!(isLast ? /^[A-Za-z0-9-][A-Za-z0-9_-]*$/ : /^[A-Za-z0-9-]+$/).test(part)) {
      throw new InternalError(`${JSON.stringify(part)} cannot be part of a Terraform name`);
    }
  });
  const name = parts.join('_');
  return /^[A-Za-z]/.test(name) ? name : `_${name}`;
}

/** `<cluster>-<pool>-<three digits or more>`: host name of a slot and identity of its claim. */
export function slotName(cluster: string, pool: string, number: number): string {
  return `${cluster}-${pool}-${String(number).padStart(3, '0')}`;
}

const two = (shard: number) => String(shard).padStart(2, '0');

/** Names of stacks; also their folders and ids in CDKTF. */
export const stackNames = {
  network: (site: string) => `${site}-network`,
  enrolment: (site: string, shard: number) => `${site}-enrolment-${two(shard)}`,
  claim: (site: string, cluster: string, shard: number) => `${site}-${cluster}-claim-${two(shard)}`,
};
