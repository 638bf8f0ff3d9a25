import { isEnrolled } from '../../support/machines.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A site on which no machine could boot. */
export const networkNowhereToBoot: InventoryRule = {
  tier: 'inventory',
  id: 'network/nowhere-to-boot',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a site says on which untagged network with DHCP its machines boot',
  rationale:
    'MAAS commissions by PXE: with no untagged network where DHCP is answered every commissioning runs into its timeout',
  source: 'MAAS network services guide (read)',
  *check(site) {
    if (site.provisioner.type !== 'maas' || !site.machines.some(isEnrolled)) return;
    const isBootable = site.networks.some(
      (network) =>
        !network.tagged &&
        ['provisioning', 'in-band'].includes(network.purpose) &&
        network.dhcp.by !== 'nobody',
    );
    if (isBootable) return;
    yield {
      subject: site.name,
      message:
        'no untagged network with purpose provisioning or in-band has DHCP, so it is not said where machines boot',
      at: siteAt(site, 'networks'),
      hint: 'set dhcp on the network that machines boot from: rack-controller, relay or external',
    };
  },
};
