/** What installs servers; `dry-run` only plans. */
export const PROVISIONER_TYPES = ['maas', 'ironic', 'dry-run'] as const;
export type ProvisionerType = (typeof PROVISIONER_TYPES)[number];
