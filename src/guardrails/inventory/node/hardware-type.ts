import { whyHardwareTypeRefused } from '../../../facts/ironic-hardware.js';
import { ironicSite } from '../../support/ironic.js';
import { hardwareFindings } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** A hardware type that the site’s Ironic does not have. */
export const nodeHardwareType: InventoryRule = {
  tier: 'inventory',
  id: 'node/hardware-type',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the hardware type of a node is one of the site’s Ironic',
  rationale:
    'ilo, irmc and snmp were removed in 36.0, xclarity and ibmc in 26.0: a node of such a type cannot be made, and one that exists stops to work with the upgrade',
  source: 'read in the Ironic source and its release notes',
  *check(site) {
    const found = ironicSite(site);
    if (found === null || found.ironic.version === null) return;
    const { version } = found.ironic;
    yield* hardwareFindings(
      site,
      found.nodes.map(({ machine }) => machine),
      ['ironic', 'hardwareType'],
      ({ ironic }) => {
        const why = ironic === null ? undefined : whyHardwareTypeRefused(ironic.hardwareType, version);
        return why === undefined ? null : `has hardware type ${ironic?.hardwareType}, which ${why}`;
      },
    );
  },
};
