import { quote } from '../../support/groups.js';
import { poolAt } from '../../support/places.js';
import { poolsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

const LABEL = 63;
const NAME = 253;

/** A host name that DNS does not take. */
export const slotNameTooLong: ModelRule = {
  tier: 'model',
  id: 'slot/name-too-long',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a host name has at most 63 characters, with its domain 253',
  rationale: 'DNS takes no longer ones, and cluster, pool and number together easily are',
  source: 'RFC 1035',
  *check(model) {
    for (const { slots } of poolsOf(model)) {
      const slot = slots.find(({ name, fqdn }) => name.length > LABEL || fqdn.length > NAME);
      if (slot === undefined) continue;
      const isLabel = slot.name.length > LABEL;
      yield {
        subject: `${slot.cluster}/${slot.pool}`,
        message: `host name ${quote(isLabel ? slot.name : slot.fqdn)} has ${isLabel ? slot.name.length : slot.fqdn.length} characters, and DNS takes ${isLabel ? LABEL : NAME}`,
        at: poolAt(slot),
        hint: 'shorten the name of the cluster or the pool',
      };
    }
  },
};
