import { quote } from '../../support/groups.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A bond of one NIC. */
export const bondOneNic: ModelRule = {
  tier: 'model',
  id: 'bond/one-nic',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a bond has at least two NICs',
  rationale: 'a bond of one NIC protects against nothing, and with LACP waits for partners that never come',
  source: 'general knowledge',
  *check(model) {
    yield* poolFindings(model, ['networks'], function* (slot) {
      for (const port of slot.ports) {
        if (port.bond !== null && port.nics.length < 2)
          yield `has bond ${quote(port.name)} of ${port.nics.length} NIC`;
      }
    });
  },
};
