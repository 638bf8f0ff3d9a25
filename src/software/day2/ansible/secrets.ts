import type { SoftwareModel } from '../../../model/software-types.js';
import type { ClusterModel } from '../../../model/types.js';
import type { SecretName } from '../node.js';
import type { SoftwareOfNode } from '../software.js';

type Store = SoftwareModel['secretStore']['type'];

/** How Ansible finds a secret in each store. Text for Ansible: nothing of it is a secret. */
const lookups: Readonly<Record<Store, (secret: SecretName, path: string, cluster: string) => string>> = {
  'ansible-vault': (secret, _path, cluster) => `{{ vault_${cluster}_${secret} }}`,
  'hashicorp-vault': (secret, path) =>
    `{{ lookup('community.hashi_vault.vault_kv2_get', '${path}', engine_mount_point='secret').secret.${secret} }}`,
  sops: (secret, path) =>
    `{{ (lookup('community.sops.sops', '${path}') | ansible.builtin.from_yaml).${secret} }}`,
};

/**
 * References to the secrets of a cluster, as variables of its group.
 *
 * @param cluster name of the cluster as a part of variables
 */
export function secretVariables(
  { software }: ClusterModel,
  nodes: readonly SoftwareOfNode[],
  cluster: string,
): Readonly<Record<string, string>> {
  const { type, path, ...unmapped } = software.secretStore;
  unmapped satisfies Record<string, never>;
  const names = new Set(nodes.flatMap((node) => node.software.secrets.map(({ secret }) => secret)));
  return Object.fromEntries(
    [...names].sort().map((secret) => [secret, lookups[type](secret, path, cluster)]),
  );
}
