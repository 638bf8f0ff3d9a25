import { groupBy } from '../../../model/group.js';
import { listed } from '../../support/groups.js';
import { networkAt } from '../../support/places.js';
import { slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Two tenants in one partition of InfiniBand. */
export const tenancySharedPkey: ModelRule = {
  tier: 'model',
  id: 'tenancy/shared-pkey',
  severity: 'error',
  mayAcknowledge: false,
  title: 'tenants on InfiniBand have a P_Key each',
  rationale:
    'members of one partition reach each other’s memory by RDMA; without a P_Key of its own a tenant is in the default partition with everybody else',
  source: 'InfiniBand architecture, general knowledge',
  *check(model) {
    const shared = new Set(model.site.sharedServices.flatMap(({ networks }) => networks));
    const ports = slotsOf(model).flatMap(({ tenant, rails }) =>
      rails
        .filter(({ kind, network }) => kind === 'infiniband' && !shared.has(network))
        .map(({ pkey, network }) => ({ tenant, pkey, network })),
    );
    for (const [pkey, members] of groupBy(ports, (port) => String(port.pkey))) {
      const tenants = [...new Set(members.map(({ tenant }) => tenant))];
      const [first] = members;
      if (first === undefined || tenants.length < 2) continue;
      const partition = first.pkey === null ? 'the default partition' : `P_Key ${pkey}`;
      yield {
        subject: first.network,
        message: `tenants ${listed(tenants)} are in ${partition} on InfiniBand`,
        at: networkAt(model.site, first.network, 'pkey'),
        hint: 'give tenants ids and set tenantNumbers.pkey, give each rails of its own with a pkey, or declare the rails under sharedServices',
      };
    }
  },
};
