import { ironicDialects, whyIronicProviderRefused } from '../../../facts/providers/ironic-dialects.js';
import { MAAS_PROVIDER, whyMaasProviderRefused } from '../../../facts/providers/supports.js';
import type { ProvisionerModel } from '../../../model/types.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** A provider version that is known to do harm, or is not known. */
export const provisionerProviderVersion: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/provider-version',
  severity: 'error',
  mayAcknowledge: false,
  title: `the provider canonical/maas is ${MAAS_PROVIDER.constraint} or ${MAAS_PROVIDER.older.constraint}, and none of the versions that redeploy fleets; those of Ironic are versions that start`,
  rationale: MAAS_PROVIDER.refused
    .map(({ versions, reason }) => `${versions.join(' and ')} ${reason}`)
    .join('; '),
  source: 'read in the provider source and its issues',
  *check(site) {
    const { providerVersion } = site.provisioner;
    const provider = providerOf(site.provisioner);
    if (provider?.why === undefined) return;
    yield {
      subject: site.name,
      message: `version ${providerVersion} of the provider ${provider.source} ${provider.why}`,
      at: siteAt(site, 'provisioner', 'providerVersion'),
      hint: `set providerVersion to ${provider.target}`,
    };
  },
};

function providerOf({ type, providerVersion, ironic }: ProvisionerModel) {
  if (type === 'maas') return { ...MAAS_PROVIDER, why: whyMaasProviderRefused(providerVersion) };
  if (ironic === null) return null;
  const why = whyIronicProviderRefused(ironic.dialect, providerVersion);
  return { ...ironicDialects[ironic.dialect], why };
}
