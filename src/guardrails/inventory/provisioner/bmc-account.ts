import { MAAS_PROVIDER_FEATURES, maasProviderHas } from '../../../facts/providers/maas-features.js';
import { isEnrolled } from '../../support/machines.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A provider that cannot keep MAAS from making a BMC account of its own. */
export const provisionerBmcAccount: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/bmc-account',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'MAAS is told to leave the BMC as it is',
  rationale:
    'MAAS makes a BMC account of its own at commissioning unless told not to, which provider 2.4 cannot: the next change of the machine writes the old user and password back into MAAS',
  source: 'read in the MAAS source and the schema of canonical/maas 2.4.0',
  *check(site) {
    const { type, providerVersion } = site.provisioner;
    if (type !== 'maas' || maasProviderHas(providerVersion, 'skip-bmc-config')) return;
    if (!site.machines.some((machine) => isEnrolled(machine) && machine.bmc.protocol !== 'manual')) return;
    yield {
      subject: site.name,
      message: `canonical/maas ${providerVersion} cannot keep MAAS from making an account of its own on each BMC, and a later change of a machine writes the declared one back`,
      at: siteAt(site, 'provisioner', 'providerVersion'),
      hint: MAAS_PROVIDER_FEATURES['skip-bmc-config'].instead,
    };
  },
};
