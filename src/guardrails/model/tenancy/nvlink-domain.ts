import { groupBy } from '../../../model/group.js';
import { listed, quote } from '../../support/groups.js';
import { machineAt } from '../../support/places.js';
import { slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Two tenants in one NVLink domain. */
export const tenancyNvlinkDomain: ModelRule = {
  tier: 'model',
  id: 'tenancy/nvlink-domain',
  severity: 'error',
  mayAcknowledge: false,
  title: 'an NVLink domain has one tenant, or a partition for each',
  rationale:
    'GPUs of one domain read and write each other’s memory past every network and operating system; only a partition keeps tenants apart there',
  source: 'NVIDIA documentation of multi-node NVLink, general knowledge',
  *check(model) {
    const shared = new Set(model.site.sharedServices.flatMap(({ nvlinkDomains }) => nvlinkDomains));
    for (const [domain, slots] of groupBy(slotsOf(model), ({ nvlink }) => nvlink?.domain ?? null)) {
      const tenants = [...new Set(slots.map(({ tenant }) => tenant))];
      const partitions = new Set(slots.map(({ nvlink }) => nvlink?.partition ?? null));
      const isApart = partitions.size === tenants.length && !partitions.has(null);
      const [first] = slots;
      if (first === undefined || tenants.length < 2 || isApart || shared.has(domain)) continue;
      yield {
        subject: domain,
        message: `NVLink domain ${quote(domain)} has machines of tenants ${listed(tenants)} and no partition for each`,
        at: machineAt(model.site, first.asset, 'nvlinkDomain'),
        hint: 'give the domain to one tenant; or give tenants ids and set tenantNumbers.nvlink, for a fabric manager with partitions; or declare it under sharedServices',
      };
    }
  },
};
