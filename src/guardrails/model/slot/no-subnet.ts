import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A slot without any address. */
export const slotNoSubnet: ModelRule = {
  tier: 'model',
  id: 'slot/no-subnet',
  severity: 'error',
  mayAcknowledge: false,
  title: 'every slot is on a network with a subnet',
  rationale: 'MAAS deploys no machine without one: "Node must be configured to use a network"',
  source: 'measured against MAAS 3.5.13',
  *check(model) {
    if (model.site.provisioner.type !== 'maas') return;
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const hasSubnet = slot.ports.some((port) =>
          port.links.some((link) => link.subnet !== null && link.mode !== 'none'),
        );
        if (!hasSubnet) yield 'is on no network with a subnet, so MAAS does not deploy it';
      },
      'attach an in-band network with addressing static, dhcp or auto',
    );
  },
};
