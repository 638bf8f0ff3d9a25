import { interfaceOf, ironicSite } from '../../support/ironic.js';
import { hardwareFindings } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** Secure Boot asked of a node that boots by iPXE. */
export const bootSecureBootIpxe: InventoryRule = {
  tier: 'inventory',
  id: 'boot/secure-boot-ipxe',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a node with Secure Boot does not boot by iPXE',
  rationale: 'iPXE is not signed, so a firmware with Secure Boot refuses it and the node never deploys',
  source: 'OpenStack Ironic security guide (read)',
  *check(site) {
    const nodes = ironicSite(site)?.nodes ?? [];
    yield* hardwareFindings(
      site,
      nodes.map(({ machine }) => machine),
      ['boot', 'secureBoot'],
      ({ hardware, ironic }) => {
        const boot = interfaceOf(ironic, 'boot');
        return hardware.boot.secureBoot && (boot === 'ipxe' || boot === 'http-ipxe')
          ? `asks for Secure Boot with boot interface ${boot}`
          : null;
      },
    );
  },
};
