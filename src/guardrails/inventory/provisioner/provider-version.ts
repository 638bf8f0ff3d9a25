import { MAAS_PROVIDER, whyMaasProviderRefused } from '../../../facts/providers/supports.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A provider version that is known to do harm, or is not known. */
export const provisionerProviderVersion: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/provider-version',
  severity: 'error',
  mayAcknowledge: false,
  title: `the provider canonical/maas is ${MAAS_PROVIDER.constraint}, and none of the versions that redeploy fleets`,
  rationale: MAAS_PROVIDER.refused
    .map(({ versions, reason }) => `${versions.join(' and ')} ${reason}`)
    .join('; '),
  source: 'read in the provider source and its issues',
  *check(site) {
    const { type, providerVersion } = site.provisioner;
    const why = type === 'maas' ? whyMaasProviderRefused(providerVersion) : undefined;
    if (why === undefined) return;
    yield {
      subject: site.name,
      message: `version ${providerVersion} of the provider canonical/maas ${why}`,
      at: siteAt(site, 'provisioner', 'providerVersion'),
      hint: `set providerVersion to ${MAAS_PROVIDER.target}`,
    };
  },
};
