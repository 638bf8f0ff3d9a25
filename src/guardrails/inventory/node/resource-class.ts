import { schedulerClass } from '../../../facts/ironic-hardware.js';
import { quote, repeated } from '../../support/groups.js';
import { ironicSite } from '../../support/ironic.js';
import { machineAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Two resource classes that a scheduler takes for one. */
export const nodeResourceClass: InventoryRule = {
  tier: 'inventory',
  id: 'node/resource-class',
  severity: 'error',
  mayAcknowledge: false,
  title: 'resource classes differ in more than punctuation and case',
  rationale:
    'schedulers see a class in upper case, with CUSTOM_ in front and all punctuation as "_": gpu-2u and GPU_2U are one class there, of two kinds of machines',
  source: 'OpenStack Ironic and Nova documentation (read); the collision is derived',
  *check(site) {
    const nodes = ironicSite(site)?.nodes ?? [];
    const classes = new Map(nodes.map(({ machine, node }) => [node.resourceClass, machine.asset]));
    for (const { first, again } of repeated(classes, ([name]) => schedulerClass(name))) {
      const [name, asset] = again;
      yield {
        subject: name,
        message: `resource class ${quote(name)} of machine ${quote(asset)} is the same as ${quote(first[0])} of ${quote(first[1])} to a scheduler: ${schedulerClass(name)}`,
        at: machineAt(site, asset, 'overrides', 'ironic', 'resourceClass'),
        hint: 'give one of them another resourceClass',
      };
    }
  },
};
