import { createHash } from 'node:crypto';
import type { RepositoryModel } from '../../model/software-types.js';
import type { NodePart } from './node.js';

/** Where the key of a repository lies: another key has another place, so that it is fetched, and seen by a diff. */
export function keyFile(name: string, key: string): string {
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `/etc/apt/keyrings/rackform-${name}-${digest}.asc`;
}

/** Sources of packages, one file each. */
export const repositories: NodePart = ({ slot, cluster }) => {
  const driver = cluster.software.drivers.find(({ slots }) => slots.includes(slot.name));
  if (driver === undefined) return {};
  return {
    files: driver.repositories.map((repository) => ({
      path: `/etc/apt/sources.list.d/rackform-${repository.name}.sources`,
      mode: '0644',
      content: sourceOf(repository),
      group: driver.name,
      restarts: [],
    })),
  };
};

function sourceOf(repository: RepositoryModel): string {
  const { name, url, suite, components, key, ...unmapped } = repository;
  unmapped satisfies Record<string, never>;
  return [
    '# Written by rackform.',
    'Types: deb',
    `URIs: ${url}`,
    `Suites: ${suite}`,
    ...(components.length === 0 ? [] : [`Components: ${components.join(' ')}`]),
    // Without a key of its own: what the machine trusts for all of its sources.
    ...(key === null ? [] : [`Signed-By: ${keyFile(name, key)}`]),
    '',
  ].join('\n');
}
