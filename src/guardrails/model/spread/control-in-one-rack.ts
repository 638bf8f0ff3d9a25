import { listed, quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { controlPlanes, onlyRack } from '../../support/spread.js';
import type { ModelRule } from '../../types.js';

/** A control plane that one rack takes down, where it could be spread. */
export const spreadControlInOneRack: ModelRule = {
  tier: 'model',
  id: 'spread/control-in-one-rack',
  severity: 'error',
  mayAcknowledge: true,
  title: 'at a site with several racks the control plane stands in more than one',
  rationale: 'a rack fails as a whole (its switch, its feeds, a leak), and with it the whole control plane',
  source: 'general knowledge; NVIDIA reference designs place management nodes apart (read)',
  *check(model) {
    const racks = new Set(model.site.machines.flatMap(({ rack }) => (rack === null ? [] : [rack])));
    for (const plane of controlPlanes(model)) {
      const rack = onlyRack(plane);
      if (rack === null || racks.size < 2) continue;
      yield {
        subject: plane.cluster.name,
        message: `the control plane of cluster ${quote(plane.cluster.name)} (${listed(plane.members.map(({ slot }) => slot.name))}) stands in rack ${quote(rack)} alone`,
        at: poolAt({ cluster: plane.cluster.name, pool: plane.pool }, 'placement'),
        hint: 'use placement: spread, and machines in other racks',
      };
    }
  },
};
