import {
  MAAS_PROVIDER_FEATURES,
  type MaasProviderFeatureName,
  maasProviderHas,
  needsNewerMaasProvider,
} from '../../../facts/providers/maas-features.js';
import type { SlotModel } from '../../../model/types.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** Something of a pool that its site's version of the provider does not have. */
export const slotNewerProvider: ModelRule = {
  tier: 'model',
  id: 'slot/newer-provider',
  severity: 'error',
  mayAcknowledge: false,
  title: 'a pool asks for nothing that only newer versions of its provider have',
  rationale:
    'canonical/maas 2.4 says nothing of a release, so what is released keeps its data, and MAAS names VLAN interfaces by itself; where MAAS erases whatever it releases, its destroy fails in the state "Disk erasing"',
  source: 'printed schemas of 2.4.0 and of the build of 2026-04-30; the wait is read in the provider source',
  *check(model) {
    const { type, providerVersion } = model.site.provisioner;
    if (type !== 'maas') return;
    for (const { feature, path, faults } of asked) {
      if (maasProviderHas(providerVersion, feature)) continue;
      const needs = needsNewerMaasProvider(providerVersion, feature);
      yield* poolFindings(
        model,
        path,
        (slot) => faults(slot).map((fault) => `${fault}, which ${needs}`),
        MAAS_PROVIDER_FEATURES[feature].instead,
      );
    }
  },
};

const asked: readonly {
  readonly feature: MaasProviderFeatureName;
  readonly path: readonly string[];
  readonly faults: (slot: SlotModel) => readonly string[];
}[] = [
  {
    feature: 'erase-on-release',
    path: ['release', 'erase'],
    faults: ({ release }) => (release.erase === 'none' ? [] : [`has release.erase ${release.erase}`]),
  },
  {
    feature: 'release-scripts',
    path: ['release', 'scripts'],
    faults: ({ release }) => (release.scripts.length === 0 ? [] : ['has release scripts']),
  },
  {
    feature: 'vlan-interface-name',
    path: ['networks'],
    faults: ({ ports }) =>
      ports.flatMap((port) =>
        port.links
          .filter((link) => link.tagged && link.interface !== `${port.name}.${link.vid}`)
          .map((link) => `has VLAN interface ${link.interface} on ${port.name}`),
      ),
  },
];
