import { quote, repeated } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** One machine in two slots. */
export const tenancyMachineInTwoClusters: ModelRule = {
  tier: 'model',
  id: 'tenancy/machine-in-two-clusters',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a machine fills one slot',
  rationale:
    'a server has no hypervisor: two clusters on one machine are two tenants with root on it, and the second deployment wipes the first',
  source: 'measured: MAAS answers 409 to the allocation of a deployed machine',
  *check(model) {
    for (const { key, first, again } of repeated(slotsOf(model), (slot) => slot.asset)) {
      yield {
        subject: key,
        message: `machine ${quote(key)} fills slots ${quote(first.name)} and ${quote(again.name)}`,
        at: poolAt(again, 'machines'),
      };
    }
  },
};
