import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { controlPlanes } from '../../support/spread.js';
import type { ModelRule } from '../../types.js';

/** A control plane that one feed takes down. */
export const spreadControlOnOneFeed: ModelRule = {
  tier: 'model',
  id: 'spread/control-on-one-feed',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the control plane is fed by more than one feed',
  rationale:
    'feeds of one name in several racks mostly hang on one supply; when it fails the whole control plane is down',
  source: 'general knowledge; that equal names mean one supply is uncertain',
  *check(model) {
    const racks = new Map(model.site.racks.map((rack) => [rack.name, rack]));
    for (const plane of controlPlanes(model)) {
      if (plane.members.length < 2) continue;
      const fed = plane.members.map(({ machine }) => racks.get(machine.rack ?? '')?.feeds ?? []);
      // Where a rack does not state its feeds nothing is known.
      if (fed.some((feeds) => feeds.length === 0)) continue;
      const names = new Set(fed.flatMap((feeds) => feeds.map((feed) => feed.name)));
      const [only] = names;
      if (names.size !== 1 || only === undefined) continue;
      yield {
        subject: plane.cluster.name,
        message: `every machine of the control plane of cluster ${quote(plane.cluster.name)} is fed by ${quote(only)} alone`,
        at: poolAt({ cluster: plane.cluster.name, pool: plane.pool }, 'placement'),
        hint: 'place control machines in racks on another feed',
      };
    }
  },
};
