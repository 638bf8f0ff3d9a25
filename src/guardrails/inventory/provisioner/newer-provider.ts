import {
  MAAS_PROVIDER_FEATURES,
  type MaasProviderFeatureName,
  maasProviderHas,
  needsNewerMaasProvider,
} from '../../../facts/providers/maas-features.js';
import type { SiteInventory } from '../../../model/types.js';
import { quote } from '../../support/groups.js';
import { bootNicOf, isEnrolled } from '../../support/machines.js';
import { machineAt, networkAt, siteAt } from '../../support/places.js';
import type { Finding, InventoryRule } from '../../types.js';

/** Something of a site that its version of the provider does not have. */
export const provisionerNewerProvider: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/newer-provider',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a site asks for nothing that only newer versions of its provider have',
  rationale:
    'canonical/maas 2.4 has no zones, no settings of MAAS, no DHCP on VLANs, and wants the MAC address of every boot NIC: Terraform stops at the plan',
  source: 'printed schemas of 2.4.0 and of the build of 2026-04-30',
  *check(site) {
    const { type, providerVersion } = site.provisioner;
    if (type !== 'maas') return;
    for (const { feature, what, ...finding } of asked(site)) {
      if (maasProviderHas(providerVersion, feature)) continue;
      yield {
        ...finding,
        message: `${what} ${needsNewerMaasProvider(providerVersion, feature)}`,
        hint: MAAS_PROVIDER_FEATURES[feature].instead,
      };
    }
  },
};

interface Asked extends Omit<Finding, 'message' | 'hint'> {
  readonly feature: MaasProviderFeatureName;
  readonly what: string;
}

function* asked(site: SiteInventory): Generator<Asked> {
  for (const { key } of site.provisioner.settings) {
    const at = siteAt(site, 'provisioner', 'settings', key);
    yield { feature: 'settings', what: `setting ${quote(key)}`, subject: key, at };
  }
  if (site.ntp.length > 0)
    yield { feature: 'settings', what: 'ntp', subject: 'ntp_servers', at: siteAt(site, 'ntp') };
  for (const { name, mode } of site.zones) {
    if (mode !== 'managed') continue;
    yield {
      feature: 'zones',
      what: `managed zone ${quote(name)}`,
      subject: name,
      at: siteAt(site, 'zones', name),
    };
  }
  for (const { name, mode, dhcp } of site.networks) {
    if (mode !== 'managed' || (dhcp.by !== 'rack-controller' && dhcp.by !== 'relay')) continue;
    yield {
      feature: 'dhcp',
      what: `network ${quote(name)}`,
      subject: name,
      at: networkAt(site, name, 'dhcp'),
    };
  }
  for (const machine of site.machines.filter(isEnrolled)) {
    const nic = bootNicOf(machine);
    if (nic === undefined || nic.mac !== null || machine.bmc.protocol !== 'ipmi') continue;
    yield {
      feature: 'machine-without-mac',
      what: `machine ${quote(machine.asset)}`,
      subject: machine.asset,
      at: machineAt(site, machine.asset, 'nics', nic.name, 'mac'),
    };
  }
}
