/**
 * Terraform name of a thing from its identity. DNS labels need only one change: Terraform names do not begin with
 * a digit. No label begins with `_`, so two labels never share a name.
 */
export function terraformName(label: string): string {
  return /^\d/.test(label) ? `_${label}` : label;
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
