import { quote } from '../../support/groups.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** An Ethernet rail that has no address. */
export const railsNoAddress: ModelRule = {
  tier: 'model',
  id: 'rails/no-address',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'every Ethernet rail has an address',
  rationale: 'RoCE v2 goes over IP: a rail without an address carries nothing',
  source: 'RoCEv2 runbook (read)',
  *check(model) {
    yield* poolFindings(
      model,
      ['rails'],
      function* (slot) {
        for (const { kind, network, address } of slot.rails) {
          if (kind === 'ethernet' && address === null)
            yield `has no address on rail network ${quote(network)}`;
        }
      },
      'give the rail network a subnet',
    );
  },
};
