import { ironicSite } from '../../support/ironic.js';
import { hardwareFindings } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A node with several disks of which nothing says where the image goes. */
export const diskNoRootHint: InventoryRule = {
  tier: 'inventory',
  id: 'disk/no-root-hint',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a node with several disks says which one the image is written to',
  rationale:
    'without a root device hint Ironic takes the smallest disk of more than 4 GiB, which may be another one than the definition means',
  source: 'OpenStack Ironic root device hints (read)',
  *check(site) {
    const nodes = ironicSite(site)?.nodes ?? [];
    yield* hardwareFindings(
      site,
      nodes.map(({ machine }) => machine),
      ['disks'],
      ({ hardware: { disks } }) => {
        if (disks.length < 2) return null;
        const root = disks.find(({ role }) => role === 'root');
        if (root === undefined) return `has ${disks.length} disks, and none has the role root`;
        const isHinted = Object.values(root.hint).some((hint) => hint !== null);
        return isHinted
          ? null
          : `has ${disks.length} disks, and no hint for ${JSON.stringify(root.name)}, the one with role root`;
      },
    );
  },
};
