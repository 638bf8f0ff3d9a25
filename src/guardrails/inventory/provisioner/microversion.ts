import { highestApi, IRONIC_API_NEEDS, type IronicApiNeed } from '../../../facts/ironic-releases.js';
import { compareVersions } from '../../../facts/providers/supports.js';
import type { SiteInventory } from '../../../model/types.js';
import { interfaceOf, ironicSite } from '../../support/ironic.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** An API version that is too low for what is asked of it, or too high for its Ironic. */
export const provisionerMicroversion: InventoryRule = {
  tier: 'inventory',
  id: 'provisioner/microversion',
  severity: 'error',
  mayAcknowledge: false,
  title: 'the API version that is asked for has what the site uses, and its Ironic has the version',
  rationale:
    'Ironic refuses a field that is newer than the version of the request, and a version that it does not have, in the middle of an apply',
  source: 'OpenStack Ironic API version history (read); 1.115 of Ironic 39.0 measured',
  *check(site) {
    const { ironic } = site.provisioner;
    if (ironic === null) return;
    const at = siteAt(site, 'provisioner', 'microversion');
    const missing = needsOf(site)
      .map((need) => IRONIC_API_NEEDS[need])
      .filter(({ since }) => compareVersions(ironic.microversion, since) < 0);
    const most = missing.reduce(
      (highest, { since }) => (compareVersions(since, highest) > 0 ? since : highest),
      '1.0',
    );
    if (missing.length > 0)
      yield {
        subject: site.name,
        message: `API version ${ironic.microversion} is too low for ${missing.map(({ text, since }) => `${text} (${since})`).join(', ')}`,
        at,
        hint: `set microversion to ${most} or higher, or leave it out`,
      };
    const highest = ironic.version === null ? undefined : highestApi(ironic.version);
    if (highest !== undefined && compareVersions(ironic.microversion, highest.api) > 0)
      yield {
        subject: site.name,
        message: `API version ${ironic.microversion} is higher than ${highest.api}, the highest of Ironic ${highest.ironic}`,
        at,
        hint: `set microversion to ${highest.api} or lower, or leave it out`,
      };
  },
};

function needsOf(site: SiteInventory): readonly IronicApiNeed[] {
  const found = ironicSite(site);
  if (found === null) return [];
  const { dialect, nodes } = found;
  const some = (isSo: (node: (typeof nodes)[number]['node']) => boolean) =>
    nodes.some(({ node }) => isSo(node));
  const asked: readonly (readonly [IronicApiNeed, boolean])[] = [
    ['port-pxe', nodes.length > 0],
    ['resource-class', nodes.length > 0],
    ['interfaces', some(({ interfaces }) => interfaces.length > 0)],
    ['physical-network', some(({ physicalNetworks }) => physicalNetworks.length > 0)],
    ['bios-interface', some((node) => interfaceOf(node, 'bios') !== undefined)],
    ['conductor-group', some(({ conductorGroup }) => conductorGroup !== null)],
    ['automated-clean', dialect.saysAutomatedClean],
    ['config-drive', true],
    ['firmware-interface', some((node) => interfaceOf(node, 'firmware') !== undefined)],
  ];
  return asked.flatMap(([need, isAsked]) => (isAsked ? [need] : []));
}
