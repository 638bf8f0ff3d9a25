import { quote } from '../../support/groups.js';
import { isEnrolled } from '../../support/machines.js';
import { machineAt } from '../../support/places.js';
import { haveOneProvisioner, repeatedAtSites } from '../../support/sites.js';
import type { ProjectRule } from '../../types.js';

/** Two machines of one name in one provisioner. */
export const sitesDuplicateAsset: ProjectRule = {
  tier: 'project',
  id: 'sites/duplicate-asset',
  severity: 'error',
  mayAcknowledge: false,
  title: 'sites with one provisioner share no asset name',
  rationale:
    'the provisioner knows machines by their names: the second cannot be enrolled, or is taken for the first',
  source: 'MAAS: host names are unique (read); Ironic: node names are unique (measured)',
  *check(sites) {
    const assets = repeatedAtSites(
      sites,
      ({ site }) => site.machines.filter(isEnrolled).map((machine) => [machine.asset, machine] as const),
      haveOneProvisioner,
    );
    for (const { key, first, again } of assets) {
      yield {
        subject: key,
        message: `machine ${quote(key)} is at site ${quote(first.site.name)} too, and both sites have the provisioner at ${again.site.provisioner.apiUrl}`,
        at: machineAt(again.site, key),
        hint: 'rename one of the two',
      };
    }
  },
};
