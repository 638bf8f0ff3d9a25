import { quote } from '../../support/groups.js';
import type { InventoryRule } from '../../types.js';

/** A network that is one tenant's and everybody's at once. */
export const tenancySharedServiceOwned: InventoryRule = {
  tier: 'inventory',
  id: 'tenancy/shared-service-owned',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a shared service names no network that one tenant owns',
  rationale:
    'the network says that it has one tenant, and the service that others are there too: one of the two is wrong',
  source: 'by definition',
  *check(site) {
    for (const service of site.sharedServices) {
      for (const name of service.networks) {
        const tenant = site.networks.find((network) => network.name === name)?.tenant ?? null;
        if (tenant === null) continue;
        yield {
          subject: service.name,
          message: `shared service ${quote(service.name)} names network ${quote(name)}, which is of tenant ${quote(tenant)} at site ${quote(site.name)}`,
          at: { document: 'project', path: ['sharedServices', service.name, 'networks'] },
          hint: 'take the network out of the service, or leave its tenant out',
        };
      }
    }
  },
};
