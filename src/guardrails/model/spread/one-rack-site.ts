import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { controlPlanes, onlyRack } from '../../support/spread.js';
import type { ModelRule } from '../../types.js';

/** A control plane in the only rack there is. */
export const spreadOneRackSite: ModelRule = {
  tier: 'model',
  id: 'spread/one-rack-site',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the control plane does not stand and fall with one rack',
  rationale: 'at a site with one rack nothing can be done about it but to know it',
  source: 'general knowledge',
  *check(model) {
    const racks = new Set(model.site.machines.flatMap(({ rack }) => (rack === null ? [] : [rack])));
    for (const plane of controlPlanes(model)) {
      const rack = onlyRack(plane);
      if (rack === null || racks.size > 1) continue;
      yield {
        subject: plane.cluster.name,
        message: `the control plane of cluster ${quote(plane.cluster.name)} stands in rack ${quote(rack)}, the only one with machines`,
        at: poolAt({ cluster: plane.cluster.name, pool: plane.pool }, 'placement'),
      };
    }
  },
};
