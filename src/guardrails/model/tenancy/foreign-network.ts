import { quote } from '../../support/groups.js';
import { linksOf, networksByName, poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A slot on the network of another tenant. */
export const tenancyForeignNetwork: ModelRule = {
  tier: 'model',
  id: 'tenancy/foreign-network',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a slot is on no network of another tenant',
  rationale: 'on bare metal the tenant has root, so a port in a VLAN is full access to it',
  source: 'OpenStack Ironic security guide (read)',
  *check(model) {
    const networks = networksByName(model);
    yield* poolFindings(
      model,
      ['networks'],
      function* (slot) {
        const used = [...linksOf(slot), ...slot.rails].map(({ network }) => network);
        for (const name of new Set(used)) {
          const owner = networks.get(name)?.tenant ?? null;
          if (owner === null || owner === slot.tenant) continue;
          const isRail = slot.rails.some(({ network }) => network === name);
          yield {
            text: `of tenant ${quote(slot.tenant)} is on network ${quote(name)} of tenant ${quote(owner)}`,
            path: isRail ? ['rails'] : ['networks', name],
          };
        }
      },
      'use a network of the tenant, or one of none',
    );
  },
};
