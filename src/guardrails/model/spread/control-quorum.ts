import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { controlPlanes } from '../../support/spread.js';
import type { ModelRule } from '../../types.js';

/** A control plane of an even number. */
export const spreadControlQuorum: ModelRule = {
  tier: 'model',
  id: 'spread/control-quorum',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a control plane has an odd number of machines',
  rationale:
    'what keeps a majority (etcd, Raft) survives no more failures with 4 machines than with 3, and with 2 none at all',
  source: 'etcd documentation by general knowledge',
  *check(model) {
    for (const { cluster, pool, members } of controlPlanes(model)) {
      if (members.length % 2 === 1) continue;
      yield {
        subject: cluster.name,
        message: `the control plane of cluster ${quote(cluster.name)} has ${members.length} machines, which survive as many failures as ${members.length - 1}`,
        at: poolAt({ cluster: cluster.name, pool }, 'count'),
        hint: `use ${members.length - 1} or ${members.length + 1}`,
      };
    }
  },
};
