import { NOT_ISOLATING } from '../../../facts/ironic-hardware.js';
import { listed } from '../../support/groups.js';
import { interfaceOf } from '../../support/ironic.js';
import { siteAt } from '../../support/places.js';
import { machinesByAsset, slotsOf } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Tenants on nodes that Ironic keeps apart from nobody. */
export const tenancyFlatNetwork: ModelRule = {
  tier: 'model',
  id: 'tenancy/flat-network',
  severity: 'error',
  mayAcknowledge: true,
  title: 'where there are several tenants, the network interface of nodes isolates them, or the switches do',
  rationale:
    'with flat and noop every node stays in whatever network its switch port is in, at deployment and at cleaning; that is safe where the ports are set by others, one tenant each, and then it is acknowledged with a reason',
  source: 'OpenStack Ironic security guide (read)',
  *check(model) {
    if (model.site.provisioner.ironic === null) return;
    const machines = machinesByAsset(model);
    const flat = slotsOf(model).filter(({ asset }) => {
      const chosen = interfaceOf(machines.get(asset)?.ironic ?? null, 'network');
      return chosen === undefined || NOT_ISOLATING.some((each) => each === chosen);
    });
    const tenants = [...new Set(slotsOf(model).map(({ tenant }) => tenant))].sort();
    if (flat.length === 0 || tenants.length < 2) return;
    yield {
      subject: model.site.name,
      message: `tenants ${listed(tenants)} have nodes at site ${JSON.stringify(model.site.name)} whose network interface isolates nobody`,
      at: siteAt(model.site, 'provisioner', 'interfaces', 'network'),
      hint: 'use neutron or ironic-networking, or acknowledge it with what isolates them',
      follows: [`it is so for ${listed(flat.map(({ name }) => name))}`],
    };
  },
};
