import { IRONIC_LIMITS } from '../../../facts/providers/ironic-supports.js';
import { ironicSite } from '../../support/ironic.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

const limit = IRONIC_LIMITS['ironic/image-without-address'];

/** A slot without the address that its deployment needs. */
export const slotNoFixedAddress: ModelRule = {
  tier: 'model',
  id: 'slot/no-fixed-address',
  severity: 'error',
  mayAcknowledge: false,
  title: 'with metal3-community every slot has a static address',
  rationale: limit.text,
  source: limit.source,
  *check(model) {
    if (ironicSite(model.site)?.dialect.needsFixedIps !== true) return;
    yield* poolFindings(
      model,
      ['networks'],
      function* ({ dnsAddress }) {
        if (dnsAddress === null) yield 'has no static address, so Ironic would not be told its image';
      },
      limit.instead,
    );
  },
};
