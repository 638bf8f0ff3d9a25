import { hardwareFindings, isEnrolled } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A BMC that is spoken to by IPMI. */
export const bmcIpmi: InventoryRule = {
  tier: 'inventory',
  id: 'bmc/ipmi',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'BMCs are spoken to by Redfish',
  rationale:
    'IPMI is weak on the wire, root on the host can mostly change its users without a password, and one tenant could then power another tenant’s machine',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    yield* hardwareFindings(
      site,
      site.machines.filter(isEnrolled),
      ['bmc', 'protocol'],
      ({ bmc }) =>
        bmc.protocol === 'ipmi' ? 'speaks IPMI, which root on the host can mostly take over' : null,
      ['bmc', 'protocol'],
    );
  },
};
